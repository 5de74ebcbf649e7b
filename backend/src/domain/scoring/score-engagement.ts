import type { EngagementFacts, Known } from '../company/company-facts.ts';
import { dayInWords, dayOf, daysBetween } from '../days.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import { type FactorAnswer, type PossibleFactor, partOf, type RawPart, sourceOf } from './part.ts';

/** Scores the engagement part by docs/scoring.md; wholly unknown until the record shows any engagement ever. */
export function scoreEngagement(facts: EngagementFacts, asOf: IsoDate): RawPart {
  const isKnown = hasEngagedEver(facts);
  const factor = (
    name: string,
    label: string,
    maxPoints: number,
    answer: FactorAnswer | undefined,
  ): PossibleFactor => ({
    name,
    label,
    maxPoints,
    answer: isKnown ? answer : undefined,
  });
  return partOf([
    factor('last_contact', 'Last contact', 30, dated(facts.lastContactedAt, asOf, contactPoints, 'contact')),
    factor('meetings', 'Meetings', 25, meetings(facts.meetingsWithin90Days)),
    factor('replies', 'E-mail replies', 20, dated(facts.lastEmailReplyAt, asOf, replyPoints, 'e-mail reply')),
    factor('forms', 'Forms submitted', 15, dated(facts.lastFormSubmittedAt, asOf, formPoints, 'form submitted')),
    factor('open_deal', 'Open deal', 5, openDeal(facts.hasOpenDeal)),
    factor('visits', 'Website visits', 5, visits(facts.pageViews)),
  ]);
}

/** An open deal is no engagement: our own automation may have made it. */
function hasEngagedEver(facts: EngagementFacts): boolean {
  const dates = [facts.lastContactedAt, facts.lastEmailReplyAt, facts.lastFormSubmittedAt];
  const counts = [facts.meetingsWithin90Days, facts.pageViews];
  return (
    facts.engagedEver !== undefined ||
    dates.some((fact) => fact !== undefined && fact.value !== null) ||
    counts.some((fact) => fact !== undefined && fact.value > 0)
  );
}

function dated(
  fact: Known<IsoDateTime | null> | undefined,
  asOf: IsoDate,
  pointsOf: (daysAgo: number) => number,
  what: string,
): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  if (fact.value === null) return { value: 'never', points: 0, reason: `No ${what} yet`, ...sourceOf(fact) };
  const value = dayInWords(dayOf(fact.value));
  const points = pointsOf(daysBetween(fact.value, asOf));
  return { value, points, reason: `Last ${what} on ${value}`, ...sourceOf(fact) };
}

function contactPoints(daysAgo: number): number {
  if (daysAgo <= 7) return 30;
  if (daysAgo <= 30) return 22;
  if (daysAgo <= 60) return 12;
  return daysAgo <= 90 ? 6 : 0;
}

function replyPoints(daysAgo: number): number {
  return daysAgo <= 90 ? 20 : 0;
}

function formPoints(daysAgo: number): number {
  return daysAgo <= 90 ? 15 : daysAgo <= 365 ? 6 : 0;
}

function meetings(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const points = fact.value >= 2 ? 25 : fact.value === 1 ? 18 : 0;
  return { value: String(fact.value), points, reason: `Meetings within 90 days: ${fact.value}`, ...sourceOf(fact) };
}

function openDeal(fact: Known<boolean> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const value = fact.value ? 'yes' : 'no';
  return { value, points: fact.value ? 5 : 0, reason: `Open deal: ${value}`, ...sourceOf(fact) };
}

function visits(fact: Known<number> | undefined): FactorAnswer | undefined {
  if (fact === undefined) return undefined;
  const points = fact.value >= 5 ? 5 : fact.value >= 1 ? 2 : 0;
  return { value: String(fact.value), points, reason: `Page views: ${fact.value}`, ...sourceOf(fact) };
}
