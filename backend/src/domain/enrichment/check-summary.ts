import type { Evidence } from '../evidence/evidence.ts';
import { type Claims, claimsIn } from './claims-in-text.ts';

/** One sentence of the model with the ids of the evidence it cites. */
export interface ModelSentence {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Whether the model's text may be shown. */
export type CheckedSummary =
  | { readonly kind: 'accepted'; readonly text: string; readonly evidence: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

const MIN_SENTENCES = 2;
const MAX_SENTENCES = 3;
const MAX_SENTENCE_LENGTH = 400;

/** A full stop after these ends no sentence. */
const ABBREVIATIONS = /\b(?:Ltd|Co|Inc|Plc|St|No|Mr|Mrs|Ms|Dr|e\.g|i\.e|approx)\.$/i;

/**
 * Refuses model text that says what its cited evidence does not.
 *
 * Every number, date, link and run of capitalised words of a sentence must stand in the evidence which that sentence
 * cites, or in the words of the ideal customer profile. Spelling does not count (`£5m` is 5,000,000, `1 May 2018` is
 * 2018-05-01, case and punctuation are ignored).
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
      problemsOf(sentence, byId, icpWords).map((problem) => `sentence ${index + 1}: ${problem}`),
    ),
  ];
  if (problems.length > 0) return { kind: 'refused', problems };
  const cited = [...new Set(sentences.flatMap((sentence) => sentence.evidence))];
  return { kind: 'accepted', text: sentences.map(({ text }) => text.trim()).join(' '), evidence: cited };
}

function problemsOf(
  sentence: ModelSentence,
  byId: ReadonlyMap<string, Evidence>,
  icpWords: readonly string[],
): readonly string[] {
  const text = sentence.text.trim();
  if (text === '') return ['it is empty'];
  const unknown = sentence.evidence.filter((id) => !byId.has(id));
  if (sentence.evidence.length === 0) return ['it cites no evidence'];
  if (unknown.length > 0) return [`it cites evidence that does not exist: ${unknown.join(', ')}`];
  const shape = text.length > MAX_SENTENCE_LENGTH ? [`it is longer than ${MAX_SENTENCE_LENGTH} characters`] : [];
  const cited = sentence.evidence.flatMap((id) => byId.get(id) ?? []);
  const source = [...cited.flatMap(({ title, snippet, url }) => [title, snippet, url ?? '']), ...icpWords].join(' ; ');
  return [...shape, ...unsupported(claimsIn(text), source)];
}

function unsupported(claims: Claims, source: string): readonly string[] {
  const known = claimsIn(source);
  const numbers = new Set([...known.numbers, ...known.dates.map((date) => date.slice(0, 4))]);
  const text = ` ${plain(source)} `;
  return [
    ...claims.numbers.filter((number) => !numbers.has(number)).map((number) => `the number ${number}`),
    ...claims.dates
      .filter((date) => !known.dates.some((day) => day.startsWith(date)))
      .map((date) => `the date ${date}`),
    ...claims.links
      .filter((link) => !known.links.some((other) => other.includes(link)))
      .map((link) => `the link ${link}`),
    ...claims.names.filter((name) => !text.includes(` ${plain(name)} `)).map((name) => `the name ${name}`),
  ].map((claim) => `${claim} is not in the cited evidence`);
}

/** Lower case words with single spaces, without possessive endings. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

/** A model may put two sentences into one entry: each of them is judged by the evidence of that entry. */
function sentencesIn(text: string): readonly string[] {
  const sentences: string[] = [];
  for (const part of text.trim().split(/(?<=[.!?])\s+(?=\p{Lu})|\n+/u)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATIONS.test(last)) sentences[sentences.length - 1] = `${last} ${part}`;
    else sentences.push(part);
  }
  return sentences;
}
