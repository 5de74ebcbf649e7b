import type { EnrichmentWire } from '../../hubspot-project/contract/index.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DATE = new RegExp(`(\\d{1,2}) (${MONTHS.join('|')}) (\\d{4})`, 'g');

/** Upper case, with dates as `2026-11-23`: the same words in a sentence and in a snippet are equal then. */
export function plain(text: string): string {
  return text
    .replace(DATE, (_all, day, month, year) => {
      const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
      return `${year}-${number}-${String(day).padStart(2, '0')}`;
    })
    .toUpperCase();
}

/** The dates in a text, as `2026-11-23`. */
export function datesIn(text: string): readonly string[] {
  return plain(text).match(/\d{4}-\d{2}-\d{2}/g) ?? [];
}

/** What a sentence claims that nobody can make up: its dates, numbers and names (capitals inside a sentence or clause). */
export function claimsIn(text: string): readonly string[] {
  const numbers = plain(text).match(/\d[\d-]*/g) ?? [];
  const names = text.match(/(?<=[a-z(,] )\p{Lu}[\p{L}\d'’-]*/gu) ?? [];
  return [...numbers, ...names.filter((name) => !MONTHS.includes(name)).map(plain)];
}

/** The snippets behind the ids, as one plain text; undefined when an id leads nowhere or there is none. */
export function snippetsOf(run: EnrichmentWire, ids: readonly string[]): string | undefined {
  const cited = ids.map((id) => run.evidence.find((evidence) => evidence.id === id));
  if (cited.length === 0 || cited.includes(undefined)) return undefined;
  return plain(cited.map((evidence) => evidence?.snippet).join(' ; '));
}
