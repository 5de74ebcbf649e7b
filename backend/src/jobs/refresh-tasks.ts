import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobQueue } from '../ports/job-queue.ts';

/** What the jobs of the refresh by age call. */
export interface RefreshJobs {
  readonly listOrganizations: () => Promise<readonly string[]>;
  readonly refreshRecords: (input: { readonly organizationId: string }) => Promise<number>;
  readonly queue: JobQueue;
}

/** Name of the hourly job that looks after every portal. */
export const REFRESH_ALL_TASK = 'refresh_all';
const REFRESH_TASK = 'refresh_records';

const payloadSchema = z.object({ organizationId: z.uuid() });

/** Once an hour over all processes, one short job a portal. */
export function refreshTasks({ listOrganizations, refreshRecords, queue }: RefreshJobs) {
  return {
    [REFRESH_ALL_TASK]: async () => {
      for (const organizationId of await listOrganizations()) {
        await queue.enqueue({ organizationId, task: REFRESH_TASK, jobClass: 'schedule', key: 'refresh', payload: {} });
      }
    },
    [REFRESH_TASK]: async (payload) => void (await refreshRecords(payloadSchema.parse(payload))),
  } satisfies TaskList;
}
