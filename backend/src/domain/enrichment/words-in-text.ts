/** Words that carry grammar and no fact. */
const GRAMMAR = words(
  'the and for with from into onto over under about above after before between during since until this that these those',
  'its their his her our your you they them who whom which what when where while has have had having was were are been being',
  'will would can could may might not nor but than then there here also both each any all some other more most such only',
  'very just out off per via well within without upon does did done doing how why because if it is as at by in of on or to an be so we us',
);

/** What every company is and every source says: such words claim nothing that could be wrong. */
const NEUTRAL = words(
  'company business firm organisation active based registered register registration office address number companies house',
  'incorporated founded established private public limited liability partnership plc ltd llp trading trades trade',
  'provides offers make makes making made builds sells works operates runs serves supplies develops services products activity activities',
  'sector industry accounts category filed files filing records according evidence says states shows describes described',
  'website site team people employees staff years year month recently latest last current currently new has status known fits',
  'customers clients market markets group subsidiary director directors officer shares capital charge location located',
);

/**
 * Judgements and calls to act. Each is refused unless it is part of a name: what a company says of itself is no
 * ground to repeat it as a fact, and a register that has such a word means another thing (charges `outstanding`).
 */
const JUDGEMENTS = words(
  'best better leading leader leaders excellent outstanding perfect superb amazing unbeatable world-class top premier ideal',
  'guaranteed guarantee trusted reliable profitable promising impressive strong strongest healthy qualified hot urgent',
  'urgently immediately asap bankrupt insolvent insolvency fraud fraudulent scam illegal criminal worthless risky unsafe',
  'buy purchase discount free cheapest click visit download subscribe pay transfer wire approve approved wins winner award',
  'score scores scored scoring points rating rated ranked instruction instructions ignore disregard override prompt jailbreak',
  'password confidential secret hacked pwned unlimited bonus crypto bitcoin recommend recommended recommends',
);

/** From this many words that mean something, most of them must be the evidence's or neutral. */
const MIN_WORDS = 2;
const MORE_THAN = 0.5;

/** Judgements of a text that a source does not make. */
export function judgementsBeyond(text: string, source: string): readonly string[] {
  const known = new Set(wordsOf(source));
  return [...new Set(wordsOf(text).filter((word) => JUDGEMENTS.has(word) && !known.has(word)))];
}

/**
 * Tells whether a text mostly says what its source says: more than half of its meaningful words are the source's, in
 * any form, or neutral. A text of one such word is left to the other checks.
 */
export function isMostlyFrom(text: string, source: string): boolean {
  const meaningful = meaningfulWords(text);
  if (meaningful.length < MIN_WORDS) return true;
  const stems = new Set(wordsOf(source).map(stemOf));
  const supported = meaningful.filter((word) => stems.has(stemOf(word)) || NEUTRAL.has(word));
  return supported.length > meaningful.length * MORE_THAN;
}

/** The share of a text's meaningful words that another text keeps, in any form and order; 1 when it has none. */
export function shareKept(text: string, other: string): number {
  const meaningful = meaningfulWords(text);
  if (meaningful.length === 0) return 1;
  const stems = new Set(wordsOf(other).map(stemOf));
  return meaningful.filter((word) => stems.has(stemOf(word))).length / meaningful.length;
}

/** The words of a text in lower case without accents and possessive endings. */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s\b/g, '');
  return (
    plain.match(/\p{L}[\p{L}-]*/gu)?.flatMap((word) => [word, ...(word.includes('-') ? word.split('-') : [])]) ?? []
  );
}

/** Lower case words with single spaces, without possessive endings: how names are compared. */
export function plainWords(text: string): string {
  return withoutAccents(text)
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

/** Function words of English in a text, as a share of its words, 0–1. */
export function englishShare(text: string): number {
  const all = wordsOf(text);
  return all.length === 0 ? 0 : all.filter((word) => GRAMMAR.has(word) || word === 'a').length / all.length;
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s\b/g, '');
}

function meaningfulWords(text: string): readonly string[] {
  return wordsOf(text).filter((word) => word.length > 2 && !GRAMMAR.has(word));
}

/** Forms of one word mostly share their first five letters; shorter words are their own. */
function stemOf(word: string): string {
  return word.length > 5 ? word.slice(0, 5) : word.replace(/s$/, '');
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
