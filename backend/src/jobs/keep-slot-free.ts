import type { WorkerEvents } from 'graphile-worker';
import { isBackgroundPriority } from '../domain/jobs/job-class.ts';

/** How the queue's jobs are marked that nobody waits for (smartsync_enqueue sets it by priority). */
const BACKGROUND_FLAG = 'background';

/**
 * Keeps one worker of the process free of jobs that nobody waits for: bulk runs of as many portals as there are workers would
 * otherwise hold all of them for seconds, and a card or a webhook would wait that long. With one worker there is none to keep.
 *
 * @returns what the queue asks before each look for a job: the flags of jobs that are not to be taken
 */
export function keepSlotFree(events: WorkerEvents, concurrency: number): () => string[] | null {
  const inBackground = new Set<string>();
  // Who looks for any job may come back with one of the background.
  const lookingForAny = new Set<string>();
  let takesAny = true;
  let looks = 0;
  events.on('worker:getJob:start', ({ worker }) => void (takesAny && lookingForAny.add(worker.workerId)));
  events.on('worker:getJob:empty', ({ worker }) => void lookingForAny.delete(worker.workerId));
  events.on('worker:getJob:error', ({ worker }) => void lookingForAny.delete(worker.workerId));
  events.on('job:start', ({ worker, job }) => {
    lookingForAny.delete(worker.workerId);
    if (isBackgroundPriority(job.priority)) inBackground.add(worker.workerId);
  });
  events.on('job:complete', ({ worker }) => void inBackground.delete(worker.workerId));
  return () => {
    looks += 1;
    // All ask for the first time before any of them looks.
    const isKept = looks === 1 || inBackground.size + lookingForAny.size >= concurrency - 1;
    takesAny = concurrency === 1 || !isKept;
    return takesAny ? null : [BACKGROUND_FLAG];
  };
}
