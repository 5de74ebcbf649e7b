import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobQueue } from '../ports/job-queue.ts';

/** What the job that looks after doubts calls. */
export interface DoubtJobs {
  readonly settleDoubts: (input: { readonly organizationId: string }) => Promise<number | undefined>;
  readonly queue: JobQueue;
}

const payloadSchema = z.object({ organizationId: z.uuid() });

/** Some records a job; the next job goes to the tail of the queue, or waits until something can be told of what is left. */
export function doubtTasks({ settleDoubts, queue }: DoubtJobs) {
  return {
    settle_doubts: async (payload) => {
      const { organizationId } = payloadSchema.parse(payload);
      const delayMs = await settleDoubts({ organizationId });
      if (delayMs === undefined) return;
      const job = { organizationId, task: 'settle_doubts', jobClass: 'bulk' as const, key: 'doubts', payload: {} };
      await queue.enqueue({ ...job, delayMs });
    },
  } satisfies TaskList;
}
