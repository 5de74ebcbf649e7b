import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { readSqlState } from './errors.ts';

/** Deadlock and serialisation: PostgreSQL undid the whole transaction, for two of them stood in each other's way. */
const CONFLICTS: ReadonlySet<string> = new Set(['40P01', '40001']);
/** Prisma's own code for both. */
const PRISMA_CONFLICT = 'P2034';

const again = retry(handleWhen(isConflict), {
  maxAttempts: 3,
  backoff: new ExponentialBackoff({ initialDelay: 10, maxDelay: 200 }),
});

/**
 * Does a transaction once more when PostgreSQL undid it for the sake of another, four times in all; what it threw last is thrown
 * on.
 *
 * @param transaction does nothing outside the database
 */
export async function againAfterConflict<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction();
  } catch (error) {
    if (!isConflict(error)) throw error;
    return again.execute(transaction);
  }
}

function isConflict(error: unknown): boolean {
  if (CONFLICTS.has(readSqlState(error) ?? '')) return true;
  return typeof error === 'object' && error !== null && 'code' in error && error.code === PRISMA_CONFLICT;
}
