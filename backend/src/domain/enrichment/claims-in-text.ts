/** What a text claims that can be looked up: numbers, dates, links and names. */
export interface Claims {
  /** Values of numbers as text, e.g. `5000000` for `£5m`; tokens that mix letters and digits in upper case. */
  readonly numbers: readonly string[];
  /** `2018-05-01`, or `2018-05` where the text names no day. */
  readonly dates: readonly string[];
  /** Hosts and addresses, lower case. */
  readonly links: readonly string[];
  /** Runs of capitalised words, as written. */
  readonly names: readonly string[];
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const MONTH = `(${MONTHS.map((month) => `${month}|${month.slice(0, 3)}`).join('|')}|sept)\\.?`;
const DAY_MONTH_YEAR = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH},? (\\d{4})\\b`, 'gi');
const MONTH_DAY_YEAR = new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'gi');
const MONTH_YEAR = new RegExp(`\\b${MONTH} (\\d{4})\\b`, 'gi');
const ISO_DATE = /\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?/g;
const BRITISH_DATE = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g;

const LINK =
  /\b(?:https?:\/\/|www\.)[^\s<>()"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:\/[^\s<>()"']*)?/gi;
const NUMBER =
  /[£$€]?(\p{L}*\d[\p{L}\d.,-]*)(?:\s?(%|per cent|percent|thousand|million|billion|bn|m|k)(?![\p{L}\d]))?/giu;
const MAGNITUDES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};
/** "One" is left out: it is mostly no number (`one of`). */
const NUMBER_WORDS =
  'zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );

/** Finds what a text claims. Dates are taken out before numbers, so that a day is no number; links before both. */
export function claimsIn(text: string): Claims {
  const links = (text.match(LINK) ?? []).map((link) => link.toLowerCase().replace(/[.,;:!?]+$/, ''));
  const withoutLinks = text.replace(LINK, ' ');
  const { dates, rest } = takeDates(withoutLinks);
  return { numbers: numbersIn(rest), dates, links, names: namesIn(rest) };
}

function takeDates(text: string): { readonly dates: readonly string[]; readonly rest: string } {
  const dates: string[] = [];
  const take = (year: string, month: number, day?: string): string => {
    const yearMonth = `${year}-${String(month).padStart(2, '0')}`;
    dates.push(day === undefined ? yearMonth : `${yearMonth}-${day.padStart(2, '0')}`);
    return ' ';
  };
  const rest = text
    .replace(ISO_DATE, (_all, year, month, day) => take(year, Number(month), day))
    .replace(DAY_MONTH_YEAR, (_all, day, month, year) => take(year, monthOf(month), day))
    .replace(MONTH_DAY_YEAR, (_all, month, day, year) => take(year, monthOf(month), day))
    .replace(BRITISH_DATE, (_all, day, month, year) => take(year, Number(month), day))
    .replace(MONTH_YEAR, (_all, month, year) => take(year, monthOf(month)));
  return { dates, rest };
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;
}

function numbersIn(text: string): readonly string[] {
  const digits = [...text.matchAll(NUMBER)].map(([, token = '', unit = '']) => numberOf(token, unit.toLowerCase()));
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return [
    ...digits,
    ...words.flatMap((word) => (NUMBER_WORDS.includes(word) ? [String(NUMBER_WORDS.indexOf(word))] : [])),
  ];
}

/** `5m` and `5 million` are 5000000, `1,200.50` is 1200.5; a token with other letters stays a token (`SC123456`). */
function numberOf(token: string, unit: string): string {
  const plain = token.replace(/[.,-]+$/, '').toUpperCase();
  const match = /^([\d,]*\.?\d+)(K|M|BN)?$/.exec(plain);
  if (!match) return plain;
  const factor = MAGNITUDES[(match[2] ?? unit).toLowerCase()] ?? 1;
  return String(Number((match[1] ?? '').replaceAll(',', '')) * factor);
}

/** Runs of words that begin with a capital; the run that opens a sentence may have its capital from its place, so it is left out. */
function namesIn(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+/)
    .flatMap((sentence) =>
      sentence
        .trim()
        .replace(/^[^\p{L}\d]*(?:\p{Lu}[\p{L}\d'’.-]*(?:\s+\p{Lu}[\p{L}\d'’.-]*)*|[\p{L}\d'’.-]+)/u, '|')
        .split(/[^\p{L}\d\s'’.-]+/u),
    )
    .flatMap((stretch) => stretch.match(/(?<![\p{L}\d])\p{Lu}[\p{L}\d'’.-]*(?:\s+\p{Lu}[\p{L}\d'’.-]*)*/gu) ?? [])
    .map((name) => name.replace(/[.'’-]+$/, ''));
}
