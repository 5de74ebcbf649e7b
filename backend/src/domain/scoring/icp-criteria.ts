import {
  employeesOfAccountsCategory,
  normaliseAccountsCategory,
  sizeOfAccountsCategory,
} from '../company/accounts-category.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { isSicWithin } from '../company/sic-section.ts';
import { fullYearsBetween } from '../days.ts';
import type { IcpCriterion } from '../portal/settings.ts';
import type { IsoDate } from '../time.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { judgePlace } from './icp-place.ts';

/** What a factor says whose words are not on the website. */
export const NOT_ON_WEBSITE = 'not on the website';

/** Judges one criterion of the ideal customer profile (docs/scoring.md); undefined: unknown. */
export function judgeCriterion(
  criterion: IcpCriterion,
  facts: CompanyFacts,
  asOf: IsoDate,
): CriterionVerdict | undefined {
  switch (criterion.field) {
    case 'industry':
      return judgeIndustry(criterion, facts);
    case 'size':
      return judgeSize(criterion, facts);
    case 'place':
      return judgePlace(criterion.values ?? [], facts.registeredOffice);
    case 'age':
      return judgeAge(criterion, facts, asOf);
    case 'technology':
      return judgeTechnology(criterion, facts);
  }
}

function judgeIndustry({ values = [] }: IcpCriterion, { sicCodes }: CompanyFacts): CriterionVerdict | undefined {
  if (sicCodes === undefined) return undefined;
  const isMet = sicCodes.value.some(({ code }) => values.some((wanted) => isSicWithin(code, wanted)));
  return { isMet, value: sicCodes.value.map(({ code }) => code).join(', ') || 'no SIC code', fact: sicCodes };
}

/** `values` are sizes (micro, small, medium, large) or accounts categories; `min` and `max` are employees. */
function judgeSize(criterion: IcpCriterion, facts: CompanyFacts): CriterionVerdict | undefined {
  const isRange = criterion.min !== undefined || criterion.max !== undefined;
  return isRange ? judgeEmployees(criterion, facts) : judgeSizeWords(criterion.values ?? [], facts.accountsCategory);
}

function judgeSizeWords(values: readonly string[], fact: Known<string> | undefined): CriterionVerdict | undefined {
  if (fact === undefined) return undefined;
  const category = normaliseAccountsCategory(fact.value);
  const size = sizeOfAccountsCategory(category);
  const wanted = values.map(normaliseAccountsCategory);
  const isMet = wanted.includes(category) || (size !== undefined && wanted.includes(size.toUpperCase()));
  // A category that stands for no size can still be named itself; otherwise it tells nothing.
  if (!isMet && size === undefined && category !== 'DORMANT') return undefined;
  return { isMet, value: size ?? category, fact };
}

function judgeEmployees(criterion: IcpCriterion, facts: CompanyFacts): CriterionVerdict | undefined {
  const { min = 0, max = Number.POSITIVE_INFINITY } = criterion;
  const { employees, accountsCategory } = facts;
  if (employees !== undefined) {
    const isMet = employees.value >= min && employees.value <= max;
    return { isMet, value: `${employees.value} employees`, fact: employees };
  }
  const range = accountsCategory && employeesOfAccountsCategory(accountsCategory.value);
  if (accountsCategory === undefined || range === undefined) return undefined;
  const isInside = range[0] >= min && range[1] <= max;
  const isOutside = range[1] < min || range[0] > max;
  return isInside || isOutside ? { isMet: isInside, value: accountsCategory.value, fact: accountsCategory } : undefined;
}

function judgeAge(criterion: IcpCriterion, facts: CompanyFacts, asOf: IsoDate): CriterionVerdict | undefined {
  const fact = facts.incorporatedOn;
  if (fact === undefined) return undefined;
  const years = Math.max(0, fullYearsBetween(fact.value, asOf));
  const isMet = years >= (criterion.min ?? 0) && years <= (criterion.max ?? Number.POSITIVE_INFINITY);
  return { isMet, value: `${years} years`, fact };
}

function judgeTechnology({ values = [] }: IcpCriterion, facts: CompanyFacts): CriterionVerdict | undefined {
  const fact = facts.websiteWords;
  if (fact === undefined) return undefined;
  const words = new Set(fact.value);
  const found = values.filter((value) =>
    value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => words.has(word)),
  );
  return { isMet: found.length > 0, value: found.join(', ') || NOT_ON_WEBSITE, fact };
}
