import { makeJobQueue } from '../../backend/src/adapters/postgres/job-queue.ts';
import { makeWaitingRecords } from '../../backend/src/adapters/postgres/waiting-records.ts';
import { makeWorkerRoll } from '../../backend/src/adapters/postgres/worker-roll.ts';
import type { JobClass } from '../../backend/src/domain/jobs/job-class.ts';
import { startWorker, type Worker, type WorkerDeps } from '../../backend/src/jobs/worker.ts';
import type { WorkerRoll } from '../../backend/src/ports/worker-roll.ts';
import { drainRecords } from '../../backend/src/use-cases/drain-records.ts';
import type { Stores } from './postgres-stores.ts';
import { silentLogger } from './silent-logger.ts';

const never = () => Promise.reject(new Error('no job of this kind is queued here'));

/** What a test hears of the worker, and what it puts in place of its parts. */
interface Noting {
  /** Awaited: the record's job is held until it resolves. */
  readonly onRecord: (organizationId: string) => unknown;
  /** Absent: the database's. */
  readonly roll?: WorkerRoll;
  /** Connections on which it takes jobs; absent: those of the stores. */
  readonly pool?: WorkerDeps['pool'];
  /** Absent: 1. */
  readonly concurrency?: number;
}

/** A real worker that tells whose record it works on. */
export function startNotingWorker(stores: Stores, { onRecord, roll, pool, concurrency }: Noting): Promise<Worker> {
  const queue = makeJobQueue(stores.database);
  const waiting = makeWaitingRecords(stores.database);
  const drain = (input: { readonly organizationId: string; readonly jobClass: JobClass }) =>
    drainRecords(
      {
        waiting,
        installations: stores.installations,
        requestEnrichment: never,
        syncRecord: async ({ organizationId }) => {
          await onRecord(organizationId);
        },
        logger: silentLogger,
        random: Math.random,
      },
      input,
    );
  const events: WorkerDeps['hubspotEvents'] = {
    sortWebhooks: never,
    handleWebhooks: never,
    syncChanges: never,
    completeWorkflowActions: never,
    catchUpWebhooks: never,
    checkConnection: never,
    erasePortal: never,
  };
  return startWorker({
    pool: pool ?? stores.database.pool,
    concurrency: concurrency ?? 1,
    logger: silentLogger,
    queue,
    roll: roll ?? makeWorkerRoll(stores.database),
    hubspotEvents: events,
    bulk: { runBulkLeg: never, queue },
    doubts: { settleDoubts: never, queue },
    drain: { drainRecords: drain, queue },
    refresh: { listOrganizations: never, refreshRecords: never, queue },
    eraseExpired: never,
    resumeEnrichments: never,
    observeJobStart: () => {},
  });
}
