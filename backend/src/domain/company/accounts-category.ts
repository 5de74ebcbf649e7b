/** Points of each accounts category in the financial part; also the rank by which one is larger than another (docs/scoring.md). */
const CATEGORY_POINTS: Readonly<Record<string, number>> = {
  GROUP: 20,
  FULL: 20,
  MEDIUM: 16,
  'AUDIT EXEMPTION SUBSIDIARY': 14,
  'FILING EXEMPTION SUBSIDIARY': 14,
  SMALL: 11,
  'TOTAL EXEMPTION FULL': 11,
  'TOTAL EXEMPTION SMALL': 11,
  'UNAUDITED ABRIDGED': 11,
  'AUDITED ABRIDGED': 11,
  'PARTIAL EXEMPTION': 11,
  'MICRO ENTITY': 6,
  INITIAL: 5,
  DORMANT: 0,
};

/** Smallest and largest number of employees that usually go with a category (Companies Act 2006 thresholds). */
const CATEGORY_EMPLOYEES: Readonly<Record<string, readonly [number, number]>> = {
  GROUP: [51, Number.POSITIVE_INFINITY],
  FULL: [51, Number.POSITIVE_INFINITY],
  MEDIUM: [51, 250],
  SMALL: [0, 50],
  'TOTAL EXEMPTION FULL': [0, 50],
  'TOTAL EXEMPTION SMALL': [0, 50],
  'UNAUDITED ABRIDGED': [0, 50],
  'AUDITED ABRIDGED': [0, 50],
  'PARTIAL EXEMPTION': [0, 50],
  'MICRO ENTITY': [0, 10],
};

/** A size in the words people use. */
export type CompanySize = 'micro' | 'small' | 'medium' | 'large';

const SIZE_OF_POINTS: Readonly<Record<number, CompanySize>> = { 20: 'large', 16: 'medium', 11: 'small', 6: 'micro' };

/** A category in the bulk file's spelling, whatever the source wrote (`micro-entity`, `Micro Entity`). */
export function normaliseAccountsCategory(category: string): string {
  return category
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim();
}

/** Points 0–20 of a category; undefined for `NO ACCOUNTS FILED` and for categories we do not know. */
export function accountsCategoryPoints(category: string): number | undefined {
  return CATEGORY_POINTS[normaliseAccountsCategory(category)];
}

/** Tells whether the register says that no accounts were ever filed. */
export function isNoAccountsFiled(category: string): boolean {
  return normaliseAccountsCategory(category) === 'NO ACCOUNTS FILED';
}

/** The size that a category stands for; undefined where it stands for none (subsidiary exemptions, dormant, unknown). */
export function sizeOfAccountsCategory(category: string): CompanySize | undefined {
  return SIZE_OF_POINTS[accountsCategoryPoints(category) ?? -1];
}

/** Range of employees that goes with a category; undefined where it says nothing about them. */
export function employeesOfAccountsCategory(category: string): readonly [number, number] | undefined {
  return CATEGORY_EMPLOYEES[normaliseAccountsCategory(category)];
}
