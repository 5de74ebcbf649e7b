import { Logger as QueueLogger, type Runner, type RunnerOptions, run } from 'graphile-worker';
import { z } from 'zod';
import type { Logger } from '../ports/logger.ts';
import { type HubspotEventJobs, hubspotEventTasks } from './hubspot-event-tasks.ts';
import { type BulkJobs, bulkTasks } from './bulk-tasks.ts';

/** What the worker calls. */
export interface WorkerDeps {
  readonly pool: NonNullable<RunnerOptions['pgPool']>;
  readonly concurrency: number;
  readonly logger: Logger;
  readonly hubspotEvents: HubspotEventJobs;
  readonly bulk: BulkJobs;
  readonly eraseExpired: () => Promise<void>;
  readonly resumeEnrichments: (input: { readonly organizationId: string }) => Promise<number>;
}

/** Name of the job that looks after an organisation's runs whose lease has ended. */
export const RESUME_ENRICHMENTS_TASK = 'resume_enrichments';

/** Name of the job that erases what is out of date, once a night (UTC) over all processes. */
export const ERASE_EXPIRED_TASK = 'erase_expired';

const resumePayload = z.object({ organizationId: z.uuid() });

/** Starts taking jobs from the queue in Postgres; `stop()` lets the running ones end. */
export async function startWorker(deps: WorkerDeps): Promise<Runner> {
  return run({
    pgPool: deps.pool,
    concurrency: deps.concurrency,
    noHandleSignals: true,
    noPreparedStatements: false,
    pollInterval: 1000,
    logger: new QueueLogger(() => (level, message) => {
      const write = level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug';
      deps.logger[write]({ part: 'queue' }, message);
    }),
    crontab: `17 3 * * * ${ERASE_EXPIRED_TASK}`,
    taskList: {
      ...hubspotEventTasks(deps.hubspotEvents),
      ...bulkTasks(deps.bulk),
      [ERASE_EXPIRED_TASK]: () => deps.eraseExpired(),
      [RESUME_ENRICHMENTS_TASK]: async (payload) => {
        const input = resumePayload.parse(payload);
        const resumed = await deps.resumeEnrichments(input);
        if (resumed > 0) deps.logger.info({ ...input, resumed }, 'took over runs whose processes died');
      },
    },
  });
}
