import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ImportRequest, importBulkFile } from '../../../backend/src/adapters/register/import-bulk-file.ts';
import type { ImportResult } from '../../../backend/src/adapters/register/import-rows.ts';
import { OFFICIAL_HEADER } from '../../../bench/generate-register.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** A register of its own for a test file, and the few things every test of it does. */
export interface RegisterFixture {
  readonly pool: () => pg.Pool;
  readonly url: () => string;
  /** Writes a file into the test's folder and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Imports a file; `rejects` holds `line L: reason`. */
  load(
    path: string,
    options?: Omit<ImportRequest, 'path' | 'isComplete'> & { readonly isComplete?: boolean },
  ): Promise<Loaded>;
}

export interface Loaded extends ImportResult {
  readonly rejects: readonly string[];
  readonly resumedAfterRows: number;
  readonly snapshotOn: string;
}

/** Sets up database and folder; the tables are empty before each test. */
export function prepareRegister(): RegisterFixture {
  let database: TestDatabase;
  let pool: pg.Pool;
  let folder: string;
  beforeAll(async () => {
    database = await makeTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 3 });
    // `end` does not wait for the server, which the drop may make end the connections first: no failure of any test.
    pool.on('error', () => undefined);
    folder = mkdtempSync(join(tmpdir(), 'smartsync-register-'));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE register_companies, register_changes, register_imports');
  });
  return {
    pool: () => pool,
    url: () => database.url,
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    load: (path, options = {}) => load(pool, { isComplete: false, ...options, path }),
  };
}

async function load(pool: pg.Pool, request: ImportRequest): Promise<Loaded> {
  const rejects: string[] = [];
  let started = { resumedAfterRows: 0, snapshotOn: '' };
  const client = await pool.connect();
  try {
    const result = await importBulkFile(client, request, {
      onStart: ({ resumedAfterRows, snapshotOn }) => {
        started = { resumedAfterRows, snapshotOn };
      },
      onReject: ({ line, reason, member }) => rejects.push(`line ${line}: ${reason}${member ? ` (${member})` : ''}`),
      onRows: () => {},
      onIndex: () => {},
    });
    return { ...result, ...started, rejects };
  } finally {
    client.release();
  }
}

const OFFICIAL_NAMES = OFFICIAL_HEADER.split(',').map((name) => name.trim());

/** One row of an official file: only the cells that matter, the others empty. */
export function officialRow(cells: Readonly<Record<string, string>>): string {
  const unknown = Object.keys(cells).filter((name) => !OFFICIAL_NAMES.includes(name));
  if (unknown.length > 0) throw new Error(`no such column: ${unknown.join(', ')}`);
  return OFFICIAL_NAMES.map((name) => `"${(cells[name] ?? '').replaceAll('"', '""')}"`).join(',');
}

/** An official file of these rows. */
export function officialFile(...rows: readonly Readonly<Record<string, string>>[]): string {
  return `${[OFFICIAL_HEADER, ...rows.map(officialRow)].join('\r\n')}\r\n`;
}

/** A reduced file: exactly these columns. */
export function reducedFile(columns: readonly string[], ...rows: readonly (readonly string[])[]): string {
  return `${[columns, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}
