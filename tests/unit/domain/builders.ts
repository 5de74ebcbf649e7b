import type { Known } from '../../../backend/src/domain/company/company-facts.ts';
import type { RegisterCompany } from '../../../backend/src/domain/company/register-company.ts';
import type { ScoreInput } from '../../../backend/src/domain/scoring/score-company.ts';
import type { SignalEvent } from '../../../backend/src/domain/signals/signal.ts';

export const AS_OF = '2026-11-23';
export const OBSERVED_ON = '2026-11-01';

export function known<T>(value: T, observedOn = OBSERVED_ON): Known<T> {
  return { value, observedOn, evidence: ['e1'] };
}

/** A living company in Leeds of which nothing else is known. */
export function registerCompany(fields: Partial<RegisterCompany> = {}): RegisterCompany {
  return {
    companyNumber: '01234567',
    name: 'ACME WIDGETS LIMITED',
    status: 'Active',
    companyCategory: null,
    countryOfOrigin: null,
    incorporatedOn: null,
    dissolvedOn: null,
    registeredOffice: office('LEEDS', 'LS10 2RU'),
    sicCodes: null,
    accountsCategory: null,
    accountsNextDueOn: null,
    accountsLastMadeUpTo: null,
    confirmationStatementNextDueOn: null,
    confirmationStatementLastMadeUpTo: null,
    chargesTotal: null,
    chargesOutstanding: null,
    previousNames: null,
    snapshotOn: OBSERVED_ON,
    changes: [],
    ...fields,
  };
}

export function office(town: string | null, postcode: string | null): RegisterCompany['registeredOffice'] {
  return { line1: null, line2: null, town, county: null, country: null, postcode };
}

export function signalEvent(fields: Partial<SignalEvent> = {}): SignalEvent {
  return {
    kind: 'capital_allotment',
    text: 'Shares allotted',
    strength: 'strong',
    confidence: 0.9,
    polarity: 'positive',
    occurredOn: AS_OF,
    decayPer30Days: 0.95,
    dedupeKey: 'sh01-1',
    evidence: ['e1'],
    ...fields,
  };
}

/** Golden case 1 of docs/scoring.md: eight years, SIC 62012, SMALL, nothing overdue, no charges, the register alone. */
export function goldenInput(fields: Partial<ScoreInput> = {}): ScoreInput {
  return {
    facts: {
      name: known('ACME WIDGETS LIMITED'),
      status: known('Active'),
      incorporatedOn: known('2018-05-01'),
      sicCodes: known([{ code: '62012', description: 'Business and domestic software development' }]),
      accountsCategory: known('SMALL'),
      accountsNextDueOn: known('2027-03-31'),
      confirmationStatementNextDueOn: known('2027-05-15'),
      chargesOutstanding: known(0),
    },
    engagement: {},
    events: [],
    icp: { criteria: [] },
    weights: { financial: 0.3, growth: 0.25, engagement: 0.15, fit: 0.3 },
    coverageFloor: 0.35,
    asOf: AS_OF,
    ...fields,
  };
}

/** The ideal customer profile of golden case 2: one `must` and one `should`, both met by `goldenInput`. */
export const MET_ICP: ScoreInput['icp'] = {
  criteria: [
    { field: 'industry', rule: 'must', values: ['62'] },
    { field: 'size', rule: 'should', values: ['small'] },
  ],
};
