import { daysBetween } from '../days.ts';
import type { IsoDate } from '../time.ts';
import type { Signal, SignalEvent, SignalStrength } from './signal.ts';

/** What each strength weighs before confidence and age (docs/scoring.md). */
const STRENGTH_WEIGHT: Readonly<Record<SignalStrength, number>> = {
  very_strong: 1,
  strong: 0.75,
  moderate: 0.5,
  weak: 0.25,
};

/** Below this a signal is too old to show. */
const LIVE_WEIGHT = 0.05;

/** How many signals the HubSpot property names. */
const MAX_SIGNALS_IN_PROPERTY = 5;

/**
 * Weighs events on a day: weight = strength × confidence × decay^(days/30), over whole UTC days.
 *
 * The same document or event counts once; what is below 0.05 is left out; the largest weight comes first. The order of
 * `events` has no influence. What is dated after `asOf` has not happened and is left out.
 */
export function liveSignals(events: readonly SignalEvent[], asOf: IsoDate): readonly Signal[] {
  const byKey = new Map<string, Signal>();
  for (const event of events.filter(({ occurredOn }) => daysBetween(occurredOn, asOf) >= 0)) {
    const signal = weigh(event, asOf);
    const known = byKey.get(event.dedupeKey);
    if (known === undefined || compareSignals(signal, known) < 0) byKey.set(event.dedupeKey, signal);
  }
  return [...byKey.values()].filter(({ weight }) => weight >= LIVE_WEIGHT).sort(compareSignals);
}

/** Signals as the property `oppspot_signals` shows them: up to five, separated by `, `; commas inside become semicolons. */
export function signalsPropertyText(signals: readonly Signal[]): string {
  const texts = signals.slice(0, MAX_SIGNALS_IN_PROPERTY).map(({ text }) => text.replaceAll(',', ';'));
  return texts.join(', ');
}

function weigh(event: SignalEvent, asOf: IsoDate): Signal {
  const days = daysBetween(event.occurredOn, asOf);
  const weight = STRENGTH_WEIGHT[event.strength] * event.confidence * event.decayPer30Days ** (days / 30);
  const { kind, text, strength, confidence, polarity, evidence } = event;
  return { kind, text, strength, confidence, polarity, occurredAt: event.occurredOn, weight, evidence };
}

/** Largest weight, then newest, then by words and all else that may differ, so that equal weights have one order. */
function compareSignals(a: Signal, b: Signal): number {
  return b.weight - a.weight || compareText(b.occurredAt, a.occurredAt) || compareText(sortText(a), sortText(b));
}

function sortText({ kind, text, evidence, polarity, strength, confidence }: Signal): string {
  return [kind, text, evidence.join(' '), polarity, strength, confidence].join('\n');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
