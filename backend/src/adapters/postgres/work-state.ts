import { z } from 'zod';
import { jobClassOfPriority } from '../../domain/jobs/job-class.ts';
import type { WorkState, WorkStateReader } from '../../ports/work-state.ts';
import type { Database } from './make-database.ts';

const jobClass = z.enum(['card', 'workflow', 'webhook', 'schedule', 'bulk']);

const stateShape = z.object({
  jobs: z.array(
    z.object({
      priority: z.number(),
      state: z.enum(['due', 'later', 'running']),
      jobs: z.number(),
      oldestSeconds: z.number(),
    }),
  ),
  jobsGivenUp: z.number(),
  records: z.array(z.object({ jobClass, records: z.number(), oldestSeconds: z.number() })),
  bulkRuns: z.array(
    z.object({ status: z.enum(['queued', 'running', 'paused']), runs: z.number(), recordsLeft: z.number() }),
  ),
  workers: z.number(),
  databaseBytes: z.number(),
});

/** Reads the sums in one round trip, as the owner of the queue. */
export function makeWorkStateReader(database: Database): WorkStateReader {
  return {
    read: async (): Promise<WorkState> => {
      const rows = await database.queryAsOwner('SELECT smartsync_work_state() AS state');
      const { state } = z.object({ state: stateShape }).parse(rows[0]);
      return {
        ...state,
        jobs: state.jobs.map(({ priority, ...rest }) => ({ jobClass: jobClassOfPriority(priority), ...rest })),
      };
    },
  };
}
