import { dayInWords, daysBetween } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { SIGNAL_RULES, signalEventOf } from '../signals/signal-rules.ts';

/**
 * How far a round may be told from the allotment of its shares. The allotment is filed within a month of it (Companies
 * Act 2006 s. 555), and rounds are announced some weeks before or after they close.
 */
const MAX_APART_DAYS = 45;

/** A round and the allotment that may belong to it. */
interface Pair {
  readonly round: SignalEvent;
  readonly allotment: SignalEvent;
  readonly daysApart: number;
}

/**
 * Makes one signal of a funding round and the allotment of its shares: the filed document proves and dates it, the
 * other evidence says what it was.
 *
 * Each round takes the nearest allotment, and each allotment belongs to one round; those that are left stay as they are.
 * The result does not depend on the order of the events.
 */
export function joinFundingRounds(events: readonly SignalEvent[]): readonly SignalEvent[] {
  const joined = new Map<SignalEvent, SignalEvent>();
  const gone = new Set<SignalEvent>();
  for (const { round, allotment } of pairsOf(events)) {
    if (joined.has(round) || gone.has(allotment)) continue;
    joined.set(round, joinPair(round, allotment));
    gone.add(allotment);
  }
  return events.filter((event) => !gone.has(event)).map((event) => joined.get(event) ?? event);
}

/** Best first: the same document, then the nearest day, then by their words. */
function pairsOf(events: readonly SignalEvent[]): readonly Pair[] {
  const rounds = events.filter(({ kind }) => kind === 'funding_round');
  const allotments = events.filter(({ kind }) => kind === SIGNAL_RULES.sharesAllotted.kind);
  return rounds
    .flatMap((round) => allotments.map((allotment) => ({ round, allotment, daysApart: apart(round, allotment) })))
    .filter(({ daysApart }) => daysApart <= MAX_APART_DAYS)
    .sort((a, b) => a.daysApart - b.daysApart || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function apart(round: SignalEvent, allotment: SignalEvent): number {
  if (round.dedupeKey === allotment.dedupeKey) return -1;
  return Math.abs(daysBetween(round.occurredOn, allotment.occurredOn));
}

function keyOf({ round, allotment }: Pair): string {
  return [round.occurredOn, round.dedupeKey, allotment.occurredOn, allotment.dedupeKey].join('\n');
}

/** At least as strong and as certain as the filed document alone. */
function joinPair(round: SignalEvent, allotment: SignalEvent): SignalEvent {
  const isRoundStronger = round.strength === 'very_strong' || round.strength === allotment.strength;
  return {
    ...signalEventOf(SIGNAL_RULES.sharesAllotted, {
      text: `${round.text}; shares allotted on ${dayInWords(allotment.occurredOn)}`,
      occurredOn: allotment.occurredOn,
      dedupeKey: allotment.dedupeKey,
      evidence: [...round.evidence, ...allotment.evidence],
    }),
    kind: round.kind,
    strength: isRoundStronger ? round.strength : allotment.strength,
    confidence: Math.max(round.confidence, allotment.confidence),
  };
}
