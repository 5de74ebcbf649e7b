import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../backend/src/adapters/postgres/migrate.ts';
import { importBulkFile } from '../backend/src/adapters/register/import-bulk-file.ts';
import { AppError } from '../backend/src/domain/errors.ts';
import { chooseDataDir } from './choose-data-dir.ts';
import { openDatabaseUrl } from './embedded-postgres.ts';
import { formatImportResult, makeImportPrinter } from './print-import.ts';

/** `npm run import:companies -- <file.csv|.zip> [--complete] [--snapshot YYYY-MM-DD]`: fills the company register. */
const USAGE = 'npm run import:companies -- <file.csv|.zip> [--complete] [--snapshot YYYY-MM-DD]';

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`import:companies: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const request = readRequest();
  const database = await openDatabaseUrl({ ...process.env, DATA_DIR: chooseDataDir(process.env) });
  const client = new pg.Client({ connectionString: database.url, application_name: 'smartsync-import' });
  client.on('error', () => {}); // the query that was running rejects with it
  try {
    await client.connect().catch((cause: unknown) => {
      throw new AppError(
        'upstream_unavailable',
        `The database does not answer (${describe(cause)}). Check DATABASE_URL.`,
        {},
        { cause },
      );
    });
    await ensureTables(client, database.url);
    const result = await importBulkFile(
      client,
      request,
      makeImportPrinter((line) => console.log(line)),
    );
    if (result.windows1252Rows > 0)
      console.log(`${result.windows1252Rows} rows were not UTF-8 and were read as Windows-1252`);
    console.log(formatImportResult(result, request));
    return 0;
  } finally {
    await client.end().catch(() => {}); // a lost connection has ended already
    await database.close();
  }
}

function readRequest() {
  const { values, positionals } = parseArguments();
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new AppError('invalid_input', `Name one file: ${USAGE}`);
  if (values.snapshot !== undefined && !isDay(values.snapshot)) {
    throw new AppError('invalid_input', `--snapshot takes a day like 2026-11-01: ${USAGE}`);
  }
  return {
    path,
    isComplete: values.complete === true,
    ...(values.snapshot === undefined ? {} : { snapshotOn: values.snapshot }),
  };
}

function parseArguments() {
  try {
    const options = { complete: { type: 'boolean' }, snapshot: { type: 'string' } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    throw new AppError('invalid_input', `${describe(cause)} Usage: ${USAGE}`, {}, { cause });
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A fresh database gets its tables first; one that has them is left as it is (migrating is `npm run db:migrate`). */
async function ensureTables(client: pg.Client, databaseUrl: string): Promise<void> {
  const { rows } = await client.query('SELECT to_regclass(\'register_companies\') IS NULL AS "isMissing"');
  if (rows[0]?.isMissing !== true) return;
  await migrate({ databaseUrl, folder: fileURLToPath(new URL('../prisma/migrations', import.meta.url)) });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
