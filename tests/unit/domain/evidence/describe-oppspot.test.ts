import { describe, expect, it } from 'vitest';
import { describeOppspot } from '../../../../backend/src/domain/evidence/describe-oppspot.ts';
import type { OppspotCompany, OppspotSignal } from '../../../../backend/src/domain/evidence/oppspot-company.ts';
import { liveSignals } from '../../../../backend/src/domain/signals/weigh-signals.ts';

const FETCHED_AT = '2026-11-23T08:00:00.000Z';

const signal = (members: Partial<OppspotSignal> = {}): OppspotSignal => ({
  id: 's1',
  kind: 'partnership',
  headline: 'Acme and Beta build together',
  strength: 'moderate',
  confidence: 0.8,
  occurredOn: '2026-11-01',
  documents: [{ title: 'Acme and Beta', url: 'https://news.example/acme-beta' }],
  filingId: null,
  ...members,
});

const company = (signals: readonly OppspotSignal[], members: Partial<OppspotCompany> = {}): OppspotCompany => ({
  id: 'c1',
  name: 'ACME LIMITED',
  companyNumber: '01234567',
  domains: ['acme.co.uk'],
  url: null,
  financials: null,
  signals,
  ...members,
});

const live = (signals: readonly OppspotSignal[]) =>
  liveSignals(describeOppspot(company(signals), FETCHED_AT).events, '2026-11-23');
const pageOf = (url: string) => [{ title: 'x', url }];

describe('what oppSpot knows of a company', () => {
  it.each([
    ['funding_round', 'positive', 0.95],
    ['merger_acquisition', 'positive', 0.95],
    ['partnership', 'positive', 0.9],
    ['product_launch', 'positive', 0.9],
    ['technology_adoption', 'positive', 0.92],
    ['regulatory_change', 'neutral', 0.9],
  ] as const)('a %s is %s and keeps %d a month', (kind, polarity, decayPer30Days) => {
    const [event] = describeOppspot(company([signal({ kind })]), FETCHED_AT).events;

    expect(event).toMatchObject({ kind, polarity, decayPer30Days, strength: 'moderate', confidence: 0.8 });
  });

  it('gives no figure that oppSpot does not give', () => {
    const document = { title: 'Accounts', url: 'https://news.example/a' };
    const financials = { asOf: '2025-12-31', turnoverGbp: null, netAssetsGbp: -5_000, employees: null, document };
    const { facts } = describeOppspot(company([], { financials }), FETCHED_AT);

    expect(facts).toEqual({
      netAssetsGbp: { value: -5_000, observedOn: '2025-12-31', evidence: ['financials'] },
      eventsWatched: { value: true, observedOn: '2026-11-23', evidence: ['company'] },
    });
  });

  it.each([
    'https://news.example/acme-beta/',
    'https://www.news.example/acme-beta?utm_source=x&utm_medium=mail',
    'http://news.example/acme-beta#part',
  ])('two events told by one page are one signal: %s', (url) => {
    const twice = [signal(), signal({ id: 's2', kind: 'product_launch', documents: pageOf(url), confidence: 0.9 })];

    expect(live(twice).map(({ kind }) => kind)).toEqual(['product_launch']);
    expect(live([...twice].reverse()).map(({ kind }) => kind)).toEqual(['product_launch']);
  });

  it('two pages of one address are two signals', () => {
    expect(
      live([signal(), signal({ id: 's2', documents: pageOf('https://news.example/acme-beta?id=2') })]),
    ).toHaveLength(2);
  });

  it('an event that a filed document records is that document', () => {
    const [event] = describeOppspot(company([signal({ filingId: 'MzA2' })]), FETCHED_AT).events;

    expect(event?.dedupeKey).toBe('companies_house:MzA2');
  });

  it('believes no event and no accounts of a day to come', () => {
    const financials = {
      asOf: '2027-03-31',
      turnoverGbp: 9_000_000,
      netAssetsGbp: null,
      employees: null,
      document: { title: 'Accounts', url: 'https://accounts.example/' },
    };
    const told = describeOppspot(company([signal({ occurredOn: '2026-11-24' })], { financials }), FETCHED_AT);

    expect(told.events).toEqual([]);
    expect(told.facts.turnoverGbp).toBeUndefined();
    expect(JSON.stringify(told.evidence)).not.toMatch(/build together|9,000,000/);
  });

  it('forgets what weighs nothing any more, and what can call or be called', () => {
    const old = signal({ id: 's2', occurredOn: '2022-01-01' });
    const loud = signal({ headline: 'Ask jo@acme.co.uk or 0113 496 0181' });
    const { events, evidence } = describeOppspot(company([old, loud]), FETCHED_AT);

    expect(events.map(({ text }) => text)).toEqual(['Ask [e-mail address] or [phone number] (1 November 2026)']);
    expect(JSON.stringify(evidence)).not.toMatch(/@|496/);
  });
});
