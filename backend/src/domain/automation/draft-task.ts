import type { Enrichment } from '../enrichment/enrichment.ts';
import type { IsoDateTime } from '../time.ts';
import { automationMarker } from './automation.ts';
import { dueInBusinessDays } from './due-in-business-days.ts';

/** What a task is written from. */
export interface TaskDraftInput {
  readonly enrichment: Pick<Enrichment, 'score' | 'signals' | 'nextActions' | 'match'>;
  readonly key: string;
  readonly now: IsoDateTime;
  /** IANA name. */
  readonly timeZone: string;
  /** null: the task belongs to nobody. */
  readonly ownerId: string | null;
  /** Address of the record in HubSpot; null while it is unknown. */
  readonly recordUrl: string | null;
}

/** Values of HubSpot's task properties. */
export type TaskProperties = Readonly<Record<string, string>>;

const DUE_BUSINESS_DAYS = 2;
const MAX_REASONS = 4;

/** Writes the task: what to do first, and why, in HTML as HubSpot keeps task notes; every text of ours or others escaped. */
export function draftTask(input: TaskDraftInput): TaskProperties {
  const { enrichment, ownerId } = input;
  const total = enrichment.score?.total ?? 0;
  return {
    hs_task_subject: enrichment.nextActions[0]?.text ?? '',
    hs_task_body: bodyOf(input),
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'TODO',
    hs_task_priority: total >= 80 ? 'HIGH' : total >= 60 ? 'MEDIUM' : 'LOW',
    hs_timestamp: dueInBusinessDays(input.now, input.timeZone, DUE_BUSINESS_DAYS),
    ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
  };
}

function bodyOf({ enrichment, key, recordUrl }: TaskDraftInput): string {
  const { score, signals, nextActions, match } = enrichment;
  const coverage = Math.round((score?.coverage ?? 0) * 100);
  const rest = nextActions.slice(1).map(({ text, reason }) => `${text} (${reason})`);
  const lines = [
    ...(match?.company ? [match.company.name] : []),
    `Score ${score?.total ?? 'unknown'} of 100${score?.band ? `, ${score.band}` : ''}, from ${coverage} % of what it looks at`,
    ...listed('Why', strongestReasons(enrichment)),
    ...listed(
      'Signals',
      signals.slice(0, 5).map(({ text, occurredAt }) => `${text} (${occurredAt})`),
    ),
    ...listed('Then', rest),
  ].map(escapeHtml);
  const link = recordUrl === null ? [] : [`<a href="${escapeHtml(recordUrl)}">Open the record</a>`];
  return [...lines, ...link, `Made by oppSpot ${escapeHtml(automationMarker(key))}`].join('<br>');
}

function listed(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${title}:`, ...texts.map((text) => `- ${text}`)];
}

/** The factors that brought the most points. */
function strongestReasons({ score }: TaskDraftInput['enrichment']): readonly string[] {
  const factors = Object.values(score?.parts ?? {}).flatMap((part) => part.factors);
  return [...factors]
    .sort((a, b) => b.points - a.points)
    .slice(0, MAX_REASONS)
    .map(({ label, value }) => `${label}: ${value}`);
}

const MARKUP = /[&<>"]/;

/** Company data must not become markup in the account of the customer. */
function escapeHtml(text: string): string {
  // Hardly any text has some; each replacement reads all of it.
  if (!MARKUP.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
