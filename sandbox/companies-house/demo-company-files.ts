import type { RegisterEntry } from '../seed/demo-company.ts';
import { dayDaysAgo, daysOfYears } from '../seed/demo-day.ts';
import { REGISTER_ENTRIES } from '../seed/demo-register.ts';
import type { CompanyFile } from './company-file.ts';

/** The key with which the demo asks. */
export const DEMO_API_KEY = 'demo-key-of-the-local-companies-house';

/** A document that the demo's Companies House holds. */
interface DemoFiling {
  readonly type: string;
  readonly category: string;
  readonly description: string;
  readonly daysAgo: number;
  /** Days ago of what it tells; absent: the day it was filed. */
  readonly actionDaysAgo?: number;
  readonly values?: Readonly<Record<string, string>>;
}

interface DemoStory {
  readonly filings: readonly DemoFiling[];
  /** Days ago of appointment, and of leaving. */
  readonly directors: readonly (readonly [number, number?])[];
}

const filing = (type: string, category: string, description: string, daysAgo: number, actionDaysAgo?: number) => ({
  type,
  category,
  description,
  daysAgo,
  ...(actionDaysAgo === undefined ? {} : { actionDaysAgo }),
});
const accounts = (kind: string, daysAgo: number) =>
  filing('AA', 'accounts', `accounts-with-accounts-type-${kind}`, daysAgo, daysAgo + 200);
const appointment = (daysAgo: number) =>
  filing('AP01', 'officers', 'appoint-person-director-company-with-name-date', daysAgo, daysAgo + 6);
const allotment = (daysAgo: number) => filing('SH01', 'capital', 'capital-allotment-shares', daysAgo, daysAgo + 9);

/** What happened to a handful of the demo's companies; the others are not known here. */
const STORIES: Readonly<Record<string, DemoStory>> = {
  '99900101': {
    filings: [
      appointment(16),
      allotment(41),
      accounts('medium', 48),
      {
        ...filing(
          'AD01',
          'address',
          'change-registered-office-address-company-with-date-old-address-new-address',
          12,
          14,
        ),
        values: { old_address: '19 Tannery Row Leeds LS9 0ZZ', new_address: '4 Heron Wharf Leeds LS1 0ZZ' },
      },
      filing('CERTNM', 'change-of-name', 'certificate-change-of-name-company', 140),
      accounts('small', 410),
    ].sort((a, b) => a.daysAgo - b.daysAgo),
    directors: [[22], [900], [2600]],
  },
  '99900103': {
    filings: [
      accounts('full', 45),
      filing('TM01', 'officers', 'termination-director-company-with-name-termination-date', 75, 80),
      accounts('medium', 415),
    ],
    directors: [[1500, 80], [3100]],
  },
  '99900104': { filings: [allotment(120), accounts('micro-entity', 200)], directors: [[870], [100]] },
};

/** The demo's companies as the local Companies House shows them; every date counts from `today`. */
export function makeDemoCompanyFiles(today: Date): readonly CompanyFile[] {
  return REGISTER_ENTRIES.flatMap((entry) => {
    const story = STORIES[entry.number];
    return story === undefined ? [] : [fileOf(entry, story, today)];
  });
}

function fileOf(entry: RegisterEntry, { filings, directors }: DemoStory, today: Date): CompanyFile {
  const day = (daysAgo: number) => dayDaysAgo(today, daysAgo);
  return {
    profile: profileOf(entry, day),
    officers: directors.map(([appointed, resigned]) => ({
      officer_role: 'director',
      appointed_on: day(appointed),
      ...(resigned === undefined ? {} : { resigned_on: day(resigned) }),
    })),
    filings: filings.map(({ type, category, description, daysAgo, actionDaysAgo, values }, index) => ({
      transaction_id: `${entry.number}-${index + 1}`,
      type,
      category,
      description,
      date: day(daysAgo),
      ...(actionDaysAgo === undefined ? {} : { action_date: day(actionDaysAgo) }),
      ...(values === undefined ? {} : { description_values: values }),
    })),
    charges: Array.from({ length: entry.charges ?? 0 }, () => ({ status: 'outstanding' as const })),
    insolvencyCases: [],
  };
}

function profileOf(entry: RegisterEntry, day: (daysAgo: number) => string): CompanyFile['profile'] {
  return {
    company_number: entry.number,
    company_name: entry.name,
    company_status: 'active',
    type: 'ltd',
    date_of_creation: day(daysOfYears(entry.years)),
    registered_office_address: {
      address_line_1: entry.line1,
      locality: entry.town,
      country: 'England',
      postal_code: entry.postcode,
    },
    previous_company_names: (entry.previousNames ?? []).map(({ name, daysAgo }) => ({ name, ceased_on: day(daysAgo) })),
    accounts: {
      last_accounts: { type: entry.accounts.toLowerCase().replaceAll(' ', '-') },
      next_accounts: { due_on: day(-(entry.accountsDueInDays ?? 150)) },
    },
    confirmation_statement: { next_due: day(-(entry.confirmationDueInDays ?? 90)) },
  };
}
