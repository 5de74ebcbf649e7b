import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { LegEnd } from '../domain/bulk/bulk-run.ts';
import type { JobQueue } from '../ports/job-queue.ts';

/** What the jobs of bulk runs call. */
export interface BulkJobs {
  readonly runBulkLeg: (input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly mayGoOn: () => Promise<boolean>;
  }) => Promise<LegEnd>;
  readonly queue: JobQueue;
}

/** Name of the job that does the next leg of a bulk run. */
export const RUN_BULK_TASK = 'run_bulk';

/** The queue looks for jobs that were put off twice a second: what is due sooner is waited for here. */
const SOON_MS = 300;

const payloadSchema = z.object({ organizationId: z.uuid(), bulkId: z.uuid() });

/**
 * One leg a job; the next one goes to the tail of the queue, so that portals take turns.
 *
 * @param mayGoOn whether no other job needs the worker
 */
export function bulkTasks({ runBulkLeg, queue }: BulkJobs, mayGoOn: () => Promise<boolean>) {
  return {
    [RUN_BULK_TASK]: async (payload) => {
      const { organizationId, bulkId } = payloadSchema.parse(payload);
      const end = await runBulkLeg({ organizationId, bulkId, mayGoOn });
      if (end.kind === 'ended') return;
      const isSoon = end.delayMs <= SOON_MS;
      if (isSoon) await sleep(end.delayMs);
      const delayMs = isSoon ? 0 : end.delayMs;
      await queue.enqueue({
        organizationId,
        task: RUN_BULK_TASK,
        jobClass: 'bulk',
        key: `bulk:${bulkId}`,
        payload: { bulkId },
        delayMs,
      });
    },
  } satisfies TaskList;
}
