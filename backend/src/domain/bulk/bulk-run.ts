import type { Enrichment } from '../enrichment/enrichment.ts';
import type { ObjectType } from '../portal/settings.ts';
import type { IsoDateTime } from '../time.ts';

/** How a bulk run stands; `paused`: it goes on by itself later, `stopped`: when somebody resumes it. */
export type BulkStatus = 'queued' | 'running' | 'paused' | 'stopped' | 'completed' | 'failed';

/** How the undo of a run stands; `paused`: it goes on by itself later. */
export type UndoStatus = 'running' | 'paused' | 'completed' | 'failed';

/** How one record of a run ended. */
export type BulkOutcome = 'enriched' | 'unchanged' | 'needsReview' | 'noMatch' | 'insufficientData' | 'failed';

/** The six ways a record can end, in the order in which they are told. */
export const BULK_OUTCOMES: readonly BulkOutcome[] = [
  'enriched',
  'unchanged',
  'needsReview',
  'noMatch',
  'insufficientData',
  'failed',
];

/** Which records: chosen ones, the members of a list of the CRM, or all of the type. */
export type BulkSelection =
  | { readonly kind: 'records'; readonly objectIds: readonly string[] }
  | { readonly kind: 'list'; readonly listId: string }
  | { readonly kind: 'all' };

/** What a run will take. */
export interface BulkEstimate {
  readonly records: number;
  /** Requests to HubSpot, all rate buckets together. */
  readonly hubspotCalls: number;
  readonly modelCalls: number;
  readonly modelTokens: number;
  readonly seconds: number;
}

/** A bulk run as it stands. */
export interface BulkRun {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly selectionKind: BulkSelection['kind'];
  /** HubSpot's id of the list; null for other selections. */
  readonly listId: string | null;
  readonly status: BulkStatus;
  /** Why it is paused or failed, in words; null otherwise. */
  readonly statusReason: string | null;
  readonly total: number;
  readonly estimate: BulkEstimate;
  readonly outcomes: Readonly<Record<BulkOutcome, number>>;
  readonly usage: { readonly hubspotCalls: number; readonly modelCalls: number; readonly modelTokens: number };
  /** null while nobody asked for one. Records whose values came back, that keep later edits, that could not be undone. */
  readonly undo: {
    readonly status: UndoStatus;
    /** Why it is paused or failed, in words; null otherwise. */
    readonly reason: string | null;
    readonly restored: number;
    readonly kept: number;
    readonly failed: number;
  } | null;
  /** Milliseconds that work took so far. */
  readonly activeMs: number;
  readonly createdAt: IsoDateTime;
  readonly startedAt: IsoDateTime | null;
  readonly completedAt: IsoDateTime | null;
}

/** Whether the run wants another leg, and when. */
export type LegEnd = { readonly kind: 'again'; readonly delayMs: number } | { readonly kind: 'ended' };

/** Tells whether an undo of the run is under way, or will go on by itself. */
export function isBeingUndone({ undo }: Pick<BulkRun, 'undo'>): boolean {
  return undo?.status === 'running' || undo?.status === 'paused';
}

/** Records that have ended. */
export function doneOf({ outcomes }: Pick<BulkRun, 'outcomes'>): number {
  return BULK_OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
}

/**
 * Seconds until the end at the pace so far, at first at the estimated one.
 *
 * @returns 0 when it has ended, null while nothing moves (stopped, paused, failed)
 */
export function etaSecondsOf(run: BulkRun): number | null {
  if (run.status === 'completed') return 0;
  if (run.status !== 'running' && run.status !== 'queued') return null;
  const done = doneOf(run);
  const left = Math.max(0, run.total - done);
  const estimated = run.total === 0 ? 0 : run.estimate.seconds / run.total;
  const secondsEach = done === 0 ? estimated : run.activeMs / 1000 / done;
  return Math.ceil(left * secondsEach);
}

/** How a finished enrichment counts in a run, and its reason in words. */
export function bulkOutcomeOf(enrichment: Pick<Enrichment, 'status' | 'changes' | 'match' | 'error'>): {
  readonly outcome: BulkOutcome;
  readonly reason: string | null;
} {
  const { status, changes, match, error } = enrichment;
  const why = match?.reasons.join('; ') || null;
  if (status === 'needs_review') return { outcome: 'needsReview', reason: why };
  if (status === 'no_match') return { outcome: 'noMatch', reason: why };
  if (status === 'insufficient_data') return { outcome: 'insufficientData', reason: 'too little is known for a score' };
  if (status !== 'completed') return { outcome: 'failed', reason: error?.message ?? null };
  const kept = changes.filter(({ decision, written }) => decision === 'keep' || !written);
  const reason = kept.length === 0 ? null : kept.map((change) => `${change.property}: ${change.reason}`).join('; ');
  return { outcome: changes.some(({ written }) => written) ? 'enriched' : 'unchanged', reason };
}
