import type pg from 'pg';
import { z } from 'zod';
import type { ExportPiece, PortalExport } from '../../ports/portal-export.ts';
import { translateDatabaseError } from './errors.ts';
import type { Database } from './make-database.ts';

/** Ciphertext of tokens, wrapped keys, hashes that a cookie is checked against: nothing that a customer can use. */
const SECRET_COLUMNS: readonly string[] = [
  'crm_integrations.access_token',
  'crm_integrations.refresh_token',
  'organization_keys.wrapped_key',
  'dashboard_sessions.session_hash',
];

const ROWS_A_FETCH = 500;
/** A reader that takes nothing for so long has gone away; the server then frees what the export holds. */
const READER_MAY_PAUSE_MS = 60_000;
/** Rows of one account may lie far apart in a large table. */
const STATEMENT_MAY_TAKE_MS = 30_000;

// The catalogue names the tables, so that none that is added later is left out.
const TABLES = `
  SELECT c.table_name::text AS name, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    AND c.table_name IN (SELECT o.table_name FROM information_schema.columns o WHERE o.table_schema = 'public' AND o.column_name = 'organization_id')
  GROUP BY 1 ORDER BY 1`;

const tableRows = z.array(z.object({ name: z.string().regex(/^\w+$/), columns: z.array(z.string().regex(/^\w+$/)) }));
const fetchedRows = z.array(z.object({ row: z.record(z.string(), z.unknown()) }));

/** Reads through cursors in one read-only transaction of the tenant. */
export function makePortalExport(database: Database): PortalExport {
  return {
    read: (organizationId) => readPortal(database, organizationId),
    log: async ({ organizationId, userId }) => {
      const by = userId === null ? { kind: 'api' } : { kind: 'api', userId };
      await database.queryAsTenant(organizationId, {
        name: 'log_export',
        text: `INSERT INTO crm_sync_logs (organization_id, kind, sync_type, operation, status, message, requested_by)
               VALUES ($1::uuid, 'export', 'connection', 'read', 'success', 'everything kept of this account was exported', $2::jsonb)`,
        values: [organizationId, JSON.stringify(by)],
      });
    },
  };
}

async function* readPortal(database: Database, organizationId: string): AsyncGenerator<ExportPiece> {
  const client = await database.pool.connect();
  let isBroken = true;
  try {
    await begin(client, organizationId);
    const found = tableRows.parse((await client.query(TABLES)).rows);
    const tables = found.map(({ name, columns }) => ({
      name,
      columns: columns.filter((column) => !SECRET_COLUMNS.includes(`${name}.${column}`)),
    }));
    const exportedAt = new Date().toISOString();
    const format = 'oppspot-smartsync-export/1';
    yield { export: { format, organizationId, exportedAt, tables, leftOut: SECRET_COLUMNS } };
    const rowsByTable: Record<string, number> = {};
    for (const table of tables) {
      let count = 0;
      for await (const row of readTable(client, table, organizationId)) {
        count += 1;
        yield { table: table.name, row };
      }
      rowsByTable[table.name] = count;
    }
    yield { end: { rows: Object.values(rowsByTable).reduce((sum, count) => sum + count, 0), rowsByTable } };
    isBroken = false;
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    // Also when the reader went away: the rows of one moment are no longer needed.
    const hasEnded = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    client.release(isBroken && !hasEnded);
  }
}

async function begin(client: pg.PoolClient, organizationId: string): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(
    `SELECT set_config('app.organization_id', $1, true), set_config('role', 'smartsync_app', true),
       set_config('idle_in_transaction_session_timeout', $2, true), set_config('statement_timeout', $3, true)`,
    [organizationId, String(READER_MAY_PAUSE_MS), String(STATEMENT_MAY_TAKE_MS)],
  );
}

async function* readTable(
  client: pg.PoolClient,
  table: { readonly name: string; readonly columns: readonly string[] },
  organizationId: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const columns = table.columns.map((column) => `"${column}"`).join(', ');
  const select = `SELECT to_jsonb(r) AS row FROM (SELECT ${columns} FROM "${table.name}" WHERE organization_id = '${z.uuid().parse(organizationId)}') r`;
  await client.query(`DECLARE exported NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const fetching = { text: `FETCH ${ROWS_A_FETCH} FROM exported`, query_timeout: STATEMENT_MAY_TAKE_MS };
    const rows = fetchedRows.parse((await client.query(fetching)).rows);
    for (const { row } of rows) yield row;
    if (rows.length < ROWS_A_FETCH) break;
  }
  await client.query('CLOSE exported');
}
