import { Logger as QueueLogger, type Runner, type RunnerOptions, run } from 'graphile-worker';
import { z } from 'zod';
import type { Logger } from '../ports/logger.ts';

/** What the worker calls. */
export interface WorkerDeps {
  readonly pool: NonNullable<RunnerOptions['pgPool']>;
  readonly concurrency: number;
  readonly logger: Logger;
  readonly resumeEnrichment: (input: {
    readonly organizationId: string;
    readonly enrichmentId: string;
  }) => Promise<'resumed' | 'finished' | 'leased'>;
}

/** A run that somebody is at work on is looked at again after this time. */
const LOOK_AGAIN_MS = 10_000;

/** Name of the job that looks after a run whose lease has ended. */
export const RESUME_ENRICHMENT_TASK = 'resume_enrichment';

const resumePayload = z.object({ organizationId: z.uuid(), enrichmentId: z.uuid() });

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
    taskList: {
      [RESUME_ENRICHMENT_TASK]: async (payload, { addJob }) => {
        const input = resumePayload.parse(payload);
        const outcome = await deps.resumeEnrichment(input);
        deps.logger.debug({ enrichmentId: input.enrichmentId, outcome }, 'recovery job');
        if (outcome !== 'leased') return;
        const jobKey = `${input.organizationId}:enrichment:${input.enrichmentId}`;
        await addJob(RESUME_ENRICHMENT_TASK, input, { jobKey, runAt: new Date(Date.now() + LOOK_AGAIN_MS) });
      },
    },
  });
}
