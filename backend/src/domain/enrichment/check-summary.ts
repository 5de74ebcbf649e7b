import { AppError } from '../errors.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** One sentence of the model with the ids of the evidence it cites. */
export interface ModelSentence {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Whether the model's text may be shown. */
export type CheckedSummary =
  | { readonly kind: 'accepted'; readonly text: string; readonly evidence: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Refuses model text that says what its cited evidence does not. */
export function checkModelSentences(
  sentences: readonly ModelSentence[],
  evidence: readonly Evidence[],
  icpWords: readonly string[],
): CheckedSummary {
  throw new AppError(
    'internal',
    `checking is not built yet (${sentences.length} ${evidence.length} ${icpWords.length})`,
  );
}
