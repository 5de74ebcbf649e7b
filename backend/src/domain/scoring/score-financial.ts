import { accountsCategoryPoints, isNoAccountsFiled } from '../company/accounts-category.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { dayInWords, daysBetween, fullMonthsBetween } from '../days.ts';
import type { IsoDate } from '../time.ts';
import { type FactorAnswer, type PossibleFactor, partOf, type RawPart, sourceOf } from './part.ts';

/** Beyond this age of the evidence, a due date that has passed since may have been met unseen. */
const MAX_EVIDENCE_AGE_DAYS = 45;

/** A company has so long to file its first accounts (Companies Act 2006 s. 442). */
const FIRST_ACCOUNTS_MONTHS = 21;

/** Made once: a formatter is slow to make. */
const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 });

/** Scores the financial part by docs/scoring.md; it can be read from the register alone in part. */
export function scoreFinancial(facts: CompanyFacts, asOf: IsoDate): RawPart {
  const factor = (
    name: string,
    label: string,
    maxPoints: number,
    answer: FactorAnswer | undefined,
  ): PossibleFactor => ({
    name,
    label,
    maxPoints,
    answer,
  });
  return partOf([
    factor('accounts_filing', 'Accounts filed on time', 20, accountsFiling(facts, asOf)),
    factor('accounts_category', 'Kind of accounts', 20, accountsCategory(facts)),
    factor('net_assets', 'Net assets', 20, amount(facts.netAssetsGbp, netAssetsPoints, 'Net assets')),
    factor('turnover', 'Turnover', 15, amount(facts.turnoverGbp, turnoverPoints, 'Turnover')),
    factor('charges', 'Outstanding charges', 10, charges(facts.chargesOutstanding)),
    factor('insolvency_history', 'Insolvency history', 10, insolvency(facts.insolvencyCases)),
    factor('confirmation_statement', 'Confirmation statement', 5, confirmation(facts, asOf)),
  ]);
}

function accountsFiling(facts: CompanyFacts, asOf: IsoDate): FactorAnswer | undefined {
  const due = facts.accountsNextDueOn;
  if (due === undefined || hasYetToFileFirstAccounts(facts) || isOutdated(due, asOf)) return undefined;
  const overdueDays = daysBetween(due.value, due.observedOn);
  const points = overdueDays <= 0 ? 20 : overdueDays <= 90 ? 8 : 0;
  const value = overdueDays <= 0 ? `due ${dayInWords(due.value)}` : `overdue since ${dayInWords(due.value)}`;
  const reason = overdueDays <= 0 ? 'Next accounts are not overdue' : `Accounts were ${overdueDays} days overdue`;
  return { value, points, reason, ...sourceOf(due) };
}

function accountsCategory(facts: CompanyFacts): FactorAnswer | undefined {
  const category = facts.accountsCategory;
  if (category === undefined || hasYetToFileFirstAccounts(facts)) return undefined;
  const points = isNoAccountsFiled(category.value) ? 0 : accountsCategoryPoints(category.value);
  if (points === undefined) return undefined;
  return { value: category.value, points, reason: `Accounts category ${category.value}`, ...sourceOf(category) };
}

/** Without a date of incorporation a company that filed none may be young, so that nothing can be said. */
function hasYetToFileFirstAccounts({ accountsCategory: category, incorporatedOn }: CompanyFacts): boolean {
  if (category === undefined || !isNoAccountsFiled(category.value)) return false;
  return (
    incorporatedOn === undefined || fullMonthsBetween(incorporatedOn.value, category.observedOn) < FIRST_ACCOUNTS_MONTHS
  );
}

function confirmation(facts: CompanyFacts, asOf: IsoDate): FactorAnswer | undefined {
  const due = facts.confirmationStatementNextDueOn;
  if (due === undefined || isOutdated(due, asOf)) return undefined;
  const isOverdue = daysBetween(due.value, due.observedOn) > 0;
  const value = isOverdue ? `overdue since ${dayInWords(due.value)}` : `due ${dayInWords(due.value)}`;
  const reason = isOverdue ? 'Confirmation statement is overdue' : 'Confirmation statement is not overdue';
  return { value, points: isOverdue ? 0 : 5, reason, ...sourceOf(due) };
}

/** Old evidence, and the due date lies between it and `asOf`: whether it was met is not known. */
function isOutdated(due: Known<IsoDate>, asOf: IsoDate): boolean {
  const isOld = daysBetween(due.observedOn, asOf) > MAX_EVIDENCE_AGE_DAYS;
  return isOld && daysBetween(due.observedOn, due.value) >= 0 && daysBetween(due.value, asOf) > 0;
}

function amount(
  fact: Known<number> | undefined,
  pointsOf: (pounds: number) => number,
  label: string,
): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const value = POUNDS.format(fact.value);
  return { value, points: pointsOf(fact.value), reason: `${label} of ${value}`, ...sourceOf(fact) };
}

function netAssetsPoints(pounds: number): number {
  if (pounds > 5_000_000) return 20;
  if (pounds > 1_000_000) return 16;
  if (pounds > 250_000) return 12;
  return pounds > 0 ? 8 : 0;
}

function turnoverPoints(pounds: number): number {
  if (pounds > 50_000_000) return 15;
  if (pounds > 10_000_000) return 13;
  if (pounds > 1_000_000) return 10;
  return pounds > 250_000 ? 6 : 3;
}

function charges(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const points = fact.value === 0 ? 10 : fact.value <= 2 ? 6 : 3;
  const value = fact.value === 0 ? 'none' : String(fact.value);
  return { value, points, reason: `Outstanding charges: ${value}`, ...sourceOf(fact) };
}

function insolvency(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const value = fact.value === 0 ? 'none' : String(fact.value);
  return { value, points: fact.value === 0 ? 10 : 0, reason: `Insolvency cases: ${value}`, ...sourceOf(fact) };
}
