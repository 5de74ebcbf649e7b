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
    maybe('filingsWatched', fc.constant(true)),
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

type Inputs = Pick<ScoreInput, 'facts' | 'engagement'>;

/** Two values of one fact, the worse first. */
function pairOf(
  value: fc.Arbitrary<number>,
  inputsAt: (value: number) => Partial<Inputs>,
): fc.Arbitrary<readonly [Partial<Inputs>, Partial<Inputs>]> {
  return fc.tuple(value, value).map(([a, b]) => [inputsAt(Math.min(a, b)), inputsAt(Math.max(a, b))] as const);
}

function withInputs(one: ScoreInput, { facts: more, engagement: contact }: Partial<Inputs>): ScoreInput {
  return { ...one, facts: { ...one.facts, ...more }, engagement: { ...one.engagement, ...contact } };
}

function daysBack(days: number): string {
  return new Date(Date.UTC(2026, 10, 23 - days)).toISOString().slice(0, 10);
}

function shuffledMembers<T extends object>(members: T): fc.Arbitrary<T> {
  const entries = Object.entries(members);
  return fc
    .shuffledSubarray(entries, { minLength: entries.length })
    .map((order) => Object.assign({}, ...order.map(([name, value]) => ({ [name]: value }))));
}

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
    const shuffled = input.chain((one) =>
      fc.record({
        one: fc.constant(one),
        events: fc.shuffledSubarray([...one.events], { minLength: one.events.length }),
        facts: shuffledMembers(one.facts),
        engagement: shuffledMembers(one.engagement),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, ...others }) => {
        expect(scoreCompany({ ...one, ...others })).toEqual(scoreCompany(one));
      }),
    );
  });

  it('has the same total whatever the order of the criteria', () => {
    const criteria = MET_ICP.criteria;
    fc.assert(
      fc.property(input, fc.shuffledSubarray([...criteria], { minLength: criteria.length }), (one, other) => {
        const { total, coverage } = scoreCompany({ ...one, icp: { criteria } });
        expect(scoreCompany({ ...one, icp: { criteria: other } })).toMatchObject({ total, coverage });
      }),
    );
  });

  // A fact that was known and is better now: what is known stays the same, so that no coverage moves beneath it.
  it.each<[string, fc.Arbitrary<readonly [Partial<Inputs>, Partial<Inputs>]>]>([
    ['more net assets', pairOf(fc.nat(9_000_000), (value) => ({ facts: { netAssetsGbp: known(value) } }))],
    ['more turnover', pairOf(fc.nat(99_000_000), (value) => ({ facts: { turnoverGbp: known(value) } }))],
    ['fewer outstanding charges', pairOf(fc.nat(6), (value) => ({ facts: { chargesOutstanding: known(6 - value) } }))],
    ['no insolvency', pairOf(fc.nat(1), (value) => ({ facts: { insolvencyCases: known(1 - value) } }))],
    ['more open posts', pairOf(fc.nat(15), (value) => ({ facts: { openPosts: known(value) } }))],
    [
      'more directors',
      pairOf(fc.integer({ min: -3, max: 4 }), (value) => ({ facts: { directorsNetChange12Months: known(value) } })),
    ],
    [
      'a later contact',
      pairOf(fc.nat(120), (value) => ({ engagement: { lastContactedAt: known(daysBack(120 - value)) } })),
    ],
    [
      'more meetings',
      pairOf(fc.integer({ min: 1, max: 4 }), (value) => ({ engagement: { meetingsWithin90Days: known(value) } })),
    ],
    [
      'more page views',
      pairOf(fc.integer({ min: 1, max: 9 }), (value) => ({ engagement: { pageViews: known(value) } })),
    ],
  ])('never falls by %s', (_what, pair) => {
    fc.assert(
      fc.property(input, pair, (one, [worse, better]) => {
        const totalWith = (part: Partial<Inputs>) => scoreCompany(withInputs(one, part)).total ?? 0;
        expect(totalWith(better)).toBeGreaterThanOrEqual(totalWith(worse));
      }),
    );
  });

  it('never falls by a further positive signal, and no other signal moves it', () => {
    const polarity = fc.constantFrom('positive' as const, 'neutral' as const, 'negative' as const);
    fc.assert(
      fc.property(input, day, polarity, (one, occurredOn, kind) => {
        const before = scoreCompany(one).total ?? 0;
        const more = signalEvent({ occurredOn, dedupeKey: 'one more', polarity: kind });
        const after = scoreCompany({ ...one, events: [...one.events, more] }).total ?? 0;
        const [least, most] = kind === 'positive' ? [before, 100] : [before, before];
        expect(after).toBeGreaterThanOrEqual(least);
        expect(after).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('never rises by a gate', () => {
    const gated = fc.constantFrom('Liquidation', 'Active - Proposal to Strike off', 'Voluntary Arrangement');
    fc.assert(
      fc.property(input, gated, (one, status) => {
        const withStatus = (value: string) => scoreCompany(withInputs(one, { facts: { status: known(value) } }));
        expect(withStatus(status).total ?? 0).toBeLessThanOrEqual(withStatus('Active').total ?? 0);
      }),
    );
  });

  it('moves its engagement by at most five points for one page view', () => {
    fc.assert(
      fc.property(input, fc.nat(8), (one, views) => {
        const all = {
          lastContactedAt: known(daysBack(40)),
          meetingsWithin90Days: known(0),
          lastEmailReplyAt: known(null),
          lastFormSubmittedAt: known(null),
          hasOpenDeal: known(false),
        };
        const engagementAt = (count: number) =>
          scoreCompany({ ...one, engagement: { ...all, pageViews: known(count) } }).parts.engagement.value ?? 0;
        const moved = engagementAt(views + 1) - engagementAt(views);
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(5);
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

  it('promises nothing that no source would show: no document without the filing history, no second meeting', () => {
    const facts = { ...goldenInput().facts, eventsWatched: known(true as const) };
    const meetings = { meetingsWithin90Days: known(1) };
    const promised = (one: Partial<ScoreInput>) =>
      scoreCompany(goldenInput({ icp: MET_ICP, ...one })).wouldChange.map(({ change }) => change);

    expect(promised({ facts, engagement: meetings })).toEqual([]);
    expect(promised({ facts: { ...facts, filingsWatched: known(true as const) } })).toEqual([
      'Shares allotted',
      'Director appointed',
      'Accounts filed',
    ]);
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
