import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError } from '../../../domain/errors.ts';
import { type ClusterFolder, isAlive } from './cluster-folder.ts';
import type { DatabaseUser } from './database-user.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 25;

/** A server that answers. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** Makes the data directory. In a folder beside it first, so that a kill in between leaves nothing half made. */
export async function initialise(folder: ClusterFolder, binaries: PostgresBinaries, user: DatabaseUser): Promise<void> {
  if (existsSync(join(folder.data, 'PG_VERSION'))) return;
  const partial = `${folder.data}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const secrets = mkdtempSync(join(tmpdir(), 'smartsync-initdb-'));
  const passwordFile = join(secrets, 'password');
  writeFileSync(passwordFile, folder.passwords.administrator, { mode: 0o600 });
  for (const path of [partial, secrets, passwordFile]) giveTo(user, path);
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    const options = { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
    await promisify(execFile)(binaries.initdb, ['-D', partial, ...flags, ...login, '--no-instructions'], options);
    renameSync(partial, folder.data);
  } catch (cause) {
    const message = `the embedded PostgreSQL could not be set up in ${folder.root}: ${describe(cause)}; set DATABASE_URL to use another`;
    throw new AppError('not_configured', message, {}, { cause });
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

function giveTo(user: DatabaseUser, path: string): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message.split('\n').slice(0, 3).join(' ') : String(cause);
}

/** Finds a server that already runs on this folder, e.g. one whose parent was killed; waits while it starts or stops. */
export async function findRunning(folder: ClusterFolder): Promise<RunningServer | undefined> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  for (;;) {
    const noted = readPostmasterFile(folder);
    if (noted === undefined || !isAlive(noted.pid)) return undefined;
    if (await answers(folder, noted.port)) return noted;
    if (!mayBePostgres(noted.pid)) {
      rmSync(join(folder.data, 'postmaster.pid'), { force: true }); // the id was given to another program since
      return undefined;
    }
    if (Date.now() > deadline) {
      throw new AppError(
        'not_configured',
        `process ${noted.pid} holds ${folder.data} and does not answer; end it first`,
      );
    }
    await wait(POLL_MS);
  }
}

function readPostmasterFile(folder: ClusterFolder): RunningServer | undefined {
  try {
    const lines = readFileSync(join(folder.data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    const port = Number.parseInt(lines[3] ?? '', 10);
    return Number.isNaN(pid) ? undefined : { pid, port: Number.isNaN(port) ? 0 : port };
  } catch {
    return undefined; // stopped cleanly, or never started
  }
}

function mayBePostgres(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return true; // not ours to look at: believe the file
  }
}

async function answers(folder: ClusterFolder, port: number): Promise<boolean> {
  if (port === 0) return false;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: folder.passwords.administrator,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined); // a server that stops while we look is one that does not answer
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === folder.data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts the server on a free port of 127.0.0.1, apart from our terminal: Ctrl-C must reach us, not it.
 *
 * @param durable false switches fsync off: for tests only
 */
export async function startServer(
  folder: ClusterFolder,
  binaries: PostgresBinaries,
  user: DatabaseUser,
  durable: boolean,
): Promise<RunningServer> {
  const port = await findFreePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'jit=off'];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const log = openSync(folder.log, 'a');
  const child = spawn(
    binaries.postgres,
    ['-D', folder.data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd: '/', detached: true, stdio: ['ignore', log, log], env: { ...process.env, LC_ALL: 'C' } },
  );
  closeSync(log);
  child.unref();
  await waitUntilReady(folder, child, port);
  return { pid: child.pid ?? 0, port };
}

async function waitUntilReady(folder: ClusterFolder, child: ChildProcess, port: number): Promise<void> {
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', () => {
    failure ??= readLastLines(folder);
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(folder, port))) {
    if (failure !== undefined || Date.now() > deadline) {
      const why = failure ?? readLastLines(folder);
      throw new AppError(
        'not_configured',
        `the embedded PostgreSQL did not start: ${why}; set DATABASE_URL to use another`,
      );
    }
    await wait(POLL_MS);
  }
}

function readLastLines(folder: ClusterFolder): string {
  const text = existsSync(folder.log) ? readFileSync(folder.log, 'utf8') : '';
  return text.trim().split('\n').slice(-3).join(' | ');
}

/** Asks the server to stop (open transactions are rolled back) and waits until it did. */
export async function stopServer(folder: ClusterFolder, server: RunningServer): Promise<void> {
  signalServer(server, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  // The file, not the process: a zombie that nobody reaps in a container would look alive for ever.
  while (existsSync(join(folder.data, 'postmaster.pid')) && isAlive(server.pid)) {
    if (Date.now() > deadline) return signalServer(server, 'SIGQUIT');
    await wait(POLL_MS);
  }
}

/** Sends the server a signal; one that is gone already needs none. */
export function signalServer(server: RunningServer, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(server.pid, signal);
  } catch {
    // gone already
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
