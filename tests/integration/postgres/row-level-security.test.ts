import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin, installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** Read before a tenant is known, or not about tenants at all. Adding a table here needs a reason beside it. */
const TENANTLESS = [
  '_prisma_migrations', // Prisma's record of migrations
  'oauth_states', // hashes of installs that have no tenant yet
  'portal_directory', // portal to organisation: what leads to the tenant
  'source_answers', // what public sources say about companies, the same for every tenant
  'website_readings', // what public websites said when they were last read
  'hubspot_windows', // when calls to a portal may be sent, asked before anything of the tenant is read
  'webhooks_journal', // how far the app has read HubSpot's journal, one for all portals
  'lease_watch', // which organisations have runs to look after, for the owner of the queue only
  'source_requests', // how often these sources were asked by all tenants together
];

describe('row-level security', () => {
  let database: TestDatabase;
  let stores: Stores;
  let tenantTables: string[];
  beforeAll(async () => {
    database = await makeTestDatabase();
    stores = makeStores(database.url, { maxConnections: 3 });
    const { rows } = await stores.database.pool.query<{ table_name: string }>(
      `SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND column_name = 'organization_id' AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    tenantTables = rows.map((row) => row.table_name).filter((name) => !TENANTLESS.includes(name));
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  it('covers at least the tables of the seed and of the product', () => {
    expect(tenantTables).toEqual(
      expect.arrayContaining([
        'automation_intents',
        'automation_turns',
        'company_domains',
        'crm_entity_mappings',
        'crm_field_mappings',
        'crm_integrations',
        'crm_sync_logs',
        'enrichment_requests',
        'enrichments',
        'model_usage',
        'model_usage_daily',
        'organization_keys',
        'portal_setting_changes',
        'portal_settings',
        'summaries',
      ]),
    );
  });

  it('is enabled and forced, with both clauses, on every table that has an organisation', async () => {
    const admin = await connect(database.administratorUrl);
    const { rows } = await admin.query<{ table_name: string }>(
      `SELECT c.relname AS table_name FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname AND p.schemaname = 'public'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
         AND p.cmd = 'ALL' AND p.permissive = 'PERMISSIVE'
         AND p.qual LIKE '%organization_id = %app.organization_id%' AND p.with_check LIKE '%organization_id = %app.organization_id%'
       ORDER BY 1`,
    );

    expect(rows.map((row) => row.table_name)).toEqual(tenantTables);
  });

  it('has one policy a table, so that none widens another', async () => {
    const admin = await connect(database.administratorUrl);

    const { rows } = await admin.query(
      `SELECT tablename FROM pg_policies WHERE schemaname = 'public' GROUP BY 1 HAVING count(*) > 1`,
    );

    expect(rows).toEqual([]);
  });

  it('gives no table to the product role that is neither a tenant table nor listed here', async () => {
    const admin = await connect(database.administratorUrl);

    const { rows } = await admin.query<{ table_name: string }>(
      `SELECT DISTINCT g.table_name FROM information_schema.role_table_grants g
       JOIN pg_class c ON c.relname = g.table_name AND c.relnamespace = 'public'::regnamespace
       WHERE g.grantee IN ('smartsync_app', 'PUBLIC') AND g.table_schema = 'public' AND c.relkind = 'r'
         AND g.privilege_type <> 'SELECT'`,
    );

    const writable = rows.map((row) => row.table_name).filter((name) => !TENANTLESS.includes(name));
    expect(tenantTables).toEqual(expect.arrayContaining(writable));
  });

  it('runs as a role that cannot step over it', async () => {
    const rows = await stores.database.queryAsTenant(randomUUID(), {
      name: 'who',
      text: `SELECT current_user, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = current_user`,
      values: [],
    });
    const login = await stores.database.queryAsOwner(
      `SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user`,
    );

    expect(rows).toEqual([{ current_user: 'smartsync_app', rolsuper: false, rolbypassrls: false, rolcanlogin: false }]);
    expect(login).toEqual([{ rolsuper: false, rolbypassrls: false }]);
  });

  it('shows each tenant its rows only, in every table', async () => {
    const [one, two] = await fillTables(database, tenantTables);

    for (const table of tenantTables) {
      expect(await organizationsIn(stores, one, table)).toEqual([one]);
      expect(await organizationsIn(stores, two, table)).toEqual([two]);
    }
  });

  it('takes no row for another tenant and moves none to it, in every table', async () => {
    const [one, two] = await fillTables(database, tenantTables);
    const admin = await connect(database.administratorUrl);

    for (const table of tenantTables) {
      const copy = await copyStatement(admin, table, two);
      const insert = stores.database.queryAsTenant(one, { name: `i_${table}`, text: copy, values: [] });
      await expect(insert, table).rejects.toMatchObject({ cause: { code: '42501' } });
    }
    const move = stores.database.queryAsTenant(one, {
      name: 'move',
      text: 'UPDATE summaries SET organization_id = $1::uuid',
      values: [two],
    });
    await expect(move).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('changes and deletes nothing of another tenant', async () => {
    const [one, two] = await fillTables(database, tenantTables);

    await stores.database.queryAsTenant(one, { name: 'd1', text: 'DELETE FROM enrichments', values: [] });
    await stores.database.queryAsTenant(one, { name: 'd2', text: 'DELETE FROM crm_sync_logs', values: [] });

    expect(await organizationsIn(stores, two, 'enrichments')).toEqual([two]);
    expect(await organizationsIn(stores, two, 'crm_sync_logs')).toEqual([two]);
  });

  it('shows nothing to anybody without a tenant: not to the product role, not to the owner', async () => {
    await fillTables(database, tenantTables);
    const owner = await connect(database.url);

    for (const table of [...tenantTables, 'crm_sync_queue']) {
      const asOwner = await owner.query(`SELECT * FROM ${table}`);
      const asRole = await stores.database.withoutTenant((tx) => tx.$queryRawUnsafe(`SELECT * FROM ${table}`));
      expect({ table, asOwner: asOwner.rows, asRole }).toEqual({ table, asOwner: [], asRole: [] });
    }
  });

  it('keeps the directory and the install states from the owner in passing', async () => {
    await installPortal(stores);
    const owner = await connect(database.url);

    const { rows } = await owner.query('SELECT * FROM portal_directory');

    expect(rows).toEqual([]);
  });

  it('lets a tenant see its own part of the queue', async () => {
    const mine = await installPortal(stores);
    const other = await installPortal(stores);
    await begin(stores, mine.organizationId);
    await begin(stores, other.organizationId);

    expect(await organizationsIn(stores, mine.organizationId, 'crm_sync_queue')).toEqual([mine.organizationId]);
  });

  it('refuses a job in the name of another tenant', async () => {
    const enqueue = stores.database.queryAsTenant(randomUUID(), {
      name: 'foreign_job',
      text: `SELECT smartsync_enqueue('resume_enrichments', jsonb_build_object('organizationId', $1::text), 'k')`,
      values: [randomUUID()],
    });

    await expect(enqueue).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('keeps the tables of the queue closed to tenants', async () => {
    const read = stores.database.queryAsTenant(randomUUID(), {
      name: 'read_jobs',
      text: 'SELECT * FROM graphile_worker._private_jobs',
      values: [],
    });

    await expect(read).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('never mixes two tenants that work at once over few connections', async () => {
    const tenants = [randomUUID(), randomUUID()];
    const ask = (tenant: string) =>
      stores.database.queryAsTenant(tenant, {
        name: 'which',
        text: `SELECT current_setting('app.organization_id') AS tenant`,
        values: [],
      });
    const askInTransaction = (tenant: string) =>
      stores.database.withTenant(tenant, (tx) => tx.$queryRaw`SELECT current_setting('app.organization_id') AS tenant`);

    const wanted = Array.from({ length: 90 }, (_, index) => tenants[index % 2] ?? '');
    const seen = await Promise.all(wanted.map((tenant, i) => (i % 3 ? ask(tenant) : askInTransaction(tenant))));

    expect(seen).toEqual(wanted.map((tenant) => [{ tenant }]));
  });

  it('leaves no tenant on a connection, also after a statement failed', async () => {
    const failing = { name: 'fails', text: 'SELECT 1/0', values: [] };
    await Promise.allSettled(Array.from({ length: 9 }, () => stores.database.queryAsTenant(randomUUID(), failing)));

    const settings = await Promise.all(
      Array.from({ length: 9 }, () =>
        stores.database.queryAsOwner(
          `SELECT current_user, COALESCE(current_setting('app.organization_id', true), '') AS tenant`,
        ),
      ),
    );

    expect(settings).toEqual(Array.from({ length: 9 }, () => [{ current_user: 'smartsync', tenant: '' }]));
  });
});

/** Gives every tenant table a row of each of two new tenants, whatever its columns are. */
async function fillTables(database: TestDatabase, tables: readonly string[]): Promise<[string, string]> {
  const tenants: [string, string] = [randomUUID(), randomUUID()];
  const admin = await connect(database.administratorUrl);
  await admin.query(`SET session_replication_role = 'replica'`); // no foreign keys: each table stands alone here
  for (const tenant of tenants) {
    for (const table of tables) await admin.query(await copyStatement(admin, table, tenant));
  }
  return tenants;
}

/** An INSERT of one row that fits the table's types, so that a table added later is covered without a word here. */
async function copyStatement(admin: pg.Client, table: string, tenant: string): Promise<string> {
  const { rows } = await admin.query<{ column_name: string; data_type: string }>(
    `SELECT column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL`,
    [table],
  );
  const columns = new Map(rows.map((row) => [row.column_name, sampleOf(row.data_type)]));
  columns.set('organization_id', `'${tenant}'`);
  // What the checks of these tables want beyond the types.
  const extra = {
    automation_intents: ['purpose', `'task'`],
    crm_integrations: ['auth_kind', `'oauth'`],
    crm_sync_logs: ['status', `'success'`],
    enrichments: ['lease_expires_at', 'now()'],
    result_feedback: ['about', `'score'`],
    waiting_records: ['job_class', `'bulk'`],
    workflow_executions: ['action', `'enrich'`],
  };
  const [column, value] = Object.entries(extra).find(([name]) => name === table)?.[1] ?? [];
  columns.set(column ?? 'organization_id', value ?? `'${tenant}'`);
  return `INSERT INTO ${table} (${[...columns.keys()].join(', ')}) VALUES (${[...columns.values()].join(', ')})`;
}

function sampleOf(type: string): string {
  const values: Record<string, string> = {
    uuid: 'gen_random_uuid()',
    text: `gen_random_uuid()::text`,
    bigint: '(random() * 1e12)::bigint',
    integer: '1',
    'double precision': '0.5',
    boolean: 'true',
    jsonb: `'{}'`,
    date: 'current_date',
    'timestamp with time zone': 'now()',
  };
  return values[type] ?? `unknown type ${type}`;
}

async function organizationsIn(stores: Stores, tenant: string, table: string): Promise<unknown[]> {
  const rows = await stores.database.queryAsTenant(tenant, {
    name: `read_${table}`,
    text: `SELECT DISTINCT organization_id FROM ${table}`,
    values: [],
  });
  return rows.map((row) => Object.values(row ?? {})[0]);
}
