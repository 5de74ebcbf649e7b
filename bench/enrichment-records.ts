import pg from 'pg';
import type { Seed } from '../sandbox/seed/seed-format.ts';
import { FIRST_PORTALS } from './first-portals.ts';

/** One record that the bench enriches, always of a company that the register holds under the same name and postcode. */
export interface PlannedRecord {
  readonly portalId: number;
  readonly objectType: 'companies' | 'contacts';
  /** Where it stands among the portal's records of its type: the sandbox gives out ids in this order. */
  readonly position: number;
  /** A contact's company, in the same way; null for a company. */
  readonly companyPosition: number | null;
  readonly registerName: string;
}

/** Records of every portal, and the same as the sandbox's seed. */
export interface EnrichmentPlan {
  readonly portals: readonly { readonly id: number; readonly userId: number }[];
  /** In the order in which they are enriched: from portal to portal, company and contact in turn. */
  readonly records: readonly PlannedRecord[];
  readonly seed: Seed;
}

interface RegisterRow {
  readonly name: string;
  readonly town: string;
  readonly postcode: string;
}

const USER_ID = 501;

/**
 * Plans `pairs` companies and as many contacts, each contact with a company of its own, spread over the portals.
 *
 * Only companies whose name is theirs alone and whose trade fits the ideal customer are taken, so that a run goes all
 * the way to a score and a write: the longest path there is.
 */
export async function planRecords(input: {
  readonly databaseUrl: string;
  readonly portals: number;
  readonly pairs: number;
  /** Id of the first; stages that share a database need portals of their own. */
  readonly firstPortal?: number;
}): Promise<EnrichmentPlan> {
  const first = input.firstPortal ?? FIRST_PORTALS.enrichment;
  const rows = await readRegisterRows(input.databaseUrl, input.pairs * 2);
  const portals = Array.from({ length: input.portals }, (_, index) => ({ id: first + index, userId: USER_ID }));
  const tables = portals.map(() => ({ companies: [] as RegisterRow[], contacts: [] as number[] }));
  const records = rows.flatMap((row, index): PlannedRecord[] => {
    const pair = Math.floor(index / 2);
    const portal = portals[pair % portals.length];
    const table = tables[pair % portals.length];
    if (!portal || !table) return [];
    const companyPosition = table.companies.push(row) - 1;
    const common = { portalId: portal.id, registerName: row.name };
    if (index % 2 === 0)
      return [{ ...common, objectType: 'companies', position: companyPosition, companyPosition: null }];
    const position = table.contacts.push(companyPosition) - 1;
    return [{ ...common, objectType: 'contacts', position, companyPosition }];
  });
  const seed = {
    portals: portals.map((portal, index) => seedPortal(portal, tables[index] ?? { companies: [], contacts: [] })),
  };
  return { portals, records, seed };
}

/** Plans one portal with so many companies and, for each, so many contacts of its own: for counting, not for load. */
export async function planCostRecords(input: {
  readonly databaseUrl: string;
  readonly companies: number;
  readonly contactsPerCompany: number;
}): Promise<EnrichmentPlan> {
  const portal = { id: FIRST_PORTALS.cost, userId: USER_ID };
  const companies = await readRegisterRows(input.databaseUrl, input.companies);
  const contacts = companies.flatMap((_row, position) => Array<number>(input.contactsPerCompany).fill(position));
  return { portals: [portal], records: [], seed: { portals: [seedPortal(portal, { companies, contacts })] } };
}

function seedPortal(
  portal: { readonly id: number; readonly userId: number },
  { companies, contacts }: { readonly companies: readonly RegisterRow[]; readonly contacts: readonly number[] },
): Seed['portals'][number] {
  const user = { id: portal.userId, email: `admin@portal-${portal.id}.example`, firstName: 'Ada', lastName: 'Min' };
  return {
    id: portal.id,
    name: `Bench ${portal.id}`,
    users: [{ ...user, superAdmin: true }],
    companies: companies.map(({ name, town, postcode }, index) => ({
      key: `company-${index}`,
      properties: { name, city: town, zip: postcode, domain: `company-${index}.portal-${portal.id}.example` },
    })),
    contacts: contacts.map((companyPosition, index) => ({
      key: `contact-${index}`,
      properties: {
        firstname: 'Con',
        lastname: `Tact ${index}`,
        email: `contact-${index}@company-${companyPosition}.portal-${portal.id}.example`,
      },
      associations: [`company-${companyPosition}`],
    })),
  };
}

async function readRegisterRows(databaseUrl: string, count: number): Promise<readonly RegisterRow[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<RegisterRow>(
      `SELECT name, office_town AS town, office_postcode AS postcode FROM register_companies c
       WHERE status = 'Active' AND sic_codes[1] LIKE '62%'
         AND NOT EXISTS (SELECT FROM register_companies o
                         WHERE o.name_key = c.name_key AND o.company_number <> c.company_number)
       ORDER BY md5(company_number) LIMIT $1`,
      [count],
    );
    if (rows.length < count) throw new Error(`the register has only ${rows.length} companies to enrich of ${count}`);
    return rows;
  } finally {
    await client.end();
  }
}
