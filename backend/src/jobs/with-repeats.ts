import type { JobHelpers, TaskList } from 'graphile-worker';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { decideRepeat } from '../domain/jobs/decide-repeat.ts';
import { jobClassOfPriority } from '../domain/jobs/job-class.ts';
import type { JobInput, JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';

/** What a failed job is handed to. */
export interface RepeatDeps {
  readonly queue: Pick<JobQueue, 'enqueue' | 'bury'>;
  readonly logger: Logger;
  /** 0 to 1. */
  readonly random: () => number;
}

const ownPayload = z.looseObject({ organizationId: z.uuid(), attempts: z.number().int().min(0).default(0) });

/**
 * Lets every job of an organisation that fails come back when the class of its error says so, and keeps those that were
 * given up until they are replayed. A job without an organisation is left to the queue's own repeats.
 */
export function withRepeats(deps: RepeatDeps, tasks: TaskList): TaskList {
  const wrapped = Object.entries(tasks).map(([name, task]) => [
    name,
    async (payload: unknown, helpers: JobHelpers) => {
      try {
        await task?.(payload, helpers);
      } catch (error) {
        const job = jobOf(name, payload, helpers);
        if (!job) throw error;
        await repeatOrBury(deps, job, toAppError(error));
      }
    },
  ]);
  return Object.fromEntries(wrapped);
}

interface FailedJob extends JobInput {
  readonly attempts: number;
}

function jobOf(task: string, payload: unknown, { job }: JobHelpers): FailedJob | undefined {
  const own = ownPayload.safeParse(payload).data;
  if (own === undefined || !job.key?.startsWith(`${own.organizationId}:`)) return undefined;
  const { organizationId, attempts, ...rest } = own;
  const key = job.key.slice(organizationId.length + 1);
  return {
    organizationId,
    task,
    key,
    jobClass: jobClassOfPriority(job.priority),
    payload: rest,
    attempts: attempts + 1,
  };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', 'Something went wrong on our side.', {}, { cause: error });
}

async function repeatOrBury(deps: RepeatDeps, { attempts, ...job }: FailedJob, error: AppError): Promise<void> {
  const { organizationId, task } = job;
  const verdict = decideRepeat(error, attempts, deps.random());
  const fields = { organizationId, task, attempts, code: error.code, error: String(error.cause ?? error) };
  // The customer removed the app: nothing is lost that would be worth a replay.
  if (error.code === 'disconnected') return;
  if (verdict.kind === 'give_up') {
    deps.logger.error(fields, 'job given up; replay it with: npm run smartsync -- retry <id>');
    await deps.queue.bury(job, { attempts, code: error.code, message: error.message });
    return;
  }
  deps.logger.warn({ ...fields, delayMs: verdict.delayMs }, 'job failed and comes back');
  await deps.queue.enqueue({ ...job, payload: { ...job.payload, attempts }, delayMs: verdict.delayMs });
}
