import type { DomainStatement } from './domain-statement.ts';

/** Who can tell a company by its domain. */
export type DomainTeller = 'website' | 'oppspot';

/** A company number that was stated for the record's domain. */
export interface StatedNumber {
  readonly number: string;
  readonly by: DomainTeller;
  /** Names by which the domain's owner calls itself; they speak for a record that has no name. */
  readonly names: readonly string[];
  /** Why it cannot be accepted without a person, in words; null when nothing speaks against it. */
  readonly doubt: string | null;
  /** True when it was accepted for this domain before. */
  readonly isRemembered: boolean;
}

/**
 * Turns what was told about one domain into stated numbers.
 *
 * Only one number that nobody contradicts, on a website under the domain itself, is free of doubt.
 */
export function statedNumbersOf(
  statements: readonly { readonly by: DomainTeller; readonly statement: DomainStatement }[],
): readonly StatedNumber[] {
  const all = new Set(statements.flatMap(({ statement }) => statement.companyNumbers));
  return statements.flatMap(({ by, statement: { companyNumbers, names, isOwnDomain } }) =>
    companyNumbers.map((number) => ({ number, by, names, doubt: doubtOf(all.size, isOwnDomain), isRemembered: false })),
  );
}

function doubtOf(numbers: number, isOwnDomain: boolean): string | null {
  if (numbers > 1) return 'several company numbers are stated for the domain';
  return isOwnDomain ? null : 'the domain leads to a website under another domain';
}
