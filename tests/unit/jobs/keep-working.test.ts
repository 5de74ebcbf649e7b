import { describe, expect, it } from 'vitest';
import { keepWorking, type QueueWorker } from '../../../backend/src/jobs/keep-working.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A worker that ends when it is told to, and remembers what was done to it. */
function makeWorker() {
  const done: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const worker: QueueWorker = {
    ended,
    stop: async () => {
      done.push('stopped');
      end();
    },
    abandon: () => void done.push('abandoned'),
  };
  return { worker, done, end };
}

describe('a worker of the queue', () => {
  it('that ends by itself is replaced, and what it held is left to be found', async () => {
    const [first, second] = [makeWorker(), makeWorker()];
    const starts = [first.worker, second.worker];
    const kept = await keepWorking(async () => starts.shift() ?? Promise.reject(new Error('no third one')), silent);

    first.end();
    await expect.poll(() => starts.length, { timeout: 3_000 }).toBe(0);
    await kept.stop();

    expect([first.done, second.done]).toEqual([['abandoned'], ['stopped']]);
  });

  it('that cannot be started while the database is away is started when it is back', async () => {
    const [first, second] = [makeWorker(), makeWorker()];
    const starts = [() => first.worker, () => Promise.reject(new Error('away')), () => second.worker];
    const kept = await keepWorking(async () => {
      const next = starts.shift();
      return next === undefined ? Promise.reject(new Error('no more')) : next();
    }, silent);

    first.end();
    await expect.poll(() => starts.length, { timeout: 4_000 }).toBe(0);
    await kept.stop();

    expect(second.done).toEqual(['stopped']);
  });

  it('that is stopped is not replaced', async () => {
    const first = makeWorker();
    let starts = 0;
    const kept = await keepWorking(async () => {
      starts += 1;
      return first.worker;
    }, silent);

    await kept.stop();

    expect([starts, first.done]).toEqual([1, ['stopped']]);
  });
});
