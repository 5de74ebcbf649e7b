import { describe, expect, it } from 'vitest';
import type {
  CompaniesHouseAnswers,
  CompaniesHouseFiling,
} from '../../../../backend/src/domain/evidence/companies-house-answers.ts';
import { describeCompaniesHouse } from '../../../../backend/src/domain/evidence/describe-companies-house.ts';
import { describeRegisterCompany } from '../../../../backend/src/domain/evidence/describe-register-company.ts';
import { mergeSourceAnswers } from '../../../../backend/src/domain/evidence/merge-source-answers.ts';
import { registerCompany } from '../builders.ts';

const FETCHED_AT = '2026-11-23T08:00:00.000Z';
const TODAY = '2026-11-23';

function answers(members: Partial<CompaniesHouseAnswers> = {}): CompaniesHouseAnswers {
  return {
    profile: { companyNumber: '01234567', name: 'ACME WIDGETS LIMITED', previousNames: [] },
    officers: null,
    filings: null,
    chargesOutstanding: null,
    insolvencyCases: null,
    ...members,
  };
}

let transactions = 0;
function filing(type: string, members: Partial<CompaniesHouseFiling> = {}): CompaniesHouseFiling {
  transactions += 1;
  return { transactionId: `t${transactions}`, type, filedOn: '2026-10-12', description: '', ...members };
}

const filed = (...items: readonly CompaniesHouseFiling[]) =>
  describeCompaniesHouse(answers({ filings: { items, isComplete: true } }), FETCHED_AT);
const officersOf = (isComplete: boolean, ...items: NonNullable<CompaniesHouseAnswers['officers']>['items'][number][]) =>
  describeCompaniesHouse(answers({ officers: { items, isComplete } }), FETCHED_AT).facts.directorsNetChange12Months;

