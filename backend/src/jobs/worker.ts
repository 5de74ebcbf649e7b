import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, type RunnerOptions, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { z } from 'zod';
import { JOB_PRIORITIES, type JobClass, jobClassOfPriority } from '../domain/jobs/job-class.ts';
import { waitAtMost } from '../lib/wait-at-most.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { WorkerRoll } from '../ports/worker-roll.ts';
import { type BulkJobs, bulkTasks } from './bulk-tasks.ts';
import { type DoubtJobs, doubtTasks } from './doubt-tasks.ts';
import { type DrainJobs, drainTasks } from './drain-tasks.ts';
import { CATCH_UP_WEBHOOKS_TASK, type HubspotEventJobs, hubspotEventTasks } from './hubspot-event-tasks.ts';
import { keepSlotFree } from './keep-slot-free.ts';
import { keepWorking, type QueueWorker } from './keep-working.ts';
import { REFRESH_ALL_TASK, type RefreshJobs, refreshTasks } from './refresh-tasks.ts';
import { showLife } from './show-life.ts';
import { wakeWorkers } from './wake-workers.ts';
import { withRepeats } from './with-repeats.ts';

/** What the worker calls. */
export interface WorkerDeps {
  readonly pool: NonNullable<RunnerOptions['pgPool']>;
  readonly concurrency: number;
  readonly logger: Logger;
  readonly queue: JobQueue;
  readonly roll: WorkerRoll;
  readonly hubspotEvents: HubspotEventJobs;
  readonly bulk: BulkJobs;
  readonly drain: DrainJobs;
  readonly doubts: DoubtJobs;
  readonly refresh: RefreshJobs;
  readonly eraseExpired: () => Promise<void>;
  /** Called for each job that is taken, with how long it was due and how long the queue took to give it out. */
  readonly observeJobStart: (job: {
    readonly jobClass: JobClass;
    readonly dwellMs: number;
    readonly claimMs: number;
  }) => void;
  readonly resumeEnrichments: (input: { readonly organizationId: string }) => Promise<number>;
}

/** A worker that takes jobs until it is stopped. */
export interface Worker {
  /** Takes no more jobs and lets the running ones end; those that take too long are taken over by others. */
  stop(): Promise<void>;
}

/** Name of the job that looks after an organisation's runs whose lease has ended. */
export const RESUME_ENRICHMENTS_TASK = 'resume_enrichments';

/** Name of the job that erases what is out of date, once a night (UTC) over all processes. */
export const ERASE_EXPIRED_TASK = 'erase_expired';

/** Running jobs get this long when the process stops; the process itself has ten seconds. */
const STOP_WITHIN_MS = 8_000;

/** New jobs wake the workers, and so does the time of those that were put off: looking by themselves is the last resort. */
const POLL_MS = 30_000;

/** Who cannot ask for jobs for so long is replaced. */
const FAILS_FOR_MS = 10_000;

/** The queue warns that it has fewer connections than jobs at once: it uses them for moments only. */
const FEWER_CONNECTIONS = /maxPoolSize \(\d+\) smaller than concurrency/;

const resumePayload = z.object({ organizationId: z.uuid() });

/** Starts taking jobs from the queue in Postgres, and shows the other processes that this one lives. */
export function startWorker(deps: WorkerDeps): Promise<Worker> {
  return keepWorking(() => startQueueWorker(deps), deps.logger);
}

