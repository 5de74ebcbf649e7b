import { FITTING_COMPANIES } from './demo-companies-fitting.ts';
import { MISFIT_COMPANIES } from './demo-companies-misfit.ts';
import { UNCLEAR_COMPANIES } from './demo-companies-unclear.ts';
import type { RegisterEntry } from './demo-company.ts';
import { dayDaysAgo, daysOfYears } from './demo-day.ts';
import { REAL_COMPANIES, type RealCompany } from './demo-real-companies.ts';
import { formatRegisterCsv, type RegisterCells } from './demo-register-columns.ts';
import { describeSic } from './demo-sic.ts';

/** One monthly state of the demo's register, in the form of the Companies House bulk file. */
export interface RegisterSnapshot {
  /** `YYYY-MM-DD`. */
  readonly snapshotOn: string;
  readonly csv: string;
}

/** Age of the three snapshots in days; what changed between two of them becomes a signal. */
const SNAPSHOT_AGES = [64, 33, 4] as const;

/** Accounts fall due 21 months after the end of the period before (Companies Act 2006 s. 442: 9 months after a year). */
const PERIOD_END_TO_NEXT_DUE_DAYS = 639;
/** A year and 14 days between two confirmation statements (Companies Act 2006 s. 853A). */
const CONFIRMATION_PERIOD_DAYS = 379;

const IN_SCOTLAND = new Set(['EDINBURGH', 'DUNDEE']);

/** All invented companies of the demo's register. */
export const REGISTER_ENTRIES: readonly RegisterEntry[] = [
  ...FITTING_COMPANIES,
  ...MISFIT_COMPANIES,
  ...UNCLEAR_COMPANIES,
].flatMap(({ register }) => register ?? []);

/** The demo's register in three monthly states, oldest first; every date counts from `today`. */
export function makeDemoRegister(today: Date): readonly RegisterSnapshot[] {
  return SNAPSHOT_AGES.map((age, snapshot) => {
    const invented = REGISTER_ENTRIES.map((entry) => inventedCells(asOfSnapshot(entry, snapshot), today));
    const csv = formatRegisterCsv([...invented, ...REAL_COMPANIES.map(realCells)]);
    return { snapshotOn: dayDaysAgo(today, age), csv };
  });
}

/** Undoes what later snapshots show; the latest change first, so that the earliest state wins. */
function asOfSnapshot(entry: RegisterEntry, snapshot: number): RegisterEntry {
  const undone = (entry.before ?? []).filter((change) => change.snapshot > snapshot);
  const [later, earlier] = [...undone].sort((a, b) => b.snapshot - a.snapshot);
  return { ...entry, ...later?.was, ...earlier?.was };
}

function inventedCells(entry: RegisterEntry, today: Date): RegisterCells {
  const day = (daysAgo: number) => ukDay(dayDaysAgo(today, daysAgo));
  return {
    ...commonCells(entry),
    ...datedCells(entry, day),
    'RegAddress.AddressLine1': entry.line1,
    'RegAddress.Country': IN_SCOTLAND.has(entry.town) ? 'SCOTLAND' : 'ENGLAND',
    CompanyCategory: 'Private Limited Company',
    CompanyStatus: entry.status ?? 'Active',
    CountryOfOrigin: 'United Kingdom',
    'Accounts.AccountCategory': entry.accounts,
    'Mortgages.NumMortCharges': String(entry.charges ?? 0),
    'Mortgages.NumMortOutstanding': String(entry.charges ?? 0),
    'Mortgages.NumMortPartSatisfied': '0',
    'Mortgages.NumMortSatisfied': '0',
  };
}

function datedCells(entry: RegisterEntry, day: (daysAgo: number) => string): RegisterCells {
  const { accountsDueInDays = 150, confirmationDueInDays = 90, previousNames = [] } = entry;
  const periodEnd = day(PERIOD_END_TO_NEXT_DUE_DAYS - accountsDueInDays);
  const names = previousNames.flatMap(({ name, daysAgo }, index) => previousNameCells(index, name, day(daysAgo)));
  return {
    DissolutionDate: entry.dissolvedDaysAgo === undefined ? '' : day(entry.dissolvedDaysAgo),
    IncorporationDate: day(daysOfYears(entry.years)),
    'Accounts.NextDueDate': day(-accountsDueInDays),
    'Accounts.LastMadeUpDate': entry.accounts === 'NO ACCOUNTS FILED' ? '' : periodEnd,
    'Accounts.AccountRefDay': periodEnd.slice(0, 2),
    'Accounts.AccountRefMonth': periodEnd.slice(3, 5),
    ConfStmtNextDueDate: day(-confirmationDueInDays),
    ConfStmtLastMadeUpDate: day(CONFIRMATION_PERIOD_DAYS - confirmationDueInDays),
    ...Object.fromEntries(names),
  };
}

/** Only what is certain. */
function realCells({ category, incorporatedOn, previousName, ...company }: RealCompany): RegisterCells {
  return {
    ...commonCells(company),
    CompanyCategory: category ?? 'Public Limited Company',
    CompanyStatus: 'Active',
    IncorporationDate: incorporatedOn === undefined ? '' : ukDay(incorporatedOn),
    ...(previousName && Object.fromEntries(previousNameCells(0, previousName.name, ukDay(previousName.until)))),
  };
}

function commonCells(company: Pick<RealCompany, 'number' | 'name' | 'town' | 'postcode' | 'sic'>): RegisterCells {
  const sic = (company.sic ?? []).map((code, index) => [`SICCode.SicText_${index + 1}`, describeSic(code)]);
  return {
    CompanyName: company.name,
    CompanyNumber: company.number,
    'RegAddress.PostTown': company.town ?? '',
    'RegAddress.PostCode': company.postcode ?? '',
    URI: `http://business.data.gov.uk/id/company/${company.number}`,
    ...Object.fromEntries(sic),
  };
}

function previousNameCells(index: number, name: string, until: string): readonly (readonly [string, string])[] {
  return [
    [`PreviousName_${index + 1}.CONDATE`, until],
    [`PreviousName_${index + 1}.CompanyName`, name],
  ];
}

/** `YYYY-MM-DD` as the bulk file writes it. */
function ukDay(day: string): string {
  return day.split('-').reverse().join('/');
}
