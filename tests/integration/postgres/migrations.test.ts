import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../backend/src/adapters/postgres/migrate.ts';
import { asAdministrator, connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('migrate', () => {
  it('applies nothing the second time', async () => {
    const database = await aDatabase({ empty: false });

    const applied = await migrate({ databaseUrl: database.url, folder: 'prisma/migrations' });

    expect(applied).toEqual([]);
  });

  it('applies everything once when three processes start at the same moment', async () => {
    const database = await aDatabase({ empty: true });

    const applied = await Promise.all(
      [1, 2, 3].map(() => migrate({ databaseUrl: database.url, folder: 'prisma/migrations' })),
    );

    const owner = await connect(database.url);
    const { rows } = await owner.query('SELECT migration_name FROM _prisma_migrations ORDER BY 1');
    expect(applied.flat().toSorted()).toEqual(rows.map((row) => row.migration_name));
  });

  it('leaves what `prisma migrate status` and `migrate deploy` agree with', async () => {
    const database = await aDatabase({ empty: false });

    const status = await runPrisma(database, ['migrate', 'status']);
    const deploy = await runPrisma(database, ['migrate', 'deploy']);

    expect(status).toContain('Database schema is up to date!');
    expect(deploy).toContain('No pending migrations to apply.');
  });

  it('leaves the tables that schema.prisma describes', async () => {
    const database = await aDatabase({ empty: false });

    const script = await runPrisma(database, [
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'prisma/schema.prisma',
      '--script',
    ]);

    expect(script).toContain('This is an empty migration.');
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const database = await aDatabase({ empty: false });
    const folder = aFolder();
    const [name = ''] = await appliedNames(database);
    writeFileSync(join(folder, name, 'migration.sql'), 'SELECT 1;');

    const migrated = migrate({ databaseUrl: database.url, folder });

    await expect(migrated).rejects.toMatchObject({ code: 'not_configured', message: expect.stringContaining(name) });
  });

  it('accepts Windows line ends as the same migration', async () => {
    const database = await aDatabase({ empty: false });
    const folder = aFolder();
    const { readFileSync } = await import('node:fs');
    const [name = ''] = await appliedNames(database);
    const file = join(folder, name, 'migration.sql');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));

    expect(await migrate({ databaseUrl: database.url, folder })).toEqual([]);
  });

  it('keeps nothing of a migration that fails, and applies it once it is repaired', async () => {
    const database = await aDatabase({ empty: false });
    const folder = aFolder();
    const file = join(folder, '29990101000000_bad', 'migration.sql');
    mkdirSync(join(folder, '29990101000000_bad'));
    writeFileSync(file, 'CREATE TABLE half (id int); SELECT 1/0;');

    const first = migrate({ databaseUrl: database.url, folder });

    await expect(first).rejects.toMatchObject({ message: expect.stringContaining('division by zero') });
    const owner = await connect(database.url);
    expect((await owner.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }]);
    writeFileSync(file, 'CREATE TABLE half (id int);');
    expect(await migrate({ databaseUrl: database.url, folder })).toEqual(['29990101000000_bad']);
  });

  it('leaves a migration that another tool broke off to a person', async () => {
    const database = await aDatabase({ empty: false });
    const owner = await connect(database.url);
    await owner.query('UPDATE _prisma_migrations SET finished_at = NULL');

    const migrated = migrate({ databaseUrl: database.url, folder: aFolder() });

    await expect(migrated).rejects.toMatchObject({ message: expect.stringContaining('failed earlier') });
  });

  it('names the GRANT to run when the product role is there and may not be granted', async () => {
    const database = await aDatabase({ empty: true });
    await asAdministrator(`CREATE ROLE stranger LOGIN PASSWORD 'x'`);
    onTestFinished(() => asAdministrator(`DROP OWNED BY stranger; DROP ROLE stranger`));
    const admin = await connect(database.administratorUrl);
    const url = new URL(database.url);
    await admin.query('GRANT ALL ON SCHEMA public TO stranger');
    await admin.query(`GRANT CREATE ON DATABASE ${url.pathname.slice(1)} TO stranger`);
    url.username = 'stranger';
    url.password = 'x';
    onTestFinished(() => database.drop());

    const migrated = migrate({ databaseUrl: url.toString(), folder: 'prisma/migrations' });

    await expect(migrated).rejects.toMatchObject({
      message: expect.stringContaining('GRANT smartsync_app TO stranger'),
    });
    await asAdministrator('GRANT smartsync_app TO stranger');
    expect(await migrate({ databaseUrl: url.toString(), folder: 'prisma/migrations' })).not.toEqual([]);
  });
});

async function aDatabase(options: { readonly empty: boolean }): Promise<TestDatabase> {
  const database = await makeTestDatabase(options);
  onTestFinished(() =>
    asAdministrator(`DROP DATABASE IF EXISTS ${new URL(database.url).pathname.slice(1)} WITH (FORCE)`),
  );
  return database;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartsync-migrations-'));
  cpSync('prisma/migrations', folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function appliedNames(database: TestDatabase): Promise<string[]> {
  const owner = await connect(database.url);
  const { rows } = await owner.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1',
  );
  return rows.map((row) => row.name);
}

async function runPrisma(database: TestDatabase, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'scripts/prisma.ts', ...args],
    { env: { ...process.env, DATABASE_URL: database.url } },
  );
  return stdout + stderr;
}
