import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

it('counts as failed what failed, what could not begin and what could not be loaded', () => {
  const root = path.join(import.meta.dirname, 'closing-line');
  const vitest = path.resolve('node_modules/vitest/vitest.mjs');

  const run = spawnSync(process.execPath, [vitest, 'run', '--root', root], { encoding: 'utf8' });

  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 3 failed, 2 skipped');
  expect(run.status).toBe(1);
});
