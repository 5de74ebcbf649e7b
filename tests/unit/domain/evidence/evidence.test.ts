import { describe, expect, it } from 'vitest';
import { describeEngagement } from '../../../../backend/src/domain/evidence/describe-engagement.ts';
import { describeRegisterCompany } from '../../../../backend/src/domain/evidence/describe-register-company.ts';
import { mergeSourceAnswers, withEngagement } from '../../../../backend/src/domain/evidence/merge-source-answers.ts';
import { scoreEngagement } from '../../../../backend/src/domain/scoring/score-engagement.ts';
import { AS_OF, known, OBSERVED_ON, registerCompany } from '../builders.ts';

const FETCHED_AT = '2026-11-23T08:00:00.000Z';

describe('a register company', () => {
  it('gives no fact for an unknown column, and evidence for every fact', () => {
    const { facts, evidence, events } = describeRegisterCompany(registerCompany({ chargesOutstanding: 0 }), FETCHED_AT);

    expect(Object.keys(facts).sort()).toEqual([
      'chargesOutstanding',
      'companyNumber',
      'name',
      'registeredOffice',
      'status',
    ]);
    expect(facts.chargesOutstanding).toEqual({ value: 0, observedOn: OBSERVED_ON, evidence: ['filings'] });
    expect(evidence.map(({ id }) => id)).toEqual(['profile', 'filings']);
    expect(evidence[0]).toMatchObject({
      source: 'register',
      url: 'https://find-and-update.company-information.service.gov.uk/company/01234567',
      title: 'Companies House register: ACME WIDGETS LIMITED',
      snippet: expect.stringContaining('Company number: 01234567'),
    });
    expect(events).toEqual([]);
  });

  it('shows an insolvency case only by its status', () => {
    const insolvent = describeRegisterCompany(registerCompany({ status: 'Liquidation' }), FETCHED_AT);

    expect(insolvent.facts.insolvencyCases?.value).toBe(1);
    expect(describeRegisterCompany(registerCompany(), FETCHED_AT).facts.insolvencyCases).toBeUndefined();
  });

  it('tells what changed between two imports, dated by the snapshot', () => {
    const seenOn = '2026-11-01';
    const row = registerCompany({
      changes: [
        { field: 'registeredOffice', before: '1 High St, LEEDS, LS10 2RU', after: '2 Low St, YORK, YO1 7HH', seenOn },
        { field: 'accountsCategory', before: 'MICRO ENTITY', after: 'SMALL', seenOn },
        { field: 'chargesOutstanding', before: '0', after: '1', seenOn },
        { field: 'sicCodes', before: '62012', after: '62012, 62020', seenOn },
        { field: 'status', before: 'Active', after: 'Active - Proposal to Strike off', seenOn },
      ],
    });

    const { events, facts } = describeRegisterCompany(row, FETCHED_AT);

    expect(events.map(({ kind, strength, polarity }) => [kind, strength, polarity])).toEqual([
      ['office_move', 'moderate', 'neutral'],
      ['accounts_filed', 'strong', 'positive'],
      ['charge_registered', 'moderate', 'neutral'],
      ['expansion', 'weak', 'positive'],
      ['insolvency_event', 'very_strong', 'negative'],
    ]);
    expect(events[0]).toMatchObject({
      occurredOn: seenOn,
      text: 'Moved its registered office (seen by 1 November 2026)',
    });
    expect(facts.accountsCategoryBefore?.value).toBe('MICRO ENTITY');
    expect(facts.eventsWatched?.value).toBe(true);
  });

  it('takes an address in the same postcode for no move, a satisfied charge for no event', () => {
    const row = registerCompany({
      changes: [
        { field: 'registeredOffice', before: '1 High St LS10 2RU', after: '1 High Street, LS10 2RU', seenOn: AS_OF },
        { field: 'chargesOutstanding', before: '2', after: '1', seenOn: AS_OF },
        { field: 'status', before: 'Active - Proposal to Strike off', after: 'Active', seenOn: AS_OF },
      ],
    });

    expect(describeRegisterCompany(row, FETCHED_AT).events).toEqual([]);
  });

  it('dates a change of name by the register, once, even when the import saw it too', () => {
    const row = registerCompany({
      previousNames: [{ name: 'OLD LTD', changedOn: '2026-10-05' }],
      changes: [{ field: 'name', before: 'OLD LTD', after: 'ACME WIDGETS LIMITED', seenOn: '2026-11-01' }],
    });

    const { events } = describeRegisterCompany(row, FETCHED_AT);

    expect(events.map(({ kind, occurredOn }) => [kind, occurredOn])).toEqual([['name_change', '2026-10-05']]);
  });
});

