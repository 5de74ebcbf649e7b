import { expect, test } from 'vitest';
import { coalesce } from '../../sandbox/record-page/app/coalesce.ts';

test('calls during a reading share one further reading', async () => {
  const finish: (() => void)[] = [];
  const read = coalesce(() => new Promise<void>((resolve) => finish.push(resolve)));

  const first = read();
  const second = read();
  const third = read();
  expect(finish).toHaveLength(1);
  finish[0]?.();
  await first;
  await Promise.resolve();
  expect(finish).toHaveLength(2);
  finish[1]?.();
  await Promise.all([second, third]);

  expect(finish).toHaveLength(2);
});

test('a call after the end of a reading reads again', async () => {
  let readings = 0;
  const read = coalesce(async () => {
    readings += 1;
  });

  await read();
  await read();

  expect(readings).toBe(2);
});
