import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { showsInsolvency } from '../company/company-status.ts';
import type { RegisterCompany, RegisteredOffice } from '../company/register-company.ts';
import type { IsoDateTime } from '../time.ts';
import { type Evidence, SNIPPET_CHARACTERS } from './evidence.ts';
import type { MergeableAnswer } from './merge-source-answers.ts';
import { registerEvents } from './register-events.ts';
import { describeRegisterHistory, type RegisterHistory } from './register-history.ts';

const COMPANY_PAGE = 'https://find-and-update.company-information.service.gov.uk/company/';

/** The register's own evidence ids, before merging. */
const PROFILE = 'profile';
const FILINGS = 'filings';

/**
 * Turns a register row into facts, events and the evidence for them.
 *
 * Unknown columns give no fact. Every fact is observed on the day of the snapshot; `fetchedAt` only dates the evidence.
 */
export function describeRegisterCompany(row: RegisterCompany, fetchedAt: IsoDateTime): MergeableAnswer {
  const filings = filingsSnippet(row);
  const history = describeRegisterHistory(row);
  const evidence: readonly Evidence[] = [
    evidenceOf(PROFILE, row, fetchedAt, profileSnippet(row)),
    ...(filings === '' ? [] : [evidenceOf(FILINGS, row, fetchedAt, filings)]),
    ...[...history.snippets].map(([id, snippet]) => evidenceOf(id, row, fetchedAt, snippet)),
  ];
  const facts = { ...profileFacts(row, history), ...filingFacts(row, history) };
  return { facts, events: registerEvents(row, history), evidence };
}

function profileFacts(row: RegisterCompany, { ofName, ofChange }: RegisterHistory): CompanyFacts {
  const known = knower(row, PROFILE);
  const names = [PROFILE, ...new Set(ofName.values())];
  return {
    companyNumber: known(row.companyNumber),
    name: known(row.name),
    ...(row.status !== null && { status: known(row.status) }),
    ...(row.companyCategory !== null && { companyCategory: known(row.companyCategory) }),
    ...(row.incorporatedOn !== null && { incorporatedOn: known(row.incorporatedOn) }),
    ...(row.dissolvedOn !== null && { dissolvedOn: known(row.dissolvedOn) }),
    ...(hasOffice(row.registeredOffice) && { registeredOffice: known(row.registeredOffice) }),
    ...(row.sicCodes !== null && { sicCodes: known(row.sicCodes) }),
    ...(row.previousNames !== null && { previousNames: { ...known(row.previousNames), evidence: names } }),
    // The bulk file has no insolvency column: only a status that shows a case says something.
    ...(row.status !== null && showsInsolvency(row.status) && { insolvencyCases: known(1) }),
    ...(row.changes.length > 0 && {
      eventsWatched: { ...known(true as const), evidence: [...new Set(ofChange.values())] },
    }),
  };
}

function filingFacts(row: RegisterCompany, { ofChange }: RegisterHistory): CompanyFacts {
  const known = knower(row, FILINGS);
  const changed = row.changes.findLast(({ field }) => field === 'accountsCategory');
  const ofCategory = changed && ofChange.get(changed);
  const confirmationDue = row.confirmationStatementNextDueOn;
  return {
    ...(row.accountsCategory !== null && { accountsCategory: known(row.accountsCategory) }),
    ...(changed?.before &&
      ofCategory && { accountsCategoryBefore: { ...known(changed.before), evidence: [ofCategory] } }),
    ...(row.accountsNextDueOn !== null && { accountsNextDueOn: known(row.accountsNextDueOn) }),
    ...(row.accountsLastMadeUpTo !== null && { accountsLastMadeUpTo: known(row.accountsLastMadeUpTo) }),
    ...(confirmationDue !== null && { confirmationStatementNextDueOn: known(confirmationDue) }),
    ...(row.chargesOutstanding !== null && { chargesOutstanding: known(row.chargesOutstanding) }),
  };
}

function knower(row: RegisterCompany, evidenceId: string) {
  return <T>(value: T): Known<T> => ({ value, observedOn: row.snapshotOn, evidence: [evidenceId] });
}

function hasOffice(office: RegisteredOffice): boolean {
  return Object.values(office).some((part) => part !== null);
}

function evidenceOf(id: string, row: RegisterCompany, fetchedAt: IsoDateTime, snippet: string): Evidence {
  return {
    id,
    source: 'register',
    url: `${COMPANY_PAGE}${row.companyNumber}`,
    title: `Companies House register: ${row.name}`,
    fetchedAt,
    snippet: snippet.slice(0, SNIPPET_CHARACTERS),
  };
}

function profileSnippet(row: RegisterCompany): string {
  const office = row.registeredOffice;
  const address = [office.line1, office.line2, office.town, office.county, office.country, office.postcode];
  return lines([
    ['Company name', row.name],
    ['Company number', row.companyNumber],
    ['Status', row.status],
    ['Category', row.companyCategory],
    ['Incorporated on', row.incorporatedOn],
    ['Dissolved on', row.dissolvedOn],
    ['SIC codes', row.sicCodes?.map(({ code, description }) => `${code} ${description}`).join(', ') ?? null],
    ['Registered office', address.filter(Boolean).join(', ') || null],
    ['Previous names', row.previousNames?.map(({ name }) => name).join(', ') || null],
    ['Snapshot of', row.snapshotOn],
  ]);
}

function filingsSnippet(row: RegisterCompany): string {
  const text = lines([
    ['Accounts category', row.accountsCategory],
    ['Last accounts made up to', row.accountsLastMadeUpTo],
    ['Next accounts due', row.accountsNextDueOn],
    ['Next confirmation statement due', row.confirmationStatementNextDueOn],
    ['Outstanding charges', row.chargesOutstanding === null ? null : String(row.chargesOutstanding)],
  ]);
  return text === '' ? '' : `${text}; Snapshot of: ${row.snapshotOn}`;
}

function lines(pairs: readonly (readonly [string, string | null])[]): string {
  return pairs.flatMap(([label, value]) => (value === null ? [] : [`${label}: ${value}`])).join('; ');
}
