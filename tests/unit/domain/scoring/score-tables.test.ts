import { describe, expect, it } from 'vitest';
import type { CompanyFacts, EngagementFacts } from '../../../../backend/src/domain/company/company-facts.ts';
import type { IcpCriterion } from '../../../../backend/src/domain/portal/settings.ts';
import { scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { scoreEngagement } from '../../../../backend/src/domain/scoring/score-engagement.ts';
import { scoreGrowth } from '../../../../backend/src/domain/scoring/score-growth.ts';
import { AS_OF, goldenInput, known, office } from '../builders.ts';

/** The tables of docs/scoring.md, each row at both of its ends. */
const growth = (name: string, facts: CompanyFacts) =>
  scoreGrowth(facts, [], AS_OF).factors.find((factor) => factor.name === name)?.points;
const engagement = (name: string, facts: EngagementFacts) =>
  scoreEngagement(facts, AS_OF).factors.find((factor) => factor.name === name)?.points;
const daysAgo = (days: number) =>
  `${new Date(Date.parse(AS_OF) - days * 86_400_000).toISOString().slice(0, 10)}T23:59:00Z`;

describe('growth', () => {
  it.each([
    ['2026-11-23', 6],
    ['2025-11-24', 6],
    ['2025-11-23', 10],
    ['2023-11-24', 10],
    ['2023-11-23', 9],
    ['2021-11-24', 9],
    ['2021-11-23', 7],
    ['2016-11-24', 7],
    ['2016-11-23', 5],
    ['2006-11-24', 5],
    ['2006-11-23', 4],
  ])('gives a company of %s %i points for its age', (incorporatedOn, points) => {
    expect(growth('age', { incorporatedOn: known(incorporatedOn) })).toBe(points);
  });

  it.each([
    ['2026-11-23', 15],
    ['2024-11-23', 15],
    ['2024-11-22', 0],
    [null, 0],
  ])('gives shares allotted on %s %i points', (lastAllotmentOn, points) => {
    expect(growth('capital', { lastAllotmentOn: known(lastAllotmentOn) })).toBe(points);
  });

  it.each([
    [2, 10],
    [1, 7],
    [0, 4],
    [-1, 0],
  ])('gives a net change of %i directors %i points', (change, points) => {
    expect(growth('directors', { directorsNetChange12Months: known(change) })).toBe(points);
  });

  it.each([
    [10, 20],
    [9, 14],
    [3, 14],
    [2, 8],
    [1, 8],
    [0, 2],
  ])('gives %i open posts %i points', (posts, points) => {
    expect(growth('hiring', { openPosts: known(posts) })).toBe(points);
  });

  it.each([
    ['MICRO ENTITY', 'SMALL', 15],
    ['TOTAL EXEMPTION FULL', 'SMALL', 7],
    ['SMALL', 'MICRO ENTITY', 0],
    ['NO ACCOUNTS FILED', 'SMALL', undefined],
  ])('gives the step from %s to %s %s points', (before, after, points) => {
    const facts = { accountsCategory: known(after), accountsCategoryBefore: known(before) };

    expect(growth('category_step', facts)).toBe(points);
  });
});

describe('engagement', () => {
  it.each([
    [7, 30],
    [8, 22],
    [30, 22],
    [31, 12],
    [60, 12],
    [61, 6],
    [90, 6],
    [91, 0],
  ])('gives a contact of %i days ago %i points', (days, points) => {
    expect(engagement('last_contact', { lastContactedAt: known(daysAgo(days)) })).toBe(points);
  });

  it.each([
    [90, 20, 15],
    [91, 0, 6],
    [365, 0, 6],
    [366, 0, 0],
  ])('gives an answer of %i days ago %i points, and a form %i', (days, reply, form) => {
    expect(engagement('replies', { lastEmailReplyAt: known(daysAgo(days)) })).toBe(reply);
    expect(engagement('forms', { lastFormSubmittedAt: known(daysAgo(days)) })).toBe(form);
  });

  it.each([
    [0, 0, 1, 2],
    [1, 18, 4, 2],
    [2, 25, 5, 5],
  ])('gives %i meetings %i points, and %i page views %i', (meetings, forMeetings, views, forViews) => {
    const facts = { meetingsWithin90Days: known(meetings), pageViews: known(views) };

    expect(engagement('meetings', facts)).toBe(forMeetings);
    expect(engagement('visits', facts)).toBe(forViews);
  });
});

describe('one "must" of the profile', () => {
  const facts: CompanyFacts = {
    ...goldenInput().facts,
    registeredOffice: known({ ...office('LEEDS', 'LS1 4AP'), country: 'ENGLAND' }),
    websiteWords: known(['react', 'c++', 'node.js']),
  };
  const judged = (criterion: Omit<IcpCriterion, 'rule'>) => {
    const score = scoreCompany(goldenInput({ facts, icp: { criteria: [{ rule: 'must', ...criterion }] } }));
    return [score.parts.fit.value, score.gates.map(({ cap }) => cap)];
  };

  it.each<Omit<IcpCriterion, 'rule'>>([
    ...['J', '62', '620', '6201', '62012'].map((code) => ({ field: 'industry' as const, values: ['A', code] })),
    ...['LS', 'ls1', 'LS1 4AP', 'ls14ap', 'Leeds', 'England', 'UK'].map((place) => ({
      field: 'place' as const,
      values: [place],
    })),
    { field: 'age', min: 8, max: 8 },
    { field: 'size', values: ['small'] },
    { field: 'technology', values: ['React'] },
  ])('is met by %j', (criterion) => {
    expect(judged(criterion)).toEqual([100, []]);
  });

  it.each<Omit<IcpCriterion, 'rule'>>([
    { field: 'industry', values: ['A', '63', '6202'] },
    ...['L', 'LS10', 'LS1 4AQ', 'York', 'Scotland'].map((place) => ({ field: 'place' as const, values: [place] })),
    { field: 'age', min: 9 },
    { field: 'age', max: 7 },
    { field: 'size', values: ['medium'] },
    { field: 'technology', values: ['Rea'] },
  ])('is unmet by %j, which caps at 40', (criterion) => {
    expect(judged(criterion)).toEqual([0, [40]]);
  });
});
