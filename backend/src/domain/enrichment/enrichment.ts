import type { Company, CompanyCandidate } from '../company/company.ts';
import type { Evidence, SourceOutcome } from '../evidence/evidence.ts';
import type { ObjectType } from '../portal/settings.ts';
import type { DealStage, NextAction, Score } from '../scoring/score.ts';
import type { Signal } from '../signals/signal.ts';
import type { IsoDateTime } from '../time.ts';
import type { TalkingPoint } from './talking-point.ts';
import type { ValueOrigin } from './who-set-value.ts';

/** How a run stands. The five ends are honest outcomes; `failed` says why in `error`. */
export type EnrichmentStatus = 'running' | 'completed' | 'needs_review' | 'no_match' | 'insufficient_data' | 'failed';

/** Who asked for a run. */
export interface RequestedBy {
  readonly kind: 'card' | 'bulk' | 'workflow' | 'webhook' | 'schedule' | 'api';
  /** Somebody at the dashboard, for kind `api`; absent: a program. */
  readonly via?: 'dashboard';
  /** HubSpot user id; absent when no person asked. */
  readonly userId?: number;
}

/** How sure we are of the company, and why. */
export interface Match {
  /** 0–1. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** null until one is accepted. */
  readonly company: Company | null;
  /** Best first; what the rep can choose among. */
  readonly candidates: readonly CompanyCandidate[];
}

/** The text about the company; each sentence rests on the evidence cited. */
export interface Summary {
  readonly text: string;
  readonly source: 'ai' | 'template';
  readonly evidence: readonly string[];
}

/** What was decided about one property, and whether it reached HubSpot. */
export interface PropertyChange {
  readonly property: string;
  /** null: the record had no value (or lacks the property). */
  readonly before: string | null;
  /** null: nothing to say; `""`: cleared. */
  readonly after: string | null;
  readonly decision: 'write' | 'keep';
  readonly reason: string;
  readonly written: boolean;
  /** Whose value (or empty field) a write replaces, where the mapping overwrites edits; absent: nobody's, or ours. */
  readonly replaces?: Extract<ValueOrigin, 'others' | 'cleared_by_others'>;
}

/** What an undo can still take back: the snapshot of one property from before the write. */
export type UndoStep = Pick<PropertyChange, 'property' | 'before' | 'after' | 'replaces'>;

/** A thing that automation made or found. */
export interface AutomatedObject {
  readonly id: string;
  readonly created: boolean;
  /** Why it was made, or why this owner; absent in older results. */
  readonly reason?: string;
}

/** What automation did, and why it did not do the rest. */
export interface AutomationOutcome {
  readonly task: AutomatedObject | null;
  readonly deal: AutomatedObject | null;
  readonly owner: AutomatedObject | null;
  readonly held: readonly string[];
  /** What an enrichment that is no preview would make, one line each; absent where nothing was only planned. */
  readonly planned?: readonly string[];
}

/** Why a run failed, worded for the person who reads it. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  /** Milliseconds before another try makes sense, at the end of the run; absent when nobody said. */
  readonly retryAfterMs?: number;
}

/** The result of one run over one record: the wire contract §4, member by member. */
export interface Enrichment {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly status: EnrichmentStatus;
  readonly mode: 'apply' | 'preview';
  readonly requestedBy: RequestedBy;
  readonly createdAt: IsoDateTime;
  readonly completedAt: IsoDateTime | null;
  readonly match: Match | null;
  readonly summary: Summary | null;
  readonly score: Score | null;
  readonly signals: readonly Signal[];
  readonly nextActions: readonly NextAction[];
  /** What a rep can say aloud; empty when no model wrote or nothing it wrote was good. */
  readonly talkingPoints: readonly TalkingPoint[];
  readonly dealStage: DealStage | null;
  readonly evidence: readonly Evidence[];
  readonly sources: readonly SourceOutcome[];
  readonly changes: readonly PropertyChange[];
  readonly automation: AutomationOutcome;
  readonly undo: {
    readonly possibleUntil: IsoDateTime | null;
    /** When the last of it was undone; null while some of it still can be. */
    readonly undoneAt: IsoDateTime | null;
    /** What an undo can still take back, once a part was undone; absent before: all that was written. */
    readonly open?: readonly UndoStep[];
  };
  readonly usage: { readonly hubspotCalls: number; readonly modelCalls: number; readonly modelTokens: number };
  readonly durationMs: number | null;
  readonly error: RunError | null;
  /** What it waits for while it runs; absent: it works, or it has ended. */
  readonly waitingFor?: 'hubspot_limit';
}
