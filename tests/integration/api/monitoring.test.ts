import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, OTHER_TOKEN, startApiWorld } from './api-world.ts';

/** The SELECTs of the quick start, word for word. */
const QUERIES = [
  'SELECT * FROM crm_integrations;',
  `SELECT
  sync_type,
  operation,
  status,
  duration_ms,
  created_at
FROM crm_sync_logs
ORDER BY created_at DESC
LIMIT 10;`,
  `SELECT * FROM crm_sync_logs
WHERE status = 'failed'
ORDER BY created_at DESC;`,
  `SELECT
  sync_type,
  enrichments->>'leadScore' as score,
  enrichments->>'buyingSignals' as signals,
  enrichment_time_ms
FROM crm_sync_logs
WHERE enrichments IS NOT NULL
LIMIT 5;`,
  'SELECT id, crm_type, is_active FROM crm_integrations;',
  `SELECT retry_count, error_message FROM crm_sync_logs
WHERE error_code = 'RATE_LIMIT'
ORDER BY created_at DESC;`,
  'SELECT * FROM crm_sync_logs ORDER BY created_at DESC LIMIT 10;',
  'SELECT id, crm_type, is_active, last_sync_at FROM crm_integrations;',
  `SELECT COUNT(*) FROM crm_sync_logs WHERE status = 'success';`,
  `SELECT AVG(duration_ms) FROM crm_sync_logs WHERE status = 'success';`,
];

const [FIRST, SECOND] = [randomUUID(), randomUUID()];
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  await world.connect(FIRST, { auto_enrich: true, auto_score: true });
  await world.connect(SECOND, { access_token: OTHER_TOKEN });
  const contact = { email: 'sql@kestrel-loom.example', company: 'Kestrel Loom' };
  await world.sync(FIRST, { entity_type: 'contact', contact });
});

afterAll(async () => {
  await world.stop();
});

/** Sends statements into `npm run db:shell` and gives back what it printed. */
async function shell(organizationId: string, statements: readonly string[]) {
  const script = ['--import', 'tsx', 'scripts/db-shell.ts', '--no-psql', '--organization', organizationId];
  const child = spawn(process.execPath, script, { env: { ...process.env, DATABASE_URL: world.database.url } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  child.stdin.end(`${statements.join('\n')}\n`);
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('the monitoring queries of the quick start', () => {
  it('run unchanged in the database shell of an organisation of the API', async () => {
    const { code, output } = await shell(FIRST, QUERIES);

    expect(output).not.toContain('ERROR');
    expect(code).toBe(0);
    expect(output.match(/^SELECT \d+/gm)).toHaveLength(QUERIES.length);
    expect(output).toContain("'hubspot'");
  });

  it('say what was synced, with its score', async () => {
    const { output } = await shell(FIRST, [QUERIES[3] ?? '', QUERIES[8] ?? '']);

    expect(output).toMatch(/'contact' +│ '\d+'/);
  });

  it('show no row of another organisation, and no token to anybody', async () => {
    const { output } = await shell(SECOND, ['SELECT * FROM crm_integrations;', 'SELECT * FROM crm_sync_logs;']);

    expect(output).toContain('SELECT 1');
    expect(output).not.toMatch(/'contact'|pat-eu1/);
  });

  it('show nothing to an organisation without a connection', async () => {
    const { output } = await shell(randomUUID(), ['SELECT * FROM crm_integrations;']);

    expect(output).toContain('SELECT 0');
  });
});

describe('the tables of the quick start', () => {
  it('have its columns, types and checks', async () => {
    const columns = await world.query<{ name: string; type: string }>(
      `SELECT table_name || '.' || column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name IN ('crm_integrations', 'crm_sync_logs', 'crm_entity_mappings')`,
    );

    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toMatchObject({
      'crm_integrations.crm_type': 'text',
      'crm_integrations.is_active': 'boolean',
      'crm_integrations.last_sync_at': 'timestamp with time zone',
      'crm_integrations.updated_at': 'timestamp with time zone',
      'crm_sync_logs.sync_type': 'text',
      'crm_sync_logs.operation': 'text',
      'crm_sync_logs.duration_ms': 'integer',
      'crm_sync_logs.enrichments': 'jsonb',
      'crm_sync_logs.enrichment_time_ms': 'integer',
      'crm_sync_logs.retry_count': 'integer',
      'crm_entity_mappings.oppspot_entity_id': 'text',
      'crm_entity_mappings.oppspot_entity_type': 'text',
    });
    const tables = await world.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE 'crm\\_%' ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'crm_entity_mappings',
        'crm_field_mappings',
        'crm_integrations',
        'crm_sync_logs',
        'crm_sync_queue',
      ]),
    );
  });

  it.each([
    `UPDATE crm_integrations SET sync_direction = 'sideways'`,
    `UPDATE crm_integrations SET access_token = 'NEW_TOKEN'`,
    `UPDATE crm_sync_logs SET status = 'perhaps'`,
    `UPDATE crm_sync_logs SET retry_count = -1`,
  ])('refuse %s', async (statement) => {
    await expect(world.query(statement)).rejects.toMatchObject({ code: '23514' });
  });

  it('have the indexes of the quick start', async () => {
    const rows = await world.query<{ indexname: string }>(
      `SELECT indexname FROM pg_indexes WHERE schemaname = 'public'`,
    );

    expect(rows.map(({ indexname }) => indexname)).toEqual(
      expect.arrayContaining([
        'idx_crm_sync_logs_created',
        'idx_crm_sync_logs_status',
        'idx_crm_entity_mappings_oppspot',
      ]),
    );
  });
});
