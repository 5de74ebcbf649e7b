import PQueue from 'p-queue';
import type pg from 'pg';
import { AppError } from '../../domain/errors.ts';

/** Lets work that needs a connection begin, now or when its turn comes; throws `upstream_unavailable` when that is too late. */
export interface ConnectionShare {
  /** Work that holds a connection for a moment. */
  statement<T>(work: () => Promise<T>): Promise<T>;
  /** Work that holds one for a lock, and may need others beside it. */
  lock<T>(work: () => Promise<T>): Promise<T>;
}

/** Two are reserved for who waits in front of a card, and a worker keeps one for its place on the roll. */
const NOT_FOR_JOBS = 3;
/** Of the connections for jobs. A lock and the statements under it must not wait for each other. */
const LOCKS_OF_JOBS = 2;
/** More callers than that are told to come again at once: the last of them would wait in vain. */
const MAX_WAITING = 500;

/** The share of requests: every connection, while not too many wait. */
export function shareOfRequests(pool: pg.Pool): ConnectionShare {
  const admit = <T>(work: () => Promise<T>): Promise<T> =>
    pool.waitingCount < MAX_WAITING ? work() : Promise.reject(tooBusy());
  return { statement: admit, lock: admit };
}

/**
 * The share of jobs in the same pool: bulk runs use whatever they get, and a card would wait behind them.
 *
 * @param waitAtMostMs who has waited longer when its turn comes fails, and is tried again later
 */
export function shareOfJobs(maxConnections: number, waitAtMostMs: number): ConnectionShare {
  const locks = new PQueue({ concurrency: LOCKS_OF_JOBS });
  const statements = new PQueue({ concurrency: Math.max(1, maxConnections - NOT_FOR_JOBS - LOCKS_OF_JOBS) });
  const admit = <T>(queue: PQueue, work: () => Promise<T>): Promise<T> => {
    if (queue.size >= MAX_WAITING) return Promise.reject(tooBusy());
    const askedAtMs = performance.now();
    return queue.add(() => {
      if (performance.now() - askedAtMs > waitAtMostMs) throw tooBusy();
      return work();
    });
  };
  return { statement: (work) => admit(statements, work), lock: (work) => admit(locks, work) };
}

function tooBusy(): AppError {
  return new AppError('upstream_unavailable', 'the database has too much to do; try again in a moment');
}
