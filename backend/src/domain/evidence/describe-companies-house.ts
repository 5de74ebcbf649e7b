import { normaliseAccountsCategory } from '../company/accounts-category.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { addDays, dayInWords, dayOf } from '../days.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { CompaniesHouseAnswers, CompaniesHouseOfficer, CompaniesHouseProfile } from './companies-house-answers.ts';
import {
  accountsCategoryOf,
  actionDayOf,
  type FiledEvent,
  filedEvents,
  filingEvidenceId,
} from './companies-house-events.ts';
import type { Evidence } from './evidence.ts';
import type { MergeableAnswer } from './merge-source-answers.ts';

const COMPANY_PAGE = 'https://find-and-update.company-information.service.gov.uk/company/';
const DAYS_OF_12_MONTHS = 365;

/** The API's words for a status in those of the bulk file, so that a record does not change when the source does. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  active: 'Active',
  'active-proposal-to-strike-off': 'Active - Proposal to Strike off',
  dissolved: 'Dissolved',
  liquidation: 'Liquidation',
  administration: 'In Administration',
  'voluntary-arrangement': 'Voluntary Arrangement',
  'converted-closed': 'Converted / Closed',
};

/** Roles that count as directors; a shadow or deputy role is none of them. */
const DIRECTOR_ROLE = /^(corporate-)?(nominee-)?director$/;

/** What dates an answer. */
interface Dates {
  /** Day for which the API vouches: that of the answer. */
  readonly observedOn: IsoDate;
  readonly fetchedAt: IsoDateTime;
}

/**
 * Turns the API's answers into facts, events and the evidence for them.
 *
 * What was not answered gives no fact; a part that is "not found" says "none" only where the profile agrees. Trade codes
 * and category are left to the register, which has their words. Events carry the days of their documents.
 */
export function describeCompaniesHouse(answers: CompaniesHouseAnswers, fetchedAt: IsoDateTime): MergeableAnswer {
  const dates = { observedOn: dayOf(fetchedAt), fetchedAt };
  const events = filedEvents(answers.filings?.items ?? [], dates.observedOn);
  const counts = describeCounts(answers, dates);
  const history = describeHistory(answers, dates);
  return {
    facts: { ...profileFacts(answers.profile, dates), ...counts.facts, ...history.facts },
    events: events.map(({ event }) => event),
    evidence: [
      evidenceOf(answers, dates, {
        id: 'profile',
        about: 'company profile',
        page: '',
        snippet: profileSnippet(answers.profile),
      }),
      ...counts.evidence,
      ...history.evidence,
      ...events.map((filed) => evidenceOfFiling(answers, dates, filed)),
    ],
  };
}

interface Described {
  readonly facts: CompanyFacts;
  readonly evidence: readonly Evidence[];
}

function profileFacts(profile: CompaniesHouseProfile, { observedOn }: Dates): CompanyFacts {
  const known = <T>(value: T): Known<T> => ({ value, observedOn, evidence: ['profile'] });
  const status = statusOf(profile);
  const category = accountsCategoryOfProfile(profile);
  const { incorporatedOn, dissolvedOn, registeredOffice, accountsNextDueOn, lastAccountsMadeUpTo } = profile;
  const { confirmationStatementNextDueOn: confirmationDueOn } = profile;
  return {
    companyNumber: known(profile.companyNumber),
    name: known(profile.name),
    previousNames: known(profile.previousNames),
    ...(status !== undefined && { status: known(status) }),
    ...(incorporatedOn !== undefined && { incorporatedOn: known(incorporatedOn) }),
    ...(dissolvedOn !== undefined && { dissolvedOn: known(dissolvedOn) }),
    ...(registeredOffice !== undefined && { registeredOffice: known(registeredOffice) }),
    ...(category !== undefined && { accountsCategory: known(category) }),
    ...(accountsNextDueOn !== undefined && { accountsNextDueOn: known(accountsNextDueOn) }),
    ...(lastAccountsMadeUpTo !== undefined && { accountsLastMadeUpTo: known(lastAccountsMadeUpTo) }),
    ...(confirmationDueOn !== undefined && { confirmationStatementNextDueOn: known(confirmationDueOn) }),
  };
}

/** Charges, insolvency cases and officers: each answers with a number. */
function describeCounts(answers: CompaniesHouseAnswers, dates: Dates): Described {
  const { profile, officers } = answers;
  const charges = answers.chargesOutstanding ?? (profile.hasCharges === true ? undefined : 0);
  const cases = answers.insolvencyCases ?? (profile.hasInsolvencyHistory === true ? undefined : 0);
  const directors = officers?.isComplete ? netDirectors(officers.items, dates.observedOn) : undefined;
  const counted = (id: string, about: string, page: string, label: string, value: number | undefined) =>
    value === undefined
      ? undefined
      : {
          fact: { value, observedOn: dates.observedOn, evidence: [id] },
          evidence: evidenceOf(answers, dates, { id, about, page, snippet: `${label}: ${value}` }),
        };
  const charge = counted('charges', 'charges', '/charges', 'Outstanding charges', charges);
  const insolvency = counted('insolvency', 'insolvency', '/insolvency', 'Insolvency cases', cases);
  const officer = counted(
    'officers',
    'officers',
    '/officers',
    'Directors appointed minus resigned in 12 months',
    directors,
  );
  return {
    facts: {
      ...(charge && { chargesOutstanding: charge.fact }),
      ...(insolvency && { insolvencyCases: insolvency.fact }),
      ...(officer && { directorsNetChange12Months: officer.fact }),
    },
    evidence: [charge, insolvency, officer].flatMap((told) => (told ? [told.evidence] : [])),
  };
}

