import { describe, expect, it } from 'vitest';
import { joinFundingRounds } from '../../../../backend/src/domain/evidence/join-funding-rounds.ts';
import { signalEvent } from '../builders.ts';

const round = (occurredOn: string, fields = {}) =>
  signalEvent({
    kind: 'funding_round',
    text: 'Raises £2m',
    dedupeKey: `document:${occurredOn}`,
    evidence: ['e9'],
    occurredOn,
    ...fields,
  });
const allotment = (occurredOn: string, fields = {}) =>
  signalEvent({ dedupeKey: `companies_house:${occurredOn}`, occurredOn, ...fields });
const kindsOf = (events: Parameters<typeof joinFundingRounds>[0]) =>
  joinFundingRounds(events).map(({ kind, occurredOn }) => [kind, occurredOn]);

describe('a funding round and an allotment of shares', () => {
  it('are one signal: the round, dated and proved by the filed document', () => {
    const joined = joinFundingRounds([
      round('2026-10-10', { strength: 'weak', confidence: 0.5 }),
      allotment('2026-10-01'),
    ]);

    expect(joined).toEqual([
      {
        kind: 'funding_round',
        text: 'Raises £2m; shares allotted on 1 October 2026',
        strength: 'strong',
        confidence: 0.9,
        polarity: 'positive',
        decayPer30Days: 0.95,
        occurredOn: '2026-10-01',
        dedupeKey: 'companies_house:2026-10-01',
        evidence: ['e9', 'e1'],
      },
    ]);
  });

  it('keeps what oppSpot says of a very strong round', () => {
    const [joined] = joinFundingRounds([
      round('2026-10-10', { strength: 'very_strong', confidence: 0.95 }),
      allotment('2026-10-01'),
    ]);

    expect(joined).toMatchObject({ strength: 'very_strong', confidence: 0.95 });
  });

  it('are two when they lie more than 45 days apart, unless they are the same document', () => {
    expect(kindsOf([round('2026-10-16'), allotment('2026-09-01')])).toHaveLength(1);
    expect(kindsOf([round('2026-10-17'), allotment('2026-09-01')])).toHaveLength(2);
    const sameDocument = { dedupeKey: 'companies_house:2026-06-01' };
    expect(kindsOf([round('2026-10-16', sameDocument), allotment('2026-06-01')])).toEqual([
      ['funding_round', '2026-06-01'],
    ]);
  });

  it('each round takes the nearest allotment, in whatever order they come', () => {
    const events = [
      round('2026-10-10'),
      round('2026-09-20'),
      allotment('2026-10-08'),
      allotment('2026-09-01'),
      allotment('2026-10-01'),
    ];
    const expected = [
      ['capital_allotment', '2026-09-01'],
      ['funding_round', '2026-10-01'],
      ['funding_round', '2026-10-08'],
    ];

    expect(kindsOf(events).sort()).toEqual(expected);
    expect(kindsOf([...events].reverse()).sort()).toEqual(expected);
  });
});
