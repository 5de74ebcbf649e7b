import type { Evidence } from '../evidence/evidence.ts';
import { type Claims, claimsIn } from './claims-in-text.ts';
import type { ModelSentence } from './model-draft.ts';
import { isFreeText } from './screen-evidence.ts';
import { isMostlyFrom, judgementsBeyond, plainWords, wordsOf } from './words-in-text.ts';

/** What a sentence may rest on. */
export interface SentenceSupport {
  readonly byId: ReadonlyMap<string, Evidence>;
  /** Words that need no evidence: those of the ideal customer profile, and of the action that is worded. */
  readonly words: readonly string[];
  /** Whether it may speak to somebody: a talking point does, a summary does not. */
  readonly mayAddress: boolean;
}

const MAX_LENGTH = 400;

/** A full stop after these ends no sentence. */
const ABBREVIATIONS = /\b(?:Ltd|Co|Inc|Plc|St|No|Mr|Mrs|Ms|Dr|e\.g|i\.e|approx)\.$/i;

/** What plain text has not: characters nobody sees, other alphabets, markup, the beginning of a formula. */
const UNPLAIN: readonly { readonly sign: RegExp; readonly problem: string }[] = [
  { sign: /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u, problem: 'it has hidden characters' },
  { sign: /(?!\p{Script=Latin})\p{L}/u, problem: 'it has letters of another alphabet' },
  { sign: /[<>{}[\]|`*_\\~^]|(?<!\p{L})#/u, problem: 'it has markup' },
  { sign: /^\s*[=+@-]/, problem: 'it begins like a formula' },
];

const ADDRESSES = /\b(?:you|your|yours|yourself|please|should|must)\b/i;

/**
 * Says what is wrong with one sentence of a model; nothing when it may be shown.
 *
 * Beside numbers, dates, links and names without evidence (a link: other than the pages cited) it refuses what an injected text would demand in plain words:
 * markup and hidden characters, judgements and calls to act that the evidence does not make, words to the reader where
 * none belong, and a text most of whose words no source used. A true sentence may be among them; the template stands in.
 */
export function problemsOfSentence(sentence: ModelSentence, support: SentenceSupport): readonly string[] {
  const text = sentence.text.trim();
  if (text === '') return ['it is empty'];
  const unknown = sentence.evidence.filter((id) => !support.byId.has(id));
  if (sentence.evidence.length === 0) return ['it cites no evidence'];
  if (unknown.length > 0) return [`it cites evidence that does not exist: ${unknown.join(', ')}`];
  const cited = sentence.evidence.flatMap((id) => support.byId.get(id) ?? []);
  const registers = cited.filter((item) => !isFreeText(item));
  const ground: Ground = {
    source: textOf(cited, support.words),
    names: [...registers.map(({ title }) => title), ...support.words].join(' ; '),
    addresses: cited.flatMap(({ url }) => url ?? []).join(' '),
  };
  return [...shapeOf(text), ...manner(text, ground, support.mayAddress), ...unsupported(claimsIn(text), ground)];
}

/** What is cited: all of it, the names that registers give, and where it was found. */
interface Ground {
  readonly source: string;
  readonly names: string;
  readonly addresses: string;
}

function textOf(evidence: readonly Evidence[], words: readonly string[]): string {
  return [...evidence.flatMap(({ title, snippet, url }) => [title, snippet, url ?? '']), ...words].join(' ; ');
}

function shapeOf(text: string): readonly string[] {
  if (wordsOf(text).length < 2) return ['it is no sentence'];
  return text.length > MAX_LENGTH ? [`it is longer than ${MAX_LENGTH} characters`] : [];
}

/** A model may put two sentences into one entry: each of them is judged by the evidence of that entry. */
export function sentencesIn(text: string): readonly string[] {
  const sentences: string[] = [];
  for (const part of text.trim().split(/(?<=[.!?])\s+(?=\p{Lu})|\n+/u)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATIONS.test(last)) sentences[sentences.length - 1] = `${last} ${part}`;
    else sentences.push(part);
  }
  return sentences;
}

function manner(text: string, { source, names }: Ground, mayAddress: boolean): readonly string[] {
  return [
    ...UNPLAIN.flatMap(({ sign, problem }) => (sign.test(text) ? [problem] : [])),
    ...judgementsBeyond(text, names).map((word) => `the word "${word}" judges`),
    ...(!mayAddress && ADDRESSES.test(text) ? ['it speaks to the reader'] : []),
    ...(isMostlyFrom(text, source) ? [] : ['most of its words are not in the cited evidence']),
  ];
}

function unsupported(claims: Claims, { source, names, addresses }: Ground): readonly string[] {
  const known = claimsIn(source);
  const { links } = claimsIn(`${names} ; ${addresses}`);
  const numbers = new Set([...known.numbers, ...known.dates.map((date) => date.slice(0, 4))]);
  const text = ` ${plainWords(source)} `;
  return [
    ...claims.numbers.filter((number) => !numbers.has(number)).map((number) => `the number ${number}`),
    ...claims.dates
      .filter((date) => !known.dates.some((day) => day.startsWith(date)))
      .map((date) => `the date ${date}`),
    ...claims.links.filter((link) => !links.some((other) => other.includes(link))).map((link) => `the link ${link}`),
    ...claims.names.filter((name) => !text.includes(` ${plainWords(name)} `)).map((name) => `the name ${name}`),
  ].map((claim) => `${claim} is not in the cited evidence`);
}
