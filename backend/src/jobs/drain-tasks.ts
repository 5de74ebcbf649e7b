import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobClass } from '../domain/jobs/job-class.ts';
import type { JobQueue } from '../ports/job-queue.ts';

/** What the jobs that work off waiting records call. */
export interface DrainJobs {
  readonly drainRecords: (input: {
    readonly organizationId: string;
    readonly jobClass: JobClass;
  }) => Promise<number | undefined>;
  readonly queue: JobQueue;
}

const payloadSchema = z.object({
  organizationId: z.uuid(),
  jobClass: z.enum(['card', 'workflow', 'webhook', 'schedule', 'bulk']),
});

/** Some records a job; the next job goes to the tail of the queue, so that portals take turns. */
export function drainTasks({ drainRecords, queue }: DrainJobs) {
  return {
    drain_records: async (payload) => {
      const { organizationId, jobClass } = payloadSchema.parse(payload);
      const delayMs = await drainRecords({ organizationId, jobClass });
      if (delayMs === undefined) return;
      const key = `drain:${jobClass}`;
      await queue.enqueue({ organizationId, task: 'drain_records', jobClass, key, payload: { jobClass }, delayMs });
    },
  } satisfies TaskList;
}
