import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { waitAtMost } from '../../lib/wait-at-most.ts';
import type { Readiness } from '../../ports/readiness.ts';
import type { Database } from './make-database.ts';
import { readPendingMigrations } from './migrate.ts';

/** Newest migration of the queue library that this version brings (graphile-worker 0.17: sql/000019.sql). */
const QUEUE_MIGRATION = 19;

/** Who asks whether to send requests here does not wait much longer itself. */
const ANSWER_WITHIN_MS = 3_000;

/** Asks the database itself; each part is looked at although another failed. */
export function makeReadiness(options: { readonly database: Database; readonly migrationsFolder: string }): Readiness {
  const { database, migrationsFolder } = options;
  const parts = [
    { name: 'database', check: () => checkTenantRole(database) },
    { name: 'migrations', check: () => checkMigrations(database, migrationsFolder) },
    { name: 'queue', check: () => checkQueue(database) },
  ] as const;
  return {
    check: () =>
      Promise.all(
        parts.map(async ({ name, check }) => {
          try {
            const message = await waitAtMost(check(), ANSWER_WITHIN_MS);
            if (message === undefined) return { name, ok: false, message: 'did not answer in time' };
            return { name, ok: message === null, message };
          } catch (error) {
            const message = error instanceof AppError ? error.message : 'could not be checked';
            return { name, ok: false, message };
          }
        }),
      ),
  };
}

/** The way every request goes: a transaction as smartsync_app. */
async function checkTenantRole(database: Database): Promise<string | null> {
  await database.withoutTenant((tx) => tx.$queryRaw`SELECT 1`);
  return null;
}

async function checkMigrations(database: Database, folder: string): Promise<string | null> {
  const pending = await readPendingMigrations(database.pool, folder);
  return pending.length === 0 ? null : `not applied yet: ${pending.join(', ')}; run: npm run db:migrate`;
}

async function checkQueue(database: Database): Promise<string | null> {
  const rows = await database.queryAsOwner('SELECT max(id)::int AS newest FROM graphile_worker.migrations');
  const { newest } = z.object({ newest: z.number().nullable() }).parse(rows[0]);
  return (newest ?? 0) >= QUEUE_MIGRATION ? null : 'the queue is not set up; run: npm run db:migrate';
}
