import type { CompanyFacts, Known } from '../company/company-facts.ts';
import type { IcpCriterion, PortalSettings } from '../portal/settings.ts';
import { NOT_ON_WEBSITE } from './icp-criteria.ts';
import type { Score, ScoreFactor } from './score.ts';

type Profile = PortalSettings['icp'];

/**
 * Adds to stored facts what only the score itself still tells: the words of a website and the number of employees are
 * kept nowhere but in the factors that were made of them.
 *
 * @param profile the one that the score was made with; a word that it did not ask for stays unknown
 */
export function profileFactsOf(score: Score, profile: Profile, stored: CompanyFacts): CompanyFacts {
  const { factors } = score.parts.fit;
  const employees = factors.flatMap((factor) => employeesOf(factor) ?? [])[0];
  const websiteWords = wordsOf(score, profile);
  return {
    ...stored,
    ...(stored.employees === undefined && employees !== undefined ? { employees } : {}),
    ...(websiteWords === undefined ? {} : { websiteWords }),
  };
}

/** Criteria that stored facts can tell about: words that no website was searched for are known of none. */
export function judgeableCriteria(wanted: Profile, known: Profile): readonly IcpCriterion[] {
  const searched = new Set(technologiesOf(known.criteria));
  return wanted.criteria.filter((criterion) => technologiesOf([criterion]).every((value) => searched.has(value)));
}

function technologiesOf(criteria: readonly IcpCriterion[]): readonly string[] {
  return criteria.flatMap(({ field, values = [] }) =>
    field === 'technology' ? values.map((value) => value.toLowerCase()) : [],
  );
}

function employeesOf(factor: ScoreFactor): Known<number> | undefined {
  const [, count] = /^(\d+) employees$/.exec(factor.value) ?? [];
  return count === undefined ? undefined : knownFrom(factor, Number(count));
}

/** undefined: no website was read. */
function wordsOf({ parts, gates }: Score, { criteria }: Profile): Known<readonly string[]> | undefined {
  const factors = parts.fit.factors.filter(({ name }) => /^(must|should)_technology/.test(name));
  const unwanted = gates.some(({ name }) => name === 'icp_must_not_technology')
    ? technologiesOf(criteria.filter(({ rule }) => rule === 'must_not'))
    : [];
  const [first] = factors;
  if (first === undefined && unwanted.length === 0) return undefined;
  const found = factors.flatMap(({ value }) => (value === NOT_ON_WEBSITE ? [] : value.toLowerCase().split(', ')));
  const words = [...found, ...unwanted].flatMap((text) => text.split(/\s+/));
  return first ? knownFrom(first, words) : { value: words, observedOn: '', evidence: [] };
}

function knownFrom<T>({ observedAt, evidence }: ScoreFactor, value: T): Known<T> {
  return { value, observedOn: observedAt, evidence };
}
