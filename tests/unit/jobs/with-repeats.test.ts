import type { JobHelpers } from 'graphile-worker';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { JOB_PRIORITIES } from '../../../backend/src/domain/jobs/job-class.ts';
import { withRepeats } from '../../../backend/src/jobs/with-repeats.ts';
import type { JobQueue } from '../../../backend/src/ports/job-queue.ts';

const organizationId = '7c4a8d09-ca37-42af-9182-1a3e2f0d9b11';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

type Asked =
  | { readonly kind: 'enqueue'; readonly job: Parameters<JobQueue['enqueue']>[0] }
  | {
      readonly kind: 'bury';
      readonly job: Parameters<JobQueue['bury']>[0];
      readonly end: Parameters<JobQueue['bury']>[1];
    };

/** Runs a job of the task `work` that fails with this error, and tells what was asked of the queue. */
async function fail(
  error: unknown,
  { key, payload }: { readonly key: string | null; readonly payload: unknown },
): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const queue = {
    enqueue: async (job) => void asked.push({ kind: 'enqueue', job }),
    bury: async (job, end) => void asked.push({ kind: 'bury', job, end }),
  } satisfies Pick<JobQueue, 'enqueue' | 'bury'>;
  const tasks = withRepeats({ queue, logger: silent, random: () => 1 }, { work: () => Promise.reject(error) });
  const job = { key, priority: JOB_PRIORITIES.webhook } as JobHelpers['job'];
  await tasks.work?.(payload, { job } as JobHelpers);
  return asked;
}

describe('a job that fails', () => {
  const own = { key: `${organizationId}:sync:1`, payload: { organizationId, objectId: '1', attempts: 2 } };

  it('comes back in its class, under its key, knowing how often it was tried', async () => {
    expect(await fail(new AppError('rate_limited', 'Wait.', { retryAfterMs: 500 }), own)).toEqual([
      {
        kind: 'enqueue',
        job: {
          organizationId,
          task: 'work',
          key: 'sync:1',
          jobClass: 'webhook',
          payload: { objectId: '1', attempts: 3 },
          delayMs: 1_000,
        },
      },
    ]);
  });

  it('is kept for a replay as if it were new, when a repeat would end the same way', async () => {
    expect(await fail(new AppError('upstream_missing_scopes', 'No.'), own)).toEqual([
      {
        kind: 'bury',
        job: { organizationId, task: 'work', key: 'sync:1', jobClass: 'webhook', payload: { objectId: '1' } },
        end: { attempts: 3, code: 'upstream_missing_scopes', message: 'No.' },
      },
    ]);
  });

  it('is forgotten when the portal is no longer connected', async () => {
    expect(await fail(new AppError('disconnected', 'The app was removed.'), own)).toEqual([]);
  });

  it("is left to the queue's own repeats when it belongs to no organisation", async () => {
    await expect(fail(new Error('broken'), { key: null, payload: {} })).rejects.toThrow('broken');
  });
});
