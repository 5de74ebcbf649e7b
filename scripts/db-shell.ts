import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { makeDatabase } from '../backend/src/adapters/postgres/make-database.ts';
import { findLinkedTenant } from '../backend/src/adapters/postgres/portal-links.ts';
import { chooseDataDir } from './choose-data-dir.ts';
import { openDatabaseUrl } from './embedded-postgres.ts';

/**
 * `npm run db:shell -- --organization <uuid>`: the database as the product's role with that tenant set, so that plain
 * SELECTs show this organisation's rows and no other's.
 */
// Not strict: what it does not know is answered with the usage below, not with a stack.
const { values, positionals } = parseArgs({
  options: { organization: { type: 'string' }, 'no-psql': { type: 'boolean' } },
  strict: false,
});
const organizationId = String(values.organization ?? '');
const isUnderstood =
  positionals.length === 0 && Object.keys(values).every((name) => /^(organization|no-psql)$/.test(name));
if (!isUnderstood || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(organizationId)) {
  process.stderr.write('usage: npm run db:shell -- --organization <uuid of an organisation>\n');
  process.exit(2);
}
const opened = await openDatabaseUrl({ ...process.env, DATA_DIR: chooseDataDir(process.env) });
let settings = '';
try {
  settings = `-c role=smartsync_app -c app.organization_id=${await findTenantId()}`;
  process.exitCode = hasPsql() ? await runPsql() : await runPrompt();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await opened.close();
}

/** An organisation of the API that a portal was linked to has its data under the id that the install gave the portal. */
async function findTenantId(): Promise<string> {
  const database = makeDatabase({ url: opened.url, maxConnections: 1 });
  try {
    return (await findLinkedTenant(database, organizationId)) ?? organizationId;
  } finally {
    await database.close();
  }
}

function hasPsql(): boolean {
  return values['no-psql'] !== true && spawnSync('psql', ['--version']).status === 0;
}

function runPsql(): Promise<number> {
  // psql gets Ctrl-C itself (it cancels a query); we wait for its end.
  process.removeAllListeners('SIGINT').on('SIGINT', () => undefined);
  const env = { ...process.env, PGOPTIONS: settings };
  const child = spawn('psql', ['-v', 'ON_ERROR_STOP=0', opened.url], { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Where psql is not installed: statements end with `;`, results are tables, `\q` or the end of input leaves. */
async function runPrompt(): Promise<number> {
  const client = new pg.Client({ connectionString: opened.url, options: settings });
  await client.connect();
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'smartsync=> ' });
  if (process.stdin.isTTY) lines.prompt();
  let exitCode = 0;
  let pending = '';
  for await (const line of lines) {
    if (line.trim() === '\\q') break;
    pending += `${line}\n`;
    if (line.trimEnd().endsWith(';')) {
      exitCode = await showResult(client, pending);
      pending = '';
    }
    if (process.stdin.isTTY) lines.prompt();
  }
  if (pending.trim() !== '') exitCode = await showResult(client, pending);
  await client.end();
  return exitCode;
}

async function showResult(client: pg.Client, sql: string): Promise<number> {
  try {
    const result = await client.query(sql);
    for (const one of [result].flat()) {
      if (one.fields.length > 0) console.table(one.rows);
      process.stdout.write(`${one.command} ${one.rowCount ?? ''}\n`);
    }
    return 0;
  } catch (error) {
    process.stdout.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
