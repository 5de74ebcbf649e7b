import type { Evidence } from '../evidence/evidence.ts';
import { problemsOfSentence, sentencesIn } from './check-sentence.ts';
import type { ModelSentence } from './model-draft.ts';

/** Whether the model's text may be shown. */
export type CheckedSummary =
  | { readonly kind: 'accepted'; readonly text: string; readonly evidence: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

const MIN_SENTENCES = 2;
const MAX_SENTENCES = 3;

/**
 * Refuses model text that says what its cited evidence does not.
 *
 * Every number, date, link and run of capitalised words of a sentence must stand in the evidence which that sentence
 * cites, or in the words of the ideal customer profile. Spelling does not count (`£5m` is 5,000,000, `1 May 2018` is
 * 2018-05-01, case and punctuation are ignored). What else is refused: `problemsOfSentence`.
 *
 * @returns all problems at once, worded for the model's second try
 */
export function checkModelSentences(
  sentences: readonly ModelSentence[],
  evidence: readonly Evidence[],
  icpWords: readonly string[],
): CheckedSummary {
  const byId = new Map(evidence.map((item) => [item.id, item]));
  const single = sentences.flatMap(({ text, evidence: ids }) =>
    sentencesIn(text).map((part) => ({ text: part, evidence: ids })),
  );
  const count = single.length;
  const problems = [
    ...(count < MIN_SENTENCES || count > MAX_SENTENCES ? [`write 2 or 3 sentences, not ${count}`] : []),
    ...single.flatMap((sentence, index) =>
      problemsOfSentence(sentence, { byId, words: icpWords, mayAddress: false }).map(
        (problem) => `sentence ${index + 1}: ${problem}`,
      ),
    ),
  ];
  if (problems.length > 0) return { kind: 'refused', problems };
  const cited = [...new Set(sentences.flatMap((sentence) => sentence.evidence))];
  const text = sentences.map((sentence) => sentence.text.trim().replace(/\s+/g, ' ')).join(' ');
  return { kind: 'accepted', text, evidence: cited };
}
