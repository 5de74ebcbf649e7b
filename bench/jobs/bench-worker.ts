import { makeJobQueue } from '../../backend/src/adapters/postgres/job-queue.ts';
import { makeDatabase } from '../../backend/src/adapters/postgres/make-database.ts';
import { makeQueuePool } from '../../backend/src/adapters/postgres/queue-pool.ts';
import { makeWaitingRecords } from '../../backend/src/adapters/postgres/waiting-records.ts';
import { makeWorkerRoll } from '../../backend/src/adapters/postgres/worker-roll.ts';
import { startWorker, type WorkerDeps } from '../../backend/src/jobs/worker.ts';
import type { Installation } from '../../backend/src/ports/installation-store.ts';
import type { Logger } from '../../backend/src/ports/logger.ts';
import { type DrainRecordsDeps, drainRecords } from '../../backend/src/use-cases/drain-records.ts';

/** What the bench does when the product would call HubSpot. */
export interface BenchWork {
  readonly onRecord: (record: { readonly organizationId: string; readonly objectId: string }) => Promise<void>;
  /** Milliseconds that the queue took to give a job out. */
  readonly onClaim?: (ms: number) => void;
  /** Milliseconds in which a job's records were found and marked. */
  readonly onTake?: (ms: number) => void;
}

/** A worker as a worker process runs it. */
export interface BenchWorker {
  stop(): Promise<void>;
}

/** Starts the product's own worker on the queue, with the use case that works waiting records off. */
export async function startBenchWorker(
  input: { readonly url: string; readonly concurrency: number },
  { onRecord, onClaim, onTake }: BenchWork,
): Promise<BenchWorker> {
  const database = makeDatabase({ url: input.url });
  const pool = makeQueuePool(input.url);
  const queue = makeJobQueue(database);
  const waiting = timeTakes(makeWaitingRecords(database), onTake ?? (() => {}));
  const drain: DrainRecordsDeps = {
    waiting,
    installations: { findByOrganizationId: async (organizationId) => installationOf(organizationId) },
    requestEnrichment: never,
    syncRecord: onRecord,
    logger: silent,
    random: Math.random,
  };
  const worker = await startWorker({
    pool,
    concurrency: input.concurrency,
    logger: silent,
    queue,
    roll: makeWorkerRoll(database),
    hubspotEvents: NO_EVENTS,
    bulk: { runBulkLeg: never, queue },
    doubts: { settleDoubts: never, queue },
    drain: { drainRecords: (job) => drainRecords(drain, job), queue },
    refresh: { listOrganizations: async () => [], refreshRecords: never, queue },
    eraseExpired: async () => {},
    resumeEnrichments: never,
    observeJobStart: ({ claimMs }) => onClaim?.(claimMs),
  });
  return {
    stop: async () => {
      await worker.stop();
      await pool.end();
      await database.close();
    },
  };
}

function timeTakes(waiting: DrainRecordsDeps['waiting'], onTake: (ms: number) => void): DrainRecordsDeps['waiting'] {
  return {
    ...waiting,
    takeDue: async (...asked) => {
      const startedMs = performance.now();
      const due = await waiting.takeDue(...asked);
      onTake(performance.now() - startedMs);
      return due;
    },
  };
}

const never = () => Promise.reject(new Error('no job of this kind is queued here'));
const NO_EVENTS: WorkerDeps['hubspotEvents'] = {
  sortWebhooks: never,
  handleWebhooks: never,
  syncChanges: never,
  completeWorkflowActions: never,
  catchUpWebhooks: async () => {},
  checkConnection: never,
  erasePortal: never,
};
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Looking a portal up costs the same whatever waits, so it is left out here. */
function installationOf(organizationId: string): Installation {
  return {
    organizationId,
    integrationId: organizationId,
    portalId: 1,
    authKind: 'oauth',
    status: 'connected',
    statusReason: null,
    scopes: [],
    installedByUserId: null,
    uiDomain: null,
    timeZone: null,
    installedAt: '2026-01-01T00:00:00.000Z',
  };
}
