import { Counter, Histogram, type Registry } from 'prom-client';
import type { JobClass } from '../../domain/jobs/job-class.ts';

/** Counts jobs of the queue. */
export interface JobMetrics {
  /** A job was taken: how long after its time, by this process's clock against the database's. */
  observeJobStart(job: { readonly jobClass: JobClass; readonly dwellMs: number }): void;
  /** A job was given up, and waits for `smartsync retry`. */
  observeJobGivenUp(jobClass: JobClass): void;
}

/** Makes them in these registries. */
export function makeJobMetrics(registers: Registry[]): JobMetrics {
  const dwell = new Histogram({
    name: 'smartsync_job_dwell_seconds',
    help: 'Time from when a job was due until a worker took it, by class',
    labelNames: ['class'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3600],
    registers,
  });
  const givenUp = new Counter({
    name: 'smartsync_jobs_given_up_total',
    help: 'Jobs that were given up, by class',
    labelNames: ['class'],
    registers,
  });
  return {
    observeJobStart: ({ jobClass, dwellMs }) => dwell.observe({ class: jobClass }, Math.max(0, dwellMs) / 1000),
    observeJobGivenUp: (jobClass) => givenUp.inc({ class: jobClass }),
  };
}
