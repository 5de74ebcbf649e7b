import { accountsCategoryPoints } from '../company/accounts-category.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { addDays, dayInWords, fullMonthsBetween, fullYearsBetween } from '../days.ts';
import type { Signal } from '../signals/signal.ts';
import type { IsoDate } from '../time.ts';
import { type FactorAnswer, partOf, type RawPart, sourceOf } from './part.ts';

const MAX_SIGNAL_POINTS = 30;

/** Scores the growth part by docs/scoring.md; `signals` are those alive on `asOf`. */
export function scoreGrowth(facts: CompanyFacts, signals: readonly Signal[], asOf: IsoDate): RawPart {
  return partOf([
    { name: 'age', label: 'Age', maxPoints: 10, answer: age(facts.incorporatedOn, asOf) },
    { name: 'signals', label: 'Live signals', maxPoints: MAX_SIGNAL_POINTS, answer: liveSignalsFactor(facts, signals) },
    { name: 'category_step', label: 'Step of accounts category', maxPoints: 15, answer: categoryStep(facts) },
    { name: 'capital', label: 'Shares allotted', maxPoints: 15, answer: capital(facts.lastAllotmentOn, asOf) },
    { name: 'directors', label: 'Directors', maxPoints: 10, answer: directors(facts.directorsNetChange12Months) },
    { name: 'hiring', label: 'Hiring', maxPoints: 20, answer: hiring(facts.openPosts) },
  ]);
}

function age(fact: Known<IsoDate> | undefined, asOf: IsoDate): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const years = fullYearsBetween(fact.value, asOf);
  const value = years < 1 ? 'under a year' : years === 1 ? '1 year' : `${years} years`;
  const reason = `Incorporated on ${dayInWords(fact.value)}`;
  return { value, points: agePoints(years), reason, ...sourceOf(fact) };
}

function agePoints(years: number): number {
  if (years < 1) return 6;
  if (years < 3) return 10;
  if (years < 5) return 9;
  if (years < 10) return 7;
  return years < 20 ? 5 : 4;
}

function liveSignalsFactor(facts: CompanyFacts, signals: readonly Signal[]): FactorAnswer | undefined {
  const watched = facts.eventsWatched;
  if (watched === undefined) return undefined;
  const positive = signals.filter(({ polarity }) => polarity === 'positive');
  const weight = positive.reduce((sum, signal) => sum + signal.weight, 0);
  const reason = positive.length === 0 ? 'No live positive signal' : `Live positive signals: ${positive.length}`;
  const cited = [...new Set(positive.flatMap(({ evidence }) => evidence))];
  return {
    value: String(positive.length),
    points: MAX_SIGNAL_POINTS * (1 - Math.exp(-weight)),
    reason,
    evidence: cited.length > 0 ? cited : watched.evidence,
    observedAt: watched.observedOn,
  };
}

function categoryStep({ accountsCategory, accountsCategoryBefore }: CompanyFacts): FactorAnswer | undefined {
  if (accountsCategory === undefined || accountsCategoryBefore === undefined) return undefined;
  const rank = accountsCategoryPoints(accountsCategory.value);
  const rankBefore = accountsCategoryPoints(accountsCategoryBefore.value);
  if (rank === undefined || rankBefore === undefined) return undefined;
  const points = rank > rankBefore ? 15 : rank === rankBefore ? 7 : 0;
  const direction = rank > rankBefore ? 'up' : rank === rankBefore ? 'the same' : 'down';
  const reason = `Accounts category ${accountsCategoryBefore.value}, then ${accountsCategory.value}`;
  const evidence = [...new Set([...accountsCategory.evidence, ...accountsCategoryBefore.evidence])];
  return { value: direction, points, reason, evidence, observedAt: accountsCategory.observedOn };
}

function capital(fact: Known<IsoDate | null> | undefined, asOf: IsoDate): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  if (fact.value === null) {
    return { value: 'none', points: 0, reason: 'No shares allotted in the filing history', ...sourceOf(fact) };
  }
  // The day of its second anniversary is still within 24 months.
  const isRecent = fullMonthsBetween(addDays(fact.value, 1), asOf) < 24;
  const reason = `Shares last allotted on ${dayInWords(fact.value)}`;
  return { value: dayInWords(fact.value), points: isRecent ? 15 : 0, reason, ...sourceOf(fact) };
}

function directors(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const points = fact.value >= 2 ? 10 : fact.value === 1 ? 7 : fact.value === 0 ? 4 : 0;
  const value = fact.value > 0 ? `+${fact.value}` : String(fact.value);
  return { value, points, reason: `Directors in 12 months: ${value}`, ...sourceOf(fact) };
}

function hiring(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const points = fact.value >= 10 ? 20 : fact.value >= 3 ? 14 : fact.value >= 1 ? 8 : 2;
  return { value: String(fact.value), points, reason: `Open posts on the website: ${fact.value}`, ...sourceOf(fact) };
}
