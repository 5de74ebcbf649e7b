import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { AppError } from '../../domain/errors.ts';

/** The advisory lock that `prisma migrate` takes: the two never run at once. */
const PRISMA_LOCK = 72_707_369;

/** A migration on disk. */
interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Applies the migrations of a folder, then the queue's own, and records ours exactly as `prisma migrate deploy` does:
 * either tool goes on where the other stopped.
 *
 * Safe to run from several processes at once, and again: what is applied is left alone.
 *
 * @returns names of the migrations applied now
 * @throws AppError `not_configured` when one fails, was left half done by another tool, or was edited after it was applied
 */
export async function migrate(input: { readonly databaseUrl: string; readonly folder: string }): Promise<string[]> {
  const client = new pg.Client({ connectionString: input.databaseUrl });
  await connect(client);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const done = await readApplied(client);
    const applied: string[] = [];
    for (const migration of readMigrations(input.folder)) {
      const known = done.get(migration.name);
      if (known === undefined) {
        await applyMigration(client, migration);
        applied.push(migration.name);
      } else {
        assertUnedited(migration, known);
      }
    }
    // Under the same lock: two processes that start at once must not create the queue's schema twice.
    await runMigrations({ connectionString: input.databaseUrl });
    return applied;
  } finally {
    await client.end(); // gives the lock back
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (cause) {
    const message = `DATABASE_URL: the database cannot be reached: ${describe(cause).message}`;
    throw new AppError('not_configured', message, {}, { cause });
  }
}

/** Names of the migrations in a folder that this database has not applied. */
export async function readPendingMigrations(query: Queryable, folder: string): Promise<string[]> {
  const done = await readApplied(query);
  return readMigrations(folder)
    .map((migration) => migration.name)
    .filter((name) => !done.has(name));
}

/** The part of a connection or pool that reading needs. */
interface Queryable {
  query(text: string): Promise<{ rows: { migration_name: string; checksum: string; finished_at: Date | null }[] }>;
}

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

async function readApplied(query: Queryable): Promise<Map<string, string>> {
  const { rows } = await query.query(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  const failed = rows.find((row) => row.finished_at === null);
  if (failed !== undefined) {
    const name = failed.migration_name;
    const message = `migration ${name} failed earlier; repair what its log says, then: npx tsx scripts/prisma.ts migrate resolve --rolled-back ${name}`;
    throw new AppError('not_configured', message);
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** Git may have changed the line ends on Windows: that is no edit, to Prisma neither. */
function assertUnedited(migration: Migration, known: string): void {
  const unix = migration.sql.replaceAll('\r\n', '\n');
  if ([migration.sql, unix, unix.replaceAll('\n', '\r\n')].some((sql) => checksum(sql) === known)) return;
  const message = `migration ${migration.name} was edited after it was applied; put it back and add a new one`;
  throw new AppError('not_configured', message);
}

/** One transaction with its own record: whatever breaks off, also this process, leaves nothing to repair. */
async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql); // simple protocol: many statements
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum(migration.sql), migration.name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const { message, hint } = describe(cause);
    throw new AppError('not_configured', `migration ${migration.name}: ${message}${hint}`, {}, { cause });
  }
}

function describe(cause: unknown): { message: string; hint: string } {
  if (!(cause instanceof pg.DatabaseError)) {
    return { message: cause instanceof Error ? cause.message : String(cause), hint: '' };
  }
  return { message: cause.message, hint: cause.hint === undefined ? '' : `. ${cause.hint}` };
}
