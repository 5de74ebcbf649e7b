import path from 'node:path';
import { chooseDataDir } from '../scripts/choose-data-dir.ts';
import { findFreePort } from '../scripts/demo/choose-port.ts';
import type { Figure } from './figure.ts';
import { startProgram, TSX } from './run-program.ts';
import { spreadOf } from './statistics.ts';

const BACKEND_BAR_MS = 2_000;
const DEMO_BAR_MS = 15_000;

/** Starts the production build until `/readyz` says yes, the database running and migrated already. */
export async function measureBackendStart(input: {
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly runs: number;
}): Promise<Figure> {
  const times: number[] = [];
  for (let run = 0; run <= input.runs; run += 1) {
    const port = await findFreePort();
    const backend = await startProgram({
      name: 'the backend',
      args: [input.entry],
      env: { ...input.env, PORT: String(port) },
      logFile: path.join(input.folder, 'backend-start.log'),
      isReady: async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok,
    });
    await backend.stop();
    if (run > 0) times.push(backend.readyAfterMs); // the first one only fills the file cache
  }
  const { runs, ...values } = spreadOf(times);
  return {
    metric: 'start: backend alone until /readyz',
    bar: '≤ 2,000 ms (every run)',
    unit: 'ms',
    values,
    isMet: values.max <= BACKEND_BAR_MS,
    note: `${runs} starts of web and worker from the production build after one that is not counted; database running and migrated`,
  };
}

/** Runs `npm run demo` until it says that it is ready. */
export async function measureDemoStart(input: { readonly folder: string; readonly runs: number }): Promise<Figure> {
  const metric = 'start: npm run demo until "demo ready"';
  const bar = '≤ 15,000 ms (every run)';
  if (chooseDataDir({}) !== '.data') {
    const note = 'a demo is running on this machine and would lose its data; stop it and run the bench again';
    return { metric, bar, unit: 'ms', values: {}, isMet: null, note };
  }
  const times: number[] = [];
  for (let run = 0; run < input.runs; run += 1) {
    const demo = await startProgram({
      name: 'the demo',
      args: [...TSX, 'scripts/demo.ts'],
      env: { SANDBOX_PORT: String(await findFreePort()), PORT: String(await findFreePort()) },
      logFile: path.join(input.folder, 'demo.log'),
      isReady: (readLines) => readLines().some((line) => line.startsWith('demo ready: ')),
      stopSignal: 'SIGINT',
    });
    await demo.stop();
    times.push(demo.readyAfterMs);
  }
  const { runs, ...values } = spreadOf(times);
  const note = `${runs} starts from an empty database, dependencies installed: pages built, cluster made, app installed, register filled`;
  return { metric, bar, unit: 'ms', values, isMet: values.max <= DEMO_BAR_MS, note };
}
