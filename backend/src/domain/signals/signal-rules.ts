import type { SignalEvent } from './signal.ts';

/** What an event of one sort weighs, before it is dated and worded. */
export type SignalRule = Pick<SignalEvent, 'kind' | 'strength' | 'confidence' | 'polarity' | 'decayPer30Days'>;

/** The table of docs/scoring.md, row by row. */
export const SIGNAL_RULES = {
  directorAppointed: rule('executive_change', 'strong', 0.95, 'positive', 0.9),
  directorLeft: rule('executive_change', 'moderate', 0.95, 'neutral', 0.9),
  secretaryChanged: rule('executive_change', 'weak', 0.95, 'neutral', 0.9),
  sharesAllotted: rule('capital_allotment', 'strong', 0.9, 'positive', 0.95),
  chargeRegistered: rule('charge_registered', 'moderate', 0.95, 'neutral', 0.9),
  accountsFiledUp: rule('accounts_filed', 'strong', 0.95, 'positive', 0.9),
  accountsFiledSame: rule('accounts_filed', 'weak', 0.95, 'positive', 0.9),
  officeMoved: rule('office_move', 'moderate', 0.9, 'neutral', 0.9),
  nameChanged: rule('name_change', 'moderate', 0.95, 'neutral', 0.9),
  sicCodeAdded: rule('expansion', 'weak', 0.6, 'positive', 0.93),
  insolvency: rule('insolvency_event', 'very_strong', 0.99, 'negative', 0.9),
  postsManyAdvertised: rule('job_posting', 'very_strong', 0.7, 'positive', 0.85),
  postsSomeAdvertised: rule('job_posting', 'strong', 0.7, 'positive', 0.85),
  postsFewAdvertised: rule('job_posting', 'moderate', 0.7, 'positive', 0.85),
  websiteChanged: rule('website_change', 'weak', 0.5, 'neutral', 0.9),
} as const satisfies Readonly<Record<string, SignalRule>>;

/** Makes an event of a sort: what the rule says plus text, day, key and evidence. */
export function signalEventOf(
  signalRule: SignalRule,
  event: Pick<SignalEvent, 'text' | 'occurredOn' | 'dedupeKey' | 'evidence'>,
): SignalEvent {
  return { ...signalRule, ...event };
}

function rule(
  kind: string,
  strength: SignalEvent['strength'],
  confidence: number,
  polarity: SignalEvent['polarity'],
  decayPer30Days: number,
): SignalRule {
  return { kind, strength, confidence, polarity, decayPer30Days };
}