describe('engagement', () => {
  const describeContact = (properties: Record<string, string | null>) =>
    describeEngagement({ objectType: 'contacts', properties, asOf: AS_OF, fetchedAt: FETCHED_AT, recordUrl: null });

  it('is unknown where the account lacks the property and none where it is empty', () => {
    const { facts } = describeContact({ hs_sales_email_last_replied: null, hs_analytics_num_page_views: '3' });

    expect(facts).toEqual({
      lastEmailReplyAt: { value: null, observedOn: AS_OF, evidence: ['activity'] },
      pageViews: { value: 3, observedOn: AS_OF, evidence: ['activity'] },
      engagedEver: { value: true, observedOn: AS_OF, evidence: ['activity'] },
    });
    expect(describeContact({})).toEqual({ facts: {}, evidence: [] });
  });

  it.each([
    [{ engagements_last_meeting_booked: '2025-01-01T10:00:00Z' }, 0.25],
    [{ notes_last_contacted: null, hs_last_sales_activity_timestamp: '2025-01-01T10:00:00Z' }, 0.3],
    [{ notes_last_contacted: null, hs_last_sales_activity_timestamp: null }, 0],
    [{ hs_analytics_num_page_views: '0' }, 0],
  ])('is known once anything was recorded, however long ago: %o covers %d', (properties, coverage) => {
    expect(scoreEngagement(describeContact(properties).facts, AS_OF).coverage).toBe(coverage);
  });

  it('counts one meeting when its date lies within ninety days', () => {
    const meetings = (at: string) =>
      describeContact({ hs_last_booked_meeting_date: at }).facts.meetingsWithin90Days?.value;

    expect(meetings('2026-08-25T10:00:00Z')).toBe(1);
    expect(meetings('2026-08-24T10:00:00Z')).toBe(0);
    expect(meetings(String(Date.parse('2026-11-01')))).toBe(1);
    expect(meetings('2027-02-21T10:00:00Z')).toBe(1);
    expect(meetings('2027-02-22T10:00:00Z')).toBe(0);
  });
});

describe('merging answers', () => {
  const evidenceOf = (id: string, source: 'register' | 'website') => [
    { id, source, url: null, title: id, fetchedAt: FETCHED_AT, snippet: id },
  ];
  const register = {
    facts: { name: { ...known('ACME'), evidence: ['a'] } },
    events: [],
    evidence: evidenceOf('a', 'register'),
  };
  const website = {
    facts: { name: { ...known('Acme!'), evidence: ['a'] }, openPosts: { ...known(3), evidence: ['a', 'gone'] } },
    events: [],
    evidence: evidenceOf('a', 'website'),
  };

  it('believes the register over the website and renumbers evidence, whichever answered first', () => {
    const merged = mergeSourceAnswers([website, register]);

    expect(merged).toEqual(mergeSourceAnswers([register, website]));
    expect(merged.facts).toMatchObject({ name: { value: 'ACME', evidence: ['e1'] }, openPosts: { evidence: ['e2'] } });
    expect(merged.evidence.map(({ id, source }) => [id, source])).toEqual([
      ['e1', 'register'],
      ['e2', 'website'],
    ]);
  });

  it('numbers engagement last', () => {
    const engagement = describeEngagement({
      objectType: 'companies',
      properties: { hs_num_open_deals: '1' },
      asOf: AS_OF,
      fetchedAt: FETCHED_AT,
      recordUrl: 'https://app.hubspot.com/x',
    });

    expect(withEngagement(mergeSourceAnswers([register]), engagement).engagement.hasOpenDeal).toMatchObject({
      value: true,
      evidence: ['e2'],
    });
  });
});
