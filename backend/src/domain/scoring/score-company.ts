import { judgeParts, type ScoreInput, weighParts } from './compute-score.ts';
import type { Score } from './score.ts';
import { wouldChangeOf } from './would-change.ts';

export { SCORE_MODEL, type ScoreInput } from './compute-score.ts';

/**
 * Scores a company by docs/scoring.md.
 *
 * Total and band are null when coverage is below the floor; a part with no known factor is null with coverage 0.
 * Equal inputs give equal scores; the day on which something was fetched is no input.
 */
export function scoreCompany(input: ScoreInput): Score {
  const judged = judgeParts(input);
  return { ...weighParts(judged, input), wouldChange: wouldChangeOf(input, judged) };
}
