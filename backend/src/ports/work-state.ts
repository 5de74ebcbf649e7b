import type { JobClass } from '../domain/jobs/job-class.ts';

/** What waits and who works, over all portals, as sums. */
export interface WorkState {
  readonly jobs: readonly {
    readonly jobClass: JobClass;
    /** `due`: its time has come and nobody took it; `later`: its time has not come. */
    readonly state: 'due' | 'later' | 'running';
    readonly jobs: number;
    /** How long the oldest of them is due; 0 when none is. */
    readonly oldestSeconds: number;
  }[];
  /** Jobs that killed their worker so often that the queue gives them to nobody any more. */
  readonly jobsGivenUp: number;
  readonly records: readonly {
    readonly jobClass: JobClass;
    readonly records: number;
    /** How long the oldest of them is due; 0 when none is. */
    readonly oldestSeconds: number;
  }[];
  readonly bulkRuns: readonly {
    readonly status: 'queued' | 'running' | 'paused';
    readonly runs: number;
    readonly recordsLeft: number;
  }[];
  /** Worker processes that showed in the last ten seconds that they live. */
  readonly workers: number;
  readonly databaseBytes: number;
}

/**
 * Counts the work that waits.
 *
 * Contract for implementers: `read` names no portal; records and bulk runs are those of portals that have a job in the
 * queue, the first 1,000 of them; throws `upstream_unavailable` when the database gives no answer.
 */
export interface WorkStateReader {
  read(): Promise<WorkState>;
}
