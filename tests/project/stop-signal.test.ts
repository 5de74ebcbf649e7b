import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const PROCESSES = [
  ['start', 'main.js'],
  ['start:web', 'main-web.js'],
  ['start:worker', 'main-worker.js'],
] as const;
/** Stands in for the product's process: says that it runs, and ends by itself when it is asked to. */
const STAND_IN =
  "process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); }); setInterval(() => {}, 1000); console.log('running');";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-stop-'));
  const { scripts } = manifest.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'stop', scripts }));
  mkdirSync(path.join(folder, 'dist/backend/src'), { recursive: true });
  for (const [, file] of PROCESSES) writeFileSync(path.join(folder, 'dist/backend/src', file), STAND_IN);
});

afterAll(() => rmSync(folder, { recursive: true }));

// A shell between npm and the product would be ended in its place, and leave it running with its port.
it.each(PROCESSES)('npm run %s hands the signal to stop to the product itself', async (script) => {
  const npm = spawn('npm', ['run', '--silent', script], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  npm.stdout.on('data', (chunk) => said.push(String(chunk)));
  await expect.poll(() => said.join(''), { timeout: 20_000 }).toContain('running');

  npm.kill('SIGTERM');
  await once(npm, 'exit');

  await expect.poll(() => said.join('')).toContain('stopping');
});
