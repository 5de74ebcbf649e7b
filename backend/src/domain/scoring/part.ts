import type { Known } from '../company/company-facts.ts';
import type { IsoDate } from '../time.ts';
import type { ScoreFactor, ScorePart } from './score.ts';

/** What is known about a factor. */
export interface FactorAnswer {
  readonly value: string;
  readonly points: number;
  readonly reason: string;
  readonly evidence: readonly string[];
  readonly observedAt: IsoDate;
}

/** A factor that a part can have; `answer` undefined when it is unknown. */
export interface PossibleFactor {
  readonly name: string;
  readonly label: string;
  readonly maxPoints: number;
  readonly answer: FactorAnswer | undefined;
}

/** A part before rounding and weighing. */
export interface RawPart {
  /** 0–100, unrounded; null when no factor is known. */
  readonly value: number | null;
  /** 0–1. */
  readonly coverage: number;
  readonly factors: readonly ScoreFactor[];
}

/** Sums a part: value over its known factors, coverage by their maximum points. Unknown factors are left out. */
export function partOf(possible: readonly PossibleFactor[]): RawPart {
  const factors = possible.flatMap(({ name, label, maxPoints, answer }) =>
    answer === undefined ? [] : [{ name, label, maxPoints, ...answer }],
  );
  const allMaximum = sumOf(possible.map(({ maxPoints }) => maxPoints));
  const knownMaximum = sumOf(factors.map(({ maxPoints }) => maxPoints));
  if (knownMaximum === 0) return { value: null, coverage: 0, factors: [] };
  const points = sumOf(factors.map((factor) => factor.points));
  return { value: (100 * points) / knownMaximum, coverage: knownMaximum / allMaximum, factors };
}

/** A part as it was before rounding and weighing: its factors hold all that is needed. */
export function unweighPart({ coverage, factors }: ScorePart): RawPart {
  const maximum = sumOf(factors.map(({ maxPoints }) => maxPoints));
  const value = maximum === 0 ? null : (100 * sumOf(factors.map(({ points }) => points))) / maximum;
  return { value, coverage, factors };
}

/** Evidence and day of a fact, as a factor's answer carries them. */
export function sourceOf(fact: Known<unknown>): Pick<FactorAnswer, 'evidence' | 'observedAt'> {
  return { evidence: fact.evidence, observedAt: fact.observedOn };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
