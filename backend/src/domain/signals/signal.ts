import type { IsoDate } from '../time.ts';

/** How much a signal says, before confidence and age: 1.0, 0.75, 0.5, 0.25. */
export type SignalStrength = 'very_strong' | 'strong' | 'moderate' | 'weak';

/** Only positive signals feed growth and the deal stage; all are shown. */
export type SignalPolarity = 'positive' | 'neutral' | 'negative';

/** A dated event that a source reports, before it is weighed on a given day. */
export interface SignalEvent {
  /** Kind of `scoring.md`, e.g. `executive_change`. */
  readonly kind: string;
  readonly text: string;
  readonly strength: SignalStrength;
  /** 0–1. */
  readonly confidence: number;
  readonly polarity: SignalPolarity;
  /** Day of the event by the source's own date, or the snapshot's day ("seen by"). */
  readonly occurredOn: IsoDate;
  /** Weight kept per 30 days, 0–1. */
  readonly decayPer30Days: number;
  /** Same document or event, same key: counted once. */
  readonly dedupeKey: string;
  readonly evidence: readonly string[];
}

/** A signal as shown: alive on the day of the run. */
export interface Signal {
  readonly kind: string;
  readonly text: string;
  readonly strength: SignalStrength;
  readonly confidence: number;
  readonly polarity: SignalPolarity;
  /** ISO day. */
  readonly occurredAt: IsoDate;
  /** strength × confidence × decay, 0.05–1. */
  readonly weight: number;
  readonly evidence: readonly string[];
}
