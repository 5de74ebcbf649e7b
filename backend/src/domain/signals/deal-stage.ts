import type { DealStage, Score } from '../scoring/score.ts';
import type { Signal } from './signal.ts';

/**
 * Suggests a deal stage from the total and the number of live positive signals (docs/scoring.md).
 *
 * @returns null when the total is unknown
 */
export function decideDealStage(score: Pick<Score, 'total'>, signals: readonly Signal[]): DealStage | null {
  const { total } = score;
  if (total === null) return null;
  const positive = signals.filter(({ polarity }) => polarity === 'positive').length;
  if (total >= 80 && positive >= 2) return 'qualified';
  if (total >= 70 && positive >= 1) return 'engaged';
  if (total >= 60) return 'contacted';
  return total >= 40 ? 'lead' : 'prospect';
}