describe('a company of the Companies House API', () => {
  it('gives facts of the profile in the words of the register, dated by the answer', () => {
    const { facts } = describeCompaniesHouse(
      answers({
        profile: {
          companyNumber: '01234567',
          name: 'ACME WIDGETS LIMITED',
          previousNames: [],
          status: 'active',
          statusDetail: 'active-proposal-to-strike-off',
          lastAccountsType: 'total-exemption-full',
          accountsNextDueOn: '2027-01-31',
        },
      }),
      FETCHED_AT,
    );

    expect(facts.status).toEqual({
      value: 'Active - Proposal to Strike off',
      observedOn: TODAY,
      evidence: ['profile'],
    });
    expect(facts.accountsCategory?.value).toBe('TOTAL EXEMPTION FULL');
    expect(facts.accountsNextDueOn?.value).toBe('2027-01-31');
    expect(facts.incorporatedOn).toBeUndefined();
    expect(facts.eventsWatched).toBeUndefined();
  });

  it('knows that no accounts were ever filed', () => {
    const profile = { ...answers().profile, lastAccountsType: 'null' };

    expect(describeCompaniesHouse(answers({ profile }), FETCHED_AT).facts.accountsCategory?.value).toBe(
      'NO ACCOUNTS FILED',
    );
  });

  it('keeps a status that it has no other words for', () => {
    const profile = { ...answers().profile, status: 'receivership' };

    expect(describeCompaniesHouse(answers({ profile }), FETCHED_AT).facts.status?.value).toBe('receivership');
  });

  it('takes "not found" for none only where the profile agrees', () => {
    const clean = describeCompaniesHouse(answers(), FETCHED_AT).facts;
    const profile = { ...answers().profile, hasCharges: true, hasInsolvencyHistory: true };
    const contradicted = describeCompaniesHouse(answers({ profile }), FETCHED_AT).facts;

    expect([clean.chargesOutstanding?.value, clean.insolvencyCases?.value]).toEqual([0, 0]);
    expect([contradicted.chargesOutstanding, contradicted.insolvencyCases]).toEqual([undefined, undefined]);
  });

  it('counts directors that came and went within 12 months, and nobody else', () => {
    const change = officersOf(
      true,
      { role: 'director', appointedOn: '2026-05-01' },
      { role: 'corporate-director', appointedOn: '2026-11-23' },
      { role: 'director', appointedOn: '2015-05-01', resignedOn: '2026-02-01' },
      { role: 'director', appointedOn: '2025-11-23' },
      { role: 'secretary', appointedOn: '2026-05-01' },
    );

    expect(change?.value).toBe(1);
  });

  it('says nothing about directors when it saw only some of them', () => {
    expect(officersOf(false, { role: 'director', appointedOn: '2026-05-01' })).toBeUndefined();
  });

  it('finds the latest allotment by its own day', () => {
    const { facts } = filed(filing('SH01', { actionOn: '2026-10-01' }), filing('SH01', { actionOn: '2025-01-01' }));

    expect(facts.lastAllotmentOn?.value).toBe('2026-10-01');
  });

  it('says "never allotted" only of a whole history', () => {
    const partly = describeCompaniesHouse(
      answers({ filings: { items: [filing('AA')], isComplete: false } }),
      FETCHED_AT,
    );

    expect(filed(filing('AA')).facts.lastAllotmentOn?.value).toBeNull();
    expect(partly.facts.lastAllotmentOn).toBeUndefined();
    expect(partly.facts.eventsWatched?.value).toBe(true);
  });

  it('supports every fact and event with evidence of its own', () => {
    const { facts, events, evidence } = describeCompaniesHouse(
      answers({
        officers: { items: [], isComplete: true },
        filings: { items: [filing('AP01'), filing('SH01')], isComplete: true },
      }),
      FETCHED_AT,
    );
    const ids = evidence.map(({ id }) => id);
    const cited = [...Object.values(facts), ...events].flatMap((told) => told.evidence);

    expect(cited.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(evidence.every(({ source, fetchedAt }) => source === 'companies_house' && fetchedAt === FETCHED_AT)).toBe(
      true,
    );
  });
});

describe('events of filed documents', () => {
  it.each([
    ['AP01', 'executive_change', 'strong', 'positive'],
    ['AP02', 'executive_change', 'strong', 'positive'],
    ['TM01', 'executive_change', 'moderate', 'neutral'],
    ['TM02', 'executive_change', 'weak', 'neutral'],
    ['SH01', 'capital_allotment', 'strong', 'positive'],
    ['MR01', 'charge_registered', 'moderate', 'neutral'],
    ['CERTNM', 'name_change', 'moderate', 'neutral'],
    ['GAZ1', 'insolvency_event', 'very_strong', 'negative'],
    ['600', 'insolvency_event', 'very_strong', 'negative'],
    ['AM01', 'insolvency_event', 'very_strong', 'negative'],
  ])('%s is %s, %s, %s', (type, kind, strength, polarity) => {
    expect(filed(filing(type)).events).toMatchObject([{ kind, strength, polarity, occurredOn: '2026-10-12' }]);
  });

  it('are dated by what happened, accounts by the day of filing', () => {
    const { events } = filed(filing('AP01', { actionOn: '2026-10-01' }), filing('AA', { actionOn: '2026-03-31' }));

    expect(events.map(({ occurredOn }) => occurredOn)).toEqual(['2026-10-01', '2026-10-12']);
    expect(events[0]?.text).toBe('Director appointed on 1 October 2026');
  });

  it('are dated by the filing when the document names a later day, which can only be planned or mistyped', () => {
    const { events, facts } = filed(filing('SH01', { actionOn: '2062-10-01' }));

    expect(events.map(({ occurredOn }) => occurredOn)).toEqual(['2026-10-12']);
    expect(facts.lastAllotmentOn?.value).toBe('2026-10-12');
  });

  it('weigh accounts of a larger category more than others', () => {
    const accounts = (kind: string) => filing('AA', { description: `accounts-with-accounts-type-${kind}` });
    const { events, facts } = filed(accounts('small'), accounts('micro-entity'), accounts('small'));

    expect(events.map(({ strength }) => strength)).toEqual(['strong', 'weak', 'weak']);
    expect(events[0]?.text).toContain('Filed accounts as SMALL after MICRO ENTITY');
    expect(facts.accountsCategoryBefore?.value).toBe('MICRO ENTITY');
  });

  it('take only another postcode for a move', () => {
    const move = (newAddress: string) => filing('AD01', { oldAddress: '1 High St Leeds LS10 2RU', newAddress });

    expect(filed(move('2 Low St York YO1 7HH')).events).toMatchObject([{ kind: 'office_move' }]);
    expect(filed(move('1 High Street Leeds LS10 2RU'), filing('AD01')).events).toEqual([]);
  });

  it('are one for a document that is listed twice, and one for the documents of one day of insolvency', () => {
    const twice = filing('SH01');
    const resolved = { actionOn: '2026-10-01' };

    expect(filed(twice, twice).events).toHaveLength(1);
    expect(filed(filing('LRESEX', resolved), filing('600', resolved)).events).toHaveLength(1);
  });

  it('leave out what says nothing to a seller and what is too old to weigh', () => {
    expect(filed(filing('CS01'), filing('AP01', { filedOn: '2021-01-01' })).events).toEqual([]);
  });
});

describe('the register beside Companies House', () => {
  const seenOn = '2026-11-01';
  const register = describeRegisterCompany(
    registerCompany({
      changes: [
        { field: 'accountsCategory', before: 'MICRO ENTITY', after: 'SMALL', seenOn },
        { field: 'sicCodes', before: '62012', after: '62012, 62020', seenOn },
      ],
    }),
    FETCHED_AT,
  );
  const kindsOf = (companiesHouse: ReturnType<typeof filed>) =>
    mergeSourceAnswers([register, companiesHouse]).events.map(({ kind }) => kind);

  it('leaves changes to the documents that tell of them: one document, one signal', () => {
    expect(kindsOf(filed(filing('AA')))).toEqual(['accounts_filed', 'expansion']);
  });

  it('tells them itself while the documents are not known', () => {
    expect(kindsOf(describeCompaniesHouse(answers(), FETCHED_AT))).toEqual(['accounts_filed', 'expansion']);
    expect(mergeSourceAnswers([register, filed()]).events.map(({ kind }) => kind)).toEqual(['expansion']);
  });
});
