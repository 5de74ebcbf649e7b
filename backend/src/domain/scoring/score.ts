import type { IsoDate } from '../time.ts';

/** The four parts of a score. */
export type ScorePartName = 'financial' | 'growth' | 'engagement' | 'fit';

/** Band of a total: see docs/scoring.md. */
export type ScoreBand = 'hot' | 'warm' | 'lukewarm' | 'cold';

/** One known factor of a part; unknown factors are left out. */
export interface ScoreFactor {
  readonly name: string;
  readonly label: string;
  /** The fact as a person would say it. */
  readonly value: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly reason: string;
  readonly evidence: readonly string[];
  readonly observedAt: IsoDate;
}

/** One part; `value` is null and coverage 0 when none of its factors is known. */
export interface ScorePart {
  /** 0–100, rounded half up. */
  readonly value: number | null;
  /** 0–1. */
  readonly coverage: number;
  /** Effective weight, 0–1; the four sum to 1 when anything is known. */
  readonly weight: number;
  readonly factors: readonly ScoreFactor[];
}

/** A cap on the total, with its reason. */
export interface ScoreGate {
  readonly name: string;
  readonly cap: number;
}

/** One thing that would raise the total, by exactly so many shown points. */
export interface WouldChange {
  readonly change: string;
  readonly deltaPoints: number;
}

/** A score that explains itself. */
export interface Score {
  /** 0–100; null when coverage is below the floor. */
  readonly total: number | null;
  readonly band: ScoreBand | null;
  /** 0–1, unrounded. */
  readonly coverage: number;
  readonly model: string;
  readonly parts: Readonly<Record<ScorePartName, ScorePart>>;
  readonly gates: readonly ScoreGate[];
  readonly wouldChange: readonly WouldChange[];
  /** Day for which it holds; absent in results of before 2026-11-23. */
  readonly asOf?: IsoDate;
  /** Digest of everything that it was computed from; absent in the same results. */
  readonly inputHash?: string;
}

/** The five deal stages of SmartSync. */
export type DealStage = 'prospect' | 'lead' | 'contacted' | 'engaged' | 'qualified';

/** Something to do next, with the signal or score part it rests on. */
export interface NextAction {
  readonly text: string;
  readonly reason: string;
  /** Hours from now; null when there is no date to keep. */
  readonly dueInHours: number | null;
}
