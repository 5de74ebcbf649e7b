import { expect, it } from 'vitest';
import { makeBeside } from '../../../backend/src/lib/make-beside.ts';

it('lets work go on beside other work, once at a time, and tells its end', async () => {
  const begun: (() => void)[] = [];
  const beside = makeBeside(
    () => new Promise<void>((resolve) => begun.push(resolve)),
    () => undefined,
  );

  beside.begin();
  beside.begin();
  const events: string[] = [];
  const ended = beside.ended().then(() => events.push('ended'));
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  events.push('done');
  begun[0]?.();
  await ended;
  beside.begin();

  expect(events).toEqual(['done', 'ended']);
  expect(begun).toHaveLength(2);
});

it('tells what work failed with, and goes on', async () => {
  const told: unknown[] = [];
  const beside = makeBeside(
    async () => {
      throw new Error('the database is away');
    },
    (error) => told.push(error),
  );

  beside.begin();
  await beside.ended();
  beside.begin();
  await beside.ended();

  expect(told).toHaveLength(2);
});
