import { describe, expect, it } from 'vitest';
import { scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { AS_OF, goldenInput, known, MET_ICP, signalEvent } from '../builders.ts';

const ALL_ENGAGEMENT = {
  lastContactedAt: known(null),
  meetingsWithin90Days: known(0),
  lastEmailReplyAt: known(null),
  lastFormSubmittedAt: known(null),
  hasOpenDeal: known(false),
};

describe('the golden cases of docs/scoring.md', () => {
  it('1: the register alone is not enough for a total', () => {
    const score = scoreCompany(goldenInput());

    expect(score).toMatchObject({ total: null, band: null, wouldChange: [], gates: [], model: 'oppspot-score 1.0.0' });
    expect(score.coverage).toBeCloseTo(0.19, 10);
    expect(score.parts.financial).toMatchObject({ value: 84, coverage: 0.55 });
    expect(score.parts.growth).toMatchObject({ value: 70, coverage: 0.1 });
    expect(score.parts.engagement).toEqual({ value: null, coverage: 0, weight: 0, factors: [] });
    expect(score.parts.fit).toMatchObject({ value: null, coverage: 0 });
  });

  it('2: with a met profile it is 93 and warm, because coverage stays below one half', () => {
    const score = scoreCompany(goldenInput({ icp: MET_ICP }));

    expect(score).toMatchObject({ total: 93, band: 'warm', parts: { fit: { value: 100, coverage: 1 } } });
    expect(score.coverage).toBeCloseTo(0.49, 10);
  });

  it('3: name and status alone stay below the floor', () => {
    const facts = { name: known('ACME'), status: known('Active') };

    expect(scoreCompany(goldenInput({ facts }))).toMatchObject({ total: null, coverage: 0 });
  });

  it('4: in liquidation it is at most 10 whatever else is true', () => {
    const facts = { ...goldenInput().facts, status: known('Liquidation') };

    const score = scoreCompany(goldenInput({ facts, icp: MET_ICP }));

    expect(score).toMatchObject({ total: 10, band: 'cold', gates: [{ name: 'liquidation', cap: 10 }] });
  });

  it('5: one page view moves the engagement part by at most five points', () => {
    const part = (pageViews: number) =>
      scoreCompany(
        goldenInput({ engagement: { ...ALL_ENGAGEMENT, lastContactedAt: known(AS_OF), pageViews: known(pageViews) } }),
      ).parts.engagement.value ?? Number.NaN;
    const moves = [0, 1, 2, 3, 4, 5].map((views) => Math.abs(part(views + 1) - part(views)));

    expect(Math.max(...moves)).toBeLessThanOrEqual(5);
    expect(Math.max(...moves)).toBeGreaterThan(0);
  });
});

describe('known and unknown', () => {
  it('leaves engagement unknown until the record shows any, and an open deal alone shows none', () => {
    const silent = { ...ALL_ENGAGEMENT, hasOpenDeal: known(true), pageViews: known(0) };

    expect(scoreCompany(goldenInput({ engagement: silent })).parts.engagement.value).toBeNull();
    expect(
      scoreCompany(goldenInput({ engagement: { ...silent, pageViews: known(1) } })).parts.engagement,
    ).toMatchObject({ value: 7, coverage: 1 });
  });

  it('knows live signals only when a source that reports events answered', () => {
    const events = [signalEvent()];
    const watched = { ...goldenInput().facts, eventsWatched: known(true as const) };

    expect(scoreCompany(goldenInput({ events })).parts.growth.coverage).toBe(0.1);
    const growth = scoreCompany(goldenInput({ events, facts: watched })).parts.growth;
    expect(growth.coverage).toBe(0.4);
    expect(growth.factors.find(({ name }) => name === 'signals')?.points).toBeCloseTo(30 * (1 - Math.exp(-0.675)), 10);
  });

  it('is hot only when at least half is known', () => {
    const facts = { ...goldenInput().facts, insolvencyCases: known(0), netAssetsGbp: known(9_000_000) };

    const score = scoreCompany(goldenInput({ facts, icp: MET_ICP }));

    expect(score.coverage).toBeGreaterThan(0.5);
    expect(score.band).toBe('hot');
  });
});
