import type { JudgedPair } from './run-golden-set.ts';

/** What became of a pair, seen from the truth. */
export type Outcome =
  | 'accepted right'
  | 'accepted wrong'
  /** Left to a person, who sees the company meant among the candidates; or rightly so, because there is none or nobody could tell. */
  | 'rep, company shown'
  | 'rep, company not shown'
  | 'nothing found, wrong'
  | 'nothing found, right';

/** How one group of pairs went. */
export interface Tally {
  readonly pairs: number;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
}

/** Confidence of the best candidate against how often it was the company meant. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** Mean confidence, 0–1. */
  readonly stated: number;
  /** Share in which the best candidate was the company meant, 0–1. */
  readonly right: number;
}

/** Judges what was decided about a pair. */
export function outcomeOf({ truth, decision }: JudgedPair): Outcome {
  if (decision.kind === 'accepted') {
    const isRight = truth.kind === 'company' && decision.row.companyNumber === truth.companyNumber;
    return isRight ? 'accepted right' : 'accepted wrong';
  }
  if (decision.kind === 'no_match') return truth.kind === 'none' ? 'nothing found, right' : 'nothing found, wrong';
  if (truth.kind !== 'company') return 'rep, company shown';
  const isShown = decision.candidates.some(({ companyNumber }) => companyNumber === truth.companyNumber);
  return isShown ? 'rep, company shown' : 'rep, company not shown';
}

/** Counts the outcomes. */
export function tallyOf(judged: readonly JudgedPair[]): Tally {
  const byOutcome: Record<Outcome, number> = {
    'accepted right': 0,
    'accepted wrong': 0,
    'rep, company shown': 0,
    'rep, company not shown': 0,
    'nothing found, wrong': 0,
    'nothing found, right': 0,
  };
  for (const pair of judged) byOutcome[outcomeOf(pair)] += 1;
  return { pairs: judged.length, byOutcome };
}

/**
 * The 95 % interval of a share (Wilson 1927).
 *
 * @returns lower and upper bound, 0–1; [0, 1] when nothing was counted
 */
export function wilsonInterval(hits: number, total: number): readonly [number, number] {
  if (total === 0) return [0, 1];
  const z = 1.959964; // two-sided 95 %
  const share = hits / total;
  const scale = 1 + z ** 2 / total;
  const middle = (share + z ** 2 / (2 * total)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))) / scale;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Bins of the best candidate's confidence; pairs without a candidate are left out. */
export function calibrationOf(judged: readonly JudgedPair[]): readonly CalibrationBin[] {
  const edges = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 1.01];
  const found = judged.flatMap(({ truth, decision }) => {
    if (decision.kind === 'no_match') return [];
    const best = decision.candidates[0]?.companyNumber;
    return [{ confidence: decision.confidence, isRight: truth.kind === 'company' && best === truth.companyNumber }];
  });
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? 1;
    const within = found.filter(({ confidence }) => confidence >= from && confidence < to);
    if (within.length === 0) return [];
    const stated = within.reduce((sum, { confidence }) => sum + confidence, 0) / within.length;
    const right = within.filter(({ isRight }) => isRight).length / within.length;
    return [{ from, to: Math.min(to, 1), pairs: within.length, stated, right }];
  });
}
