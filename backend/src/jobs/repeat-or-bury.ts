import { AppError } from '../domain/errors.ts';
import { decideRepeat } from '../domain/jobs/decide-repeat.ts';
import type { JobInput, JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';

/** What runs jobs that may fail. */
export interface RepeatDeps {
  readonly queue: Pick<JobQueue, 'enqueue' | 'bury'>;
  readonly logger: Logger;
}

/**
 * Does the work of a job; when it fails, queues it again by the class of the error, or keeps it among the jobs that were
 * given up. Only a queue that does not answer is thrown: then the job stays where it is.
 *
 * @param attempts how often it was tried before
 */
export async function repeatOrBury(
  { queue, logger }: RepeatDeps,
  job: JobInput,
  attempts: number,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const error = cause instanceof AppError ? cause : new AppError('internal', String(cause), {}, { cause });
    const tried = attempts + 1;
    const verdict = decideRepeat(error, tried, Math.random());
    const fields = { task: job.task, organizationId: job.organizationId, code: error.code, attempts: tried };
    if (verdict.kind === 'repeat') {
      logger.info({ ...fields, delayMs: verdict.delayMs, reason: error.message }, 'a job is tried again');
      await queue.enqueue({ ...job, payload: { ...job.payload, attempts: tried }, delayMs: verdict.delayMs });
      return;
    }
    // The customer removed the app: nothing is lost that would be worth a replay.
    if (error.code === 'disconnected') return;
    logger.error({ ...fields, err: error }, 'a job was given up');
    await queue.bury(job, { attempts: tried, code: error.code, message: error.message });
  }
}