/** What the list of filed documents says beside single events. */
function describeHistory(answers: CompaniesHouseAnswers, dates: Dates): Described {
  const { filings } = answers;
  if (filings === null) return { facts: {}, evidence: [] };
  const known = <T>(value: T): Known<T> => ({ value, observedOn: dates.observedOn, evidence: ['filings'] });
  const allotted = filings.items.filter(({ type }) => type === 'SH01').map(actionDayOf);
  const lastAllotmentOn = allotted.sort().at(-1) ?? (filings.isComplete ? null : undefined);
  const before = filings.items.flatMap((filing) => accountsCategoryOf(filing) ?? [])[1];
  const snippet = [
    `Documents read: ${filings.items.length}`,
    ...(lastAllotmentOn === undefined ? [] : [`Shares last allotted: ${lastAllotmentOn ?? 'never'}`]),
    ...(before === undefined ? [] : [`Accounts before the last: ${before}`]),
  ].join('; ');
  return {
    facts: {
      eventsWatched: known(true as const),
      filingsWatched: known(true as const),
      ...(lastAllotmentOn !== undefined && { lastAllotmentOn: known(lastAllotmentOn) }),
      ...(before !== undefined && { accountsCategoryBefore: known(before) }),
    },
    evidence: [
      evidenceOf(answers, dates, { id: 'filings', about: 'filing history', page: '/filing-history', snippet }),
    ],
  };
}

function netDirectors(officers: readonly CompaniesHouseOfficer[], asOf: IsoDate): number {
  const since = addDays(asOf, -DAYS_OF_12_MONTHS);
  const isWithin = (day: IsoDate | undefined) => day !== undefined && day > since && day <= asOf;
  const directors = officers.filter(({ role }) => DIRECTOR_ROLE.test(role));
  const countOf = (member: 'appointedOn' | 'resignedOn') =>
    directors.filter((officer) => isWithin(officer[member])).length;
  return countOf('appointedOn') - countOf('resignedOn');
}

function statusOf({ status, statusDetail }: CompaniesHouseProfile): string | undefined {
  const detail = statusDetail === undefined ? undefined : STATUS_WORDS[statusDetail];
  return detail ?? (status === undefined ? undefined : (STATUS_WORDS[status] ?? status));
}

/** The API writes the word `null` when no accounts were ever filed. */
function accountsCategoryOfProfile({ lastAccountsType }: CompaniesHouseProfile): string | undefined {
  if (lastAccountsType === undefined) return undefined;
  return lastAccountsType === 'null' ? 'NO ACCOUNTS FILED' : normaliseAccountsCategory(lastAccountsType);
}

function evidenceOf(
  { profile }: CompaniesHouseAnswers,
  { fetchedAt }: Dates,
  part: { readonly id: string; readonly about: string; readonly page: string; readonly snippet: string },
): Evidence {
  return {
    id: part.id,
    source: 'companies_house',
    url: `${COMPANY_PAGE}${profile.companyNumber}${part.page}`,
    title: `Companies House ${part.about}: ${profile.name}`,
    fetchedAt,
    snippet: part.snippet.slice(0, 500),
  };
}

function evidenceOfFiling(answers: CompaniesHouseAnswers, dates: Dates, { event, filing }: FiledEvent): Evidence {
  return evidenceOf(answers, dates, {
    id: filingEvidenceId(filing),
    about: `document ${filing.type}`,
    page: `/filing-history/${filing.transactionId}/document?format=pdf&download=0`,
    snippet: `${event.text}; form ${filing.type}, filed on ${dayInWords(filing.filedOn)}`,
  });
}

function profileSnippet(profile: CompaniesHouseProfile): string {
  const office = profile.registeredOffice;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['Company name', profile.name],
    ['Company number', profile.companyNumber],
    ['Status', statusOf(profile)],
    ['Incorporated on', profile.incorporatedOn],
    ['Dissolved on', profile.dissolvedOn],
    ['Registered office', office && Object.values(office).filter(Boolean).join(', ')],
    ['Previous names', profile.previousNames.map(({ name }) => name).join(', ') || undefined],
    ['Accounts category', accountsCategoryOfProfile(profile)],
    ['Last accounts made up to', profile.lastAccountsMadeUpTo],
    ['Next accounts due', profile.accountsNextDueOn],
    ['Next confirmation statement due', profile.confirmationStatementNextDueOn],
  ];
  return pairs.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`])).join('; ');
}
