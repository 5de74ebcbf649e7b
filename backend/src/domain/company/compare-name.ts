import { distance } from 'fastest-levenshtein';
import { normaliseCompanyName } from './normalise-company-name.ts';
import type { RegisterCompany } from './register-company.ts';

/** How a record's name relates to a register company. */
export type NameRelation = 'equal' | 'previous' | 'close' | 'alike' | 'contained' | 'different' | 'unknown';

/** Share of equal letters from which names differ by a slip (`close`), or could be meant (`alike`). */
const CLOSE_SIMILARITY = 0.85;
const ALIKE_SIMILARITY = 0.7;

/** Compares a name from a record with present and previous names of a register company. */
export function compareName(name: string | undefined, row: RegisterCompany): NameRelation {
  if (name === undefined) return 'unknown';
  const key = normaliseCompanyName(name);
  const rowKey = normaliseCompanyName(row.name);
  if (key === rowKey) return 'equal';
  if (row.previousNames?.some((previous) => normaliseCompanyName(previous.name) === key)) return 'previous';
  const similarity = similarityOf(key, rowKey);
  if (similarity >= CLOSE_SIMILARITY) return 'close';
  if (similarity >= ALIKE_SIMILARITY) return 'alike';
  return isContained(key, rowKey) || isContained(rowKey, key) ? 'contained' : 'different';
}

/** 1 for equal texts, 0 for texts without a common letter; word breaks do not count. */
function similarityOf(a: string, b: string): number {
  const [left, right] = [a.replaceAll(' ', ''), b.replaceAll(' ', '')];
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 0 : 1 - distance(left, right) / longest;
}

/** All words of the one stand in the other, as in ACME and ACME GROUP. */
function isContained(part: string, whole: string): boolean {
  const words = new Set(whole.split(' '));
  return part.split(' ').every((word) => words.has(word));
}
