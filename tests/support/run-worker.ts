import { type ChildProcess, spawn } from 'node:child_process';
import type { Config } from '../../backend/src/config.ts';

/** A worker in an operating-system process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/**
 * Starts `main-worker.ts` with the configuration of a running product.
 *
 * @param clockAheadMs moves what this process takes for the time; the other processes and the database keep theirs
 */
export function runWorker(config: Config, clockAheadMs = 0): WorkerProcess {
  const { hubspot, database, encryptionKeys } = config;
  const args = ['--import', 'tsx', '--import', shiftedClock(clockAheadMs), 'backend/src/main-worker.ts'];
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: database.url,
      PUBLIC_URL: config.http.publicUrl,
      HUBSPOT_CLIENT_ID: hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
      HUBSPOT_APP_ID: String(hubspot.appId),
      HUBSPOT_API_URL: hubspot.apiUrl,
      HUBSPOT_APP_URL: hubspot.appUrl,
      ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(','),
      LOG_LEVEL: 'fatal',
    },
  });
  return { child, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Workers of one test file, each for one test at most. */
export interface Workers {
  /** Starts one more. */
  start(clockAheadMs?: number): WorkerProcess;
  /** Kills those that live. */
  killAll(): Promise<void>;
}

/** @param config asked when a worker starts */
export function makeWorkers(config: () => Config): Workers {
  const started: WorkerProcess[] = [];
  return {
    start: (clockAheadMs) => {
      const worker = runWorker(config(), clockAheadMs);
      started.push(worker);
      return worker;
    },
    killAll: async () => {
      for (const { child } of started) child.kill('SIGKILL');
      await Promise.all(started.splice(0).map(({ exited }) => exited));
    },
  };
}

function shiftedClock(aheadMs: number): string {
  const source = `const Real = Date; const ahead = ${aheadMs};
    globalThis.Date = class extends Real {
      constructor(...given) { given.length === 0 ? super(Real.now() + ahead) : super(...given); }
      static now() { return Real.now() + ahead; }
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
