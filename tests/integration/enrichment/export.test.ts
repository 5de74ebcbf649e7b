import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeDatabase } from '../../../backend/src/adapters/postgres/make-database.ts';
import { exportPortalToFile } from '../../../scripts/smartsync/export-portal.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, REP, startWorld, type World } from './world.ts';

/** Looked at and no secret: counts of tokens, hashes of what was asked and found. */
const NO_SECRETS =
  /_tokens$|^(request|result|input)_hash$|^token_(version|expires_at)$|^(idempotency|dedupe|job|source)_key$|^key_id$/;

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.install(OTHER_PORTAL, 601);
  await world.enrich('companies', 'kestrel');
  await world.enrich('contacts', 'ann');
});

afterAll(async () => {
  await world.stop();
});

const headShape = z.object({
  export: z.object({ tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })) }).loose(),
});
const rowShape = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
const endShape = z.object({ end: z.object({ rows: z.number(), rowsByTable: z.record(z.string(), z.number()) }) });

function readExport(text: string) {
  const lines: unknown[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    head: headShape.parse(lines[0]).export,
    rows: lines.slice(1, -1).map((line) => rowShape.parse(line)),
    end: endShape.parse(lines.at(-1)).end,
  };
}

const download = (userId: number) => world.send('/api/hubspot/export', { portalId: PORTAL, userId });
const organizationOf = async (portalId: number) => {
  const rows = await world.query<{ organization_id: string }>(
    'SELECT organization_id FROM portal_directory WHERE portal_id = $1',
    [portalId],
  );
  return rows[0]?.organization_id ?? '';
};

describe('GET /api/hubspot/export', () => {
  it('is for admins', async () => {
    expect((await download(REP)).status).toBe(403);
  });

  it('has every table with an organisation, and every column that is no secret', async () => {
    const catalogue = await world.query<{ name: string; columns: string[] }>(
      `SELECT c.table_name AS name, array_agg(c.column_name::text) AS columns
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1`,
    );
    const kept = catalogue.filter(({ columns }) => columns.includes('organization_id'));
    const { head } = readExport(await (await download(ADMIN)).text());
    const left = kept.flatMap(({ name, columns }) => {
      const exported = head.tables.find((table) => table.name === name)?.columns ?? [];
      return columns.filter((column) => !exported.includes(column)).map((column) => `${name}.${column}`);
    });

    expect(head.tables.map(({ name }) => name).sort()).toEqual(kept.map(({ name }) => name).sort());
    expect(left.sort()).toEqual([
      'crm_integrations.access_token',
      'crm_integrations.refresh_token',
      'dashboard_sessions.session_hash',
      'organization_keys.wrapped_key',
    ]);
  });

  it('has no column whose name sounds like a secret and was not looked at', async () => {
    const { head } = readExport(await (await download(ADMIN)).text());
    const columns = head.tables.flatMap((table) => table.columns);
    const suspicious = columns.filter((column) => /token|secret|key|hash|password/.test(column));

    expect(suspicious.filter((column) => !NO_SECRETS.test(column))).toEqual([]);
  });

  it('has the rows of this account and of no other, and says how many', async () => {
    const response = await download(ADMIN);
    const { rows, end } = readExport(await response.text());
    const own = await organizationOf(PORTAL);

    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(response.headers.get('content-disposition')).toContain(`${PORTAL}.ndjson`);
    expect(new Set(rows.map(({ row }) => row.organization_id))).toEqual(new Set([own]));
    expect(rows.length).toBe(end.rows);
    expect(end.rowsByTable).toMatchObject({ enrichments: 2, crm_integrations: 1, crm_entity_mappings: 2 });
    expect(await organizationOf(OTHER_PORTAL)).not.toBe(own);
  });

  it('is logged with who took it', async () => {
    await download(ADMIN).then((response) => response.text());
    const activity = await world.send('/api/hubspot/activity?limit=1', { portalId: PORTAL, userId: REP });

    expect(await activity.json()).toMatchObject({
      items: [{ kind: 'export', status: 'success', requestedBy: { userId: ADMIN } }],
    });
  });

  it('frees its connection when the reader goes away', async () => {
    for (let round = 0; round < 12; round += 1) await download(ADMIN).then((response) => response.body?.cancel());

    expect((await world.enrich('contacts', 'bob')).status).toBe('completed');
  });
});

describe('smartsync export', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-export-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the same to a file that only its owner reads, and writes over none', async () => {
    const database = makeDatabase({ url: world.database.url, maxConnections: 2 });
    const file = path.join(folder, 'portal.ndjson');

    const said = await exportPortalToFile(database, PORTAL, file);
    const again = exportPortalToFile(database, PORTAL, file);

    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    await database.close();
    const { end } = readExport(readFileSync(file, 'utf8'));
    expect(said).toBe(`${end.rows} rows of portal ${PORTAL} written to ${file}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('refuses a portal that nobody installed', async () => {
    const database = makeDatabase({ url: world.database.url, maxConnections: 2 });
    const file = path.join(folder, 'nobody.ndjson');

    await expect(exportPortalToFile(database, 4, file)).rejects.toMatchObject({ code: 'not_found' });
    await database.close();
    expect(existsSync(file)).toBe(false);
  });
});
