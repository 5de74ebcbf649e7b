import { describeActivity, describeDealActivity } from './demo-activity.ts';
import type { CrmCompany } from './demo-company.ts';
import { CRM_COMPANIES } from './demo-crm-companies.ts';
import { instantDaysAgo } from './demo-day.ts';
import { DEMO_DEALS, type DemoDeal, isOpenDeal, RENEWALS_PIPELINE } from './demo-deals.ts';
import { LOOSE_CONTACTS } from './demo-loose-contacts.ts';
import { type DemoPerson, PEOPLE } from './demo-people.ts';
import type { Seed } from './seed-format.ts';

/** Number of the demo portal. */
export const DEMO_PORTAL_ID = 24681012;
/** Token of a private app in it: what an admin would copy under Settings → Integrations → Private apps. */
export const DEMO_PRIVATE_APP_TOKEN = 'pat-demo-private-app';

type RecordOfSeed = NonNullable<Seed['portals'][number]['companies']>[number];

const USERS = [
  {
    id: 61001,
    email: 'willa.harbour@harbourandpine.example',
    firstName: 'Willa',
    lastName: 'Harbour',
    superAdmin: true,
  },
  { id: 61002, email: 'rowan.pine@harbourandpine.example', firstName: 'Rowan', lastName: 'Pine', superAdmin: false },
  {
    id: 61003,
    email: 'imogen.slate@harbourandpine.example',
    firstName: 'Imogen',
    lastName: 'Slate',
    superAdmin: false,
  },
];
const OWNER_IDS = { rowan: '71002', imogen: '71003' } as const;

/** The portal "Harbour & Pine" with all its records; every date counts from `today`. The first company is the showcase. */
export function makeDemoSeed(today: Date): Seed {
  return {
    portals: [
      {
        id: DEMO_PORTAL_ID,
        name: 'Harbour & Pine',
        timeZone: 'Europe/London',
        currency: 'GBP',
        privateApp: { token: DEMO_PRIVATE_APP_TOKEN },
        users: USERS,
        owners: USERS.map(({ id, email, firstName, lastName }) => ({
          id: String(id + 10_000),
          userId: id,
          email,
          firstName,
          lastName,
        })),
        pipelines: [RENEWALS_PIPELINE],
        companies: CRM_COMPANIES.map((company, index) => companyRecord(company, index, today)),
        contacts: [
          ...contactsOfCompanies(today),
          ...LOOSE_CONTACTS.map((contact) => ({ ...contact, associations: [] })),
        ],
        deals: DEMO_DEALS.map((deal, index) => dealRecord(deal, index, today)),
      },
    ],
  };
}

function companyRecord({ key, owner, activity, properties }: CrmCompany, index: number, today: Date): RecordOfSeed {
  const deals = DEMO_DEALS.filter(({ company }) => company === key);
  const people = PEOPLE.get(key) ?? [];
  return {
    key,
    createdDaysAgo: 400 - index * 3,
    properties: {
      ...properties,
      ...(owner === undefined ? {} : { hubspot_owner_id: OWNER_IDS[owner] }),
      ...(people.length === 0 ? {} : { num_associated_contacts: String(people.length) }),
      ...(deals.length === 0 ? {} : dealCounts(deals)),
      ...describeActivity(today, activity),
    },
  };
}

function dealCounts(deals: readonly DemoDeal[]): Record<string, string> {
  return {
    num_associated_deals: String(deals.length),
    hs_num_open_deals: String(deals.filter(isOpenDeal).length),
  };
}

function contactsOfCompanies(today: Date): RecordOfSeed[] {
  return CRM_COMPANIES.flatMap((company) =>
    (PEOPLE.get(company.key) ?? []).map((person) => contactRecord(company, person, today)),
  );
}

function contactRecord({ key, owner, properties }: CrmCompany, person: DemoPerson, today: Date): RecordOfSeed {
  const [firstname = '', lastname = ''] = person.name.split(' ');
  const mailbox = `${firstname}.${lastname}`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z.]/g, '');
  return {
    key: contactKey(key, person),
    createdDaysAgo: 200,
    properties: {
      firstname,
      lastname,
      email: `${mailbox}@${properties.domain}`,
      jobtitle: person.job,
      company: properties.name ?? '',
      ...(owner === undefined ? {} : { hubspot_owner_id: OWNER_IDS[owner] }),
      ...describeActivity(today, person.activity),
    },
    associations: [key],
  };
}

function contactKey(company: string, { name }: DemoPerson): string {
  return `${company}/${name}`;
}

function dealRecord(deal: DemoDeal, index: number, today: Date): RecordOfSeed {
  const { company } = deal;
  const crm = CRM_COMPANIES.find(({ key }) => key === company);
  const [person] = company === undefined ? [] : (PEOPLE.get(company) ?? []);
  return {
    key: `deal-${index + 1}`,
    createdDaysAgo: 120 - index * 4,
    properties: {
      dealname: crm?.properties.name === undefined ? deal.name : `${crm.properties.name} – ${deal.name}`,
      pipeline: deal.pipeline ?? 'default',
      dealstage: deal.stage,
      amount: String(deal.amountGbp),
      closedate: instantDaysAgo(today, -deal.closesInDays),
      hubspot_owner_id: OWNER_IDS[deal.owner],
      ...describeDealActivity(today, deal.activity),
    },
    associations: [
      ...(company === undefined ? [] : [company]),
      ...(company === undefined || person === undefined ? [] : [contactKey(company, person)]),
    ],
  };
}