async function startQueueWorker(deps: WorkerDeps): Promise<QueueWorker> {
  const workerIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  // The queue marks its jobs with the pool, not with the single worker.
  events.on('pool:create', ({ workerPool }) => workerIds.add(workerPool.id));
  const alarms = wakeWorkers(events, deps.concurrency);
  const askedAtMs = new Map<string, number>();
  events.on('worker:getJob:start', ({ worker }) => askedAtMs.set(worker.workerId, performance.now()));
  events.on('job:start', ({ worker, job }) =>
    deps.observeJobStart({
      jobClass: jobClassOfPriority(job.priority),
      dwellMs: Date.now() - job.run_at.getTime(),
      claimMs: performance.now() - (askedAtMs.get(worker.workerId) ?? performance.now()),
    }),
  );
  let running = 0;
  let isStopping = false;
  events.on('job:start', () => {
    running += 1;
  });
  events.on('job:complete', () => {
    running -= 1;
  });
  // While a worker of this process is idle that may take any job, whatever is due is taken without waiting for anybody.
  const forAnyJob = Math.max(1, deps.concurrency - 1);
  const mayGoOn = async () => !isStopping && (running < forAnyJob || !(await deps.queue.isAnyDue()));
  const failing = untilFailing(events);
  const entered = onTheRoll();
  const runner = await run({
    pgPool: deps.pool,
    preset: { plugins: [entered.plugin] },
    concurrency: deps.concurrency,
    forbiddenFlags: keepSlotFree(events, deps.concurrency),
    events,
    noHandleSignals: true,
    noPreparedStatements: false,
    pollInterval: POLL_MS,
    logger: new QueueLogger(() => (level, message) => {
      const isMeant = FEWER_CONNECTIONS.test(message);
      const write = level === 'error' ? 'error' : level === 'warning' && !isMeant ? 'warn' : 'debug';
      deps.logger[write]({ part: 'queue' }, message);
    }),
    crontab: [
      `17 3 * * * ${ERASE_EXPIRED_TASK} ?priority=${JOB_PRIORITIES.schedule}`,
      `3,13,23,33,43,53 * * * * ${CATCH_UP_WEBHOOKS_TASK} ?priority=${JOB_PRIORITIES.schedule}`,
      `7 * * * * ${REFRESH_ALL_TASK} ?priority=${JOB_PRIORITIES.schedule}`,
    ].join('\n'),
    taskList: withRepeats({ ...deps, random: Math.random }, makeTasks(deps, mayGoOn)),
  });
  const onSeen = (sentAtMs: number, dueInMs: readonly number[]) => {
    entered.open();
    alarms.replace(sentAtMs, dueInMs);
  };
  const life = await showLife({ ...deps, processId: randomUUID(), workerIds, onSeen });
  const settled = () => undefined;
  return {
    ended: Promise.race([runner.promise.then(settled, settled), failing]),
    abandon: () => {
      isStopping = true;
      life.fallSilent().catch(settled);
      runner.stop().catch(settled);
    },
    stop: async () => {
      isStopping = true;
      const hasEnded = await waitAtMost(
        // Rejects when it has ended by itself already.
        runner.stop().then(
          () => true,
          () => true,
        ),
        STOP_WITHIN_MS,
      );
      // Whoever leaves with jobs in hand must be missed.
      if (hasEnded) return life.stop();
      deps.logger.warn({}, 'worker stops with jobs in hand; another process takes them over');
      await life.fallSilent();
    },
  };
}

/** Lets no worker take a job before the others know whose it is: the jobs of a process that died unknown stayed locked. */
function onTheRoll(): { readonly plugin: GraphileConfig.Plugin; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const plugin: GraphileConfig.Plugin = {
    name: 'smartsync-roll',
    version: '1',
    worker: { hooks: { startWorker: () => opened } },
  };
  return { plugin, open };
}

/**
 * Resolves when no worker could ask for jobs for ten seconds. The library repeats the question, but keeps for good what it
 * found out at its start, the failure to find it out included (graphile-worker 0.17, taskIdentifiers).
 */
function untilFailing(events: WorkerEvents): Promise<void> {
  return new Promise((resolve) => {
    let failsSinceMs: number | undefined;
    const asked = () => {
      failsSinceMs = undefined;
    };
    events.on('worker:getJob:empty', asked);
    events.on('job:start', asked);
    events.on('worker:getJob:error', () => {
      failsSinceMs ??= performance.now();
      if (performance.now() - failsSinceMs > FAILS_FOR_MS) resolve();
    });
  });
}

function makeTasks(deps: WorkerDeps, mayGoOn: () => Promise<boolean>): TaskList {
  return {
    ...hubspotEventTasks(deps.hubspotEvents),
    ...bulkTasks(deps.bulk, mayGoOn),
    ...drainTasks(deps.drain),
    ...doubtTasks(deps.doubts),
    ...refreshTasks(deps.refresh),
    [ERASE_EXPIRED_TASK]: () => deps.eraseExpired(),
    [RESUME_ENRICHMENTS_TASK]: async (payload: unknown) => {
      const input = resumePayload.parse(payload);
      const resumed = await deps.resumeEnrichments(input);
      if (resumed > 0) deps.logger.info({ ...input, resumed }, 'took over runs whose processes died');
    },
  };
}
