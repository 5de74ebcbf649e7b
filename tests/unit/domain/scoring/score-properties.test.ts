import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRegisterCompany } from '../../../../backend/src/domain/evidence/describe-register-company.ts';
import type { ScorePart } from '../../../../backend/src/domain/scoring/score.ts';
import type { ScoreInput } from '../../../../backend/src/domain/scoring/score-company.ts';
import { scoreCompany } from '../../../../backend/src/domain/scoring/score-company.ts';
import { POSSIBLE_CHANGES } from '../../../../backend/src/domain/scoring/would-change.ts';
import { goldenInput, known, MET_ICP, registerCompany, signalEvent } from '../builders.ts';

const day = fc
  .integer({ min: 0, max: 900 })
  .map((back) => new Date(Date.UTC(2026, 10, 23 - back)).toISOString().slice(0, 10));
const maybe = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((fact) => (fact === undefined ? {} : { [name]: known(fact) }));

const facts = fc
  .tuple(
    maybe('status', fc.constantFrom('Active', 'Liquidation', 'Active - Proposal to Strike off')),
    maybe('incorporatedOn', day),
    maybe('accountsCategory', fc.constantFrom('SMALL', 'FULL', 'DORMANT', 'NO ACCOUNTS FILED', 'OTHER')),
    maybe('accountsNextDueOn', day),
    maybe('confirmationStatementNextDueOn', day),
    maybe('chargesOutstanding', fc.nat(4)),
    maybe('netAssetsGbp', fc.nat(9_000_000)),
    maybe('lastAllotmentOn', fc.option(day)),
    maybe('directorsNetChange12Months', fc.integer({ min: -2, max: 3 })),
    maybe('openPosts', fc.nat(12)),
    maybe('eventsWatched', fc.constant(true)),
  )
  .map((parts) => Object.assign({}, ...parts));

const engagement = fc
  .tuple(
    maybe('lastContactedAt', fc.option(day)),
    maybe('meetingsWithin90Days', fc.nat(3)),
    maybe('lastEmailReplyAt', fc.option(day)),
    maybe('lastFormSubmittedAt', fc.option(day)),
    maybe('pageViews', fc.nat(8)),
  )
  .map((parts) => Object.assign({}, ...parts));

const events = fc.array(
  fc
    .record({
      occurredOn: day,
      dedupeKey: fc.constantFrom('a', 'b', 'c', 'd'),
      strength: fc.constantFrom('very_strong', 'strong', 'moderate', 'weak'),
      polarity: fc.constantFrom('positive', 'neutral', 'negative'),
    } as const)
    .map(signalEvent),
  { maxLength: 6 },
);

const input: fc.Arbitrary<ScoreInput> = fc
  .record({ facts, engagement, events, icp: fc.constantFrom(MET_ICP, { criteria: [] }) })
  .map((parts) => goldenInput({ ...parts, coverageFloor: 0.2 }));

function unroundedValue(part: ScorePart): number {
  const sum = (pick: (factor: ScorePart['factors'][number]) => number) =>
    part.factors.reduce((total, factor) => total + pick(factor), 0);
  return part.factors.length === 0 ? 0 : (100 * sum(({ points }) => points)) / sum(({ maxPoints }) => maxPoints);
}

describe('every score', () => {
  it('is the sum of its parts by their effective weights, under its gates', () => {
    fc.assert(
      fc.property(input.map(scoreCompany), (score) => {
        const parts = Object.values(score.parts);
        const sum = parts.reduce((total, part) => total + part.weight * unroundedValue(part), 0);
        const expected = Math.min(Math.floor(sum + 0.5 + 1e-9), ...score.gates.map(({ cap }) => cap));
        expect(score.total ?? expected).toBe(expected);
        const weights = parts.reduce((total, { weight }) => total + weight, 0);
        expect(weights).toBeCloseTo(score.coverage > 0 ? 1 : 0, 9);
        expect(score.total === null).toBe(score.coverage < 0.2 - 1e-9 || score.coverage === 0);
      }),
    );
  });

  it('does not depend on the order of its inputs', () => {
    fc.assert(
      fc.property(input, (one) => {
        const other = {
          ...one,
          events: [...one.events].reverse(),
          facts: Object.fromEntries(Object.entries(one.facts).reverse()),
        };
        expect(scoreCompany(other)).toEqual(scoreCompany(one));
      }),
    );
  });

  it('promises exactly the points that a change brings, the three largest first', () => {
    fc.assert(
      fc.property(input, (one) => {
        const score = scoreCompany(one);
        const gains = POSSIBLE_CHANGES.map(({ change, apply }) => ({
          change,
          deltaPoints: (scoreCompany(apply(one)).total ?? 0) - (score.total ?? 0),
        })).filter(({ deltaPoints }) => deltaPoints > 0);
        const expected = score.total === null ? [] : gains.sort((a, b) => b.deltaPoints - a.deltaPoints).slice(0, 3);
        expect(score.wouldChange).toEqual(expected);
      }),
    );
  });

  it('is moved by what may change: the closed list can raise a total', () => {
    const overdue = { ...goldenInput().facts, accountsNextDueOn: known('2026-01-31') };

    expect(scoreCompany(goldenInput({ facts: overdue, icp: MET_ICP })).wouldChange).toEqual([
      { change: 'Accounts filed', deltaPoints: 12 },
    ]);
  });

  it('ignores when something was fetched', () => {
    const row = registerCompany({ accountsCategory: 'SMALL', incorporatedOn: '2018-05-01', chargesOutstanding: 0 });
    const scoreAt = (fetchedAt: string) => {
      const answer = describeRegisterCompany(row, fetchedAt);
      return scoreCompany(goldenInput({ facts: answer.facts, events: answer.events, icp: MET_ICP }));
    };

    expect(scoreAt('2026-11-02T08:00:00.000Z')).toEqual(scoreAt('2026-11-23T20:00:00.000Z'));
  });
});
