import { describe, expect, it } from 'vitest';
import { decideDealStage } from '../../../../backend/src/domain/signals/deal-stage.ts';
import { decideNextActions } from '../../../../backend/src/domain/signals/next-actions.ts';
import type { SignalEvent } from '../../../../backend/src/domain/signals/signal.ts';
import { liveSignals, signalsPropertyText } from '../../../../backend/src/domain/signals/weigh-signals.ts';
import { AS_OF, known, signalEvent } from '../builders.ts';

const POSITIVE = liveSignals([signalEvent()], AS_OF);

describe('live signals', () => {
  it('weigh strength by confidence by age in whole days', () => {
    const event = signalEvent({ occurredOn: '2026-10-24' });

    expect(liveSignals([event], AS_OF)[0]?.weight).toBeCloseTo(0.75 * 0.9 * 0.95, 12);
    expect(liveSignals([signalEvent()], AS_OF)[0]?.weight).toBeCloseTo(0.675, 12);
  });

  it('end below 0.05, count a document once, and come largest first', () => {
    const events = [
      signalEvent({ dedupeKey: 'old', occurredOn: '2016-01-01' }),
      signalEvent({ dedupeKey: 'weak', strength: 'weak', text: 'Weak' }),
      signalEvent({ dedupeKey: 'same', text: 'Strong' }),
      signalEvent({ dedupeKey: 'same', text: 'Strong', occurredOn: '2026-01-01' }),
    ];

    const signals = liveSignals(events, AS_OF);

    expect(signals.map(({ text, occurredAt }) => [text, occurredAt])).toEqual([
      ['Strong', AS_OF],
      ['Weak', AS_OF],
    ]);
    expect(liveSignals([...events].reverse(), AS_OF)).toEqual(signals);
  });

  it.each<[string, Partial<SignalEvent>]>([
    ['polarity', { polarity: 'negative' }],
    ['strength and confidence', { strength: 'weak', confidence: 0.9, decayPer30Days: 1 }],
  ])('do not depend on the order where one document is told twice, alike but for its %s', (_, differing) => {
    const told = [signalEvent({ strength: 'moderate', confidence: 0.45, decayPer30Days: 1 })];
    const twice = [...told, { ...told[0], ...differing } as SignalEvent];

    expect(liveSignals([...twice].reverse(), AS_OF)).toEqual(liveSignals(twice, AS_OF));
  });

  it('leave out what has not happened yet', () => {
    const events = [signalEvent({ occurredOn: '2026-11-24', dedupeKey: 'tomorrow' }), signalEvent()];

    expect(liveSignals(events, AS_OF).map(({ occurredAt }) => occurredAt)).toEqual([AS_OF]);
  });

  it('are at most five in the property, with semicolons for the commas inside', () => {
    const events = [1, 2, 3, 4, 5, 6].map((number) => signalEvent({ dedupeKey: `${number}`, text: `One, ${number}` }));

    expect(signalsPropertyText(liveSignals(events, AS_OF))).toBe('One; 1, One; 2, One; 3, One; 4, One; 5');
    expect(signalsPropertyText([])).toBe('');
  });
});

describe('the deal stage', () => {
  const twice = [...POSITIVE, ...POSITIVE];

  it.each([
    [80, twice, 'qualified'],
    [80, POSITIVE, 'engaged'],
    [80, [], 'contacted'],
    [79, twice, 'engaged'],
    [69, twice, 'contacted'],
    [59, twice, 'lead'],
    [39, twice, 'prospect'],
    [null, twice, null],
  ] as const)('for a total of %s is decided with the live positive signals', (total, signals, stage) => {
    expect(decideDealStage({ total }, signals)).toBe(stage);
  });

  it('counts no neutral or negative signal', () => {
    const negative = liveSignals([signalEvent({ polarity: 'negative' })], AS_OF);

    expect(decideDealStage({ total: 75 }, negative)).toBe('contacted');
  });
});

describe('next actions', () => {
  it('are "do not pursue" alone for a company gated at 10', () => {
    const score = { total: 10, gates: [{ name: 'liquidation', cap: 10 }] };

    expect(decideNextActions({ score, signals: POSITIVE, facts: { status: known('Liquidation') } })).toEqual([
      { text: 'Do not pursue', reason: 'The register says: Liquidation', dueInHours: null },
    ]);
  });

  it('rest on score, overdue accounts and signals, five at most', () => {
    const signals = liveSignals(
      ['job_posting', 'expansion', 'executive_change', 'funding_round'].map((kind) =>
        signalEvent({ kind, dedupeKey: kind, text: kind }),
      ),
      AS_OF,
    );
    const facts = { accountsNextDueOn: known('2026-06-30') };

    const actions = decideNextActions({ score: { total: 82, gates: [] }, signals, facts });

    expect(actions).toHaveLength(5);
    expect(actions[0]).toMatchObject({ text: 'Discovery call within 48 hours', reason: 'Score 82', dueInHours: 48 });
    expect(actions[1]).toMatchObject({ reason: 'Accounts were due on 30 June 2026' });
    expect(actions.slice(2).map(({ reason }) => reason)).toEqual(['executive_change', 'expansion', 'funding_round']);
  });

  it('talk of hiring once, also where the posts are not dated and so are no signal', () => {
    const facts = { openPosts: known(4) };
    const hiring = (signals: typeof POSITIVE) =>
      decideNextActions({ score: { total: 50, gates: [] }, signals, facts }).filter(({ text }) => /team/.test(text));

    expect(hiring([]).map(({ reason }) => reason)).toEqual(['Open posts on the website: 4']);
    expect(hiring(liveSignals([signalEvent({ kind: 'job_posting', text: 'Posts' })], AS_OF))).toHaveLength(1);
  });

  it('say nothing while the total is unknown', () => {
    expect(decideNextActions({ score: { total: null, gates: [] }, signals: POSITIVE, facts: {} })).toEqual([]);
  });
});
