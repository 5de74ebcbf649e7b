import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import { type DatabaseUser, mayReach } from './database-user.ts';

/** The files of one embedded cluster. */
export interface ClusterFolder {
  readonly root: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  readonly log: string;
  readonly passwords: Passwords;
}

const Passwords = z.object({ administrator: z.string(), smartsync: z.string() });
type Passwords = z.infer<typeof Passwords>;

const LOCK_WAIT_MS = 60_000;
const POLL_MS = 50;

/**
 * Opens (or makes) the folder of a cluster, with its passwords in a file that only we may read.
 *
 * Where the database's user cannot pass the folders above (root working under a 0700 home), the cluster lives under
 * the temporary folder in a place derived from the path, so that the next start finds it again.
 *
 * @throws AppError `not_configured` when the folder cannot be written
 */
export function openClusterFolder(dataDir: string, user: DatabaseUser): ClusterFolder {
  try {
    const wanted = makeFolder(resolve(dataDir));
    // A private temporary folder: passing through is enough, and what is in it stays closed.
    if (!mayReach(user, wanted)) chmodSync(wanted, (statSync(wanted).mode & 0o777) | 0o011);
    const root = mayReach(user, wanted) ? wanted : makeStandIn(wanted);
    makeFolder(join(root, 'users'));
    return { root, data: join(root, 'postgres'), log: join(root, 'postgres.log'), passwords: readPasswords(root) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = `cannot write the database folder ${resolve(dataDir)}; set DATA_DIR to a folder that is writable, or DATABASE_URL to a PostgreSQL`;
    throw new AppError('not_configured', message, {}, { cause });
  }
}

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  return path;
}

/** The temporary folder is everybody's: a folder that another user put there is not ours to trust. */
function makeStandIn(path: string): string {
  const name = `smartsync-data-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
  const standIn = makeFolder(join(tmpdir(), name));
  if (statSync(standIn).uid !== process.getuid?.()) {
    throw new AppError('not_configured', `${standIn} belongs to another user; remove it or set DATABASE_URL`);
  }
  return standIn;
}

function readPasswords(root: string): Passwords {
  const file = join(root, 'passwords.json');
  const made = { administrator: randomBytes(18).toString('hex'), smartsync: randomBytes(18).toString('hex') };
  try {
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (!existsSync(file)) throw error;
    return Passwords.parse(JSON.parse(readFileSync(file, 'utf8')));
  }
}

/** Runs `work` while no other process starts or stops this cluster; a lock whose process is gone counts for nothing. */
export async function withClusterLock<T>(folder: ClusterFolder, work: () => Promise<T>): Promise<T> {
  const file = join(folder.root, 'start.lock');
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!takeLock(file)) {
    if (Date.now() > deadline) {
      throw new AppError('not_configured', `another process holds ${file}; wait for it or remove the file`);
    }
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = readPid(file);
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    return false;
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) ? pid : undefined;
  } catch {
    return undefined; // released in this moment
  }
}

/** Tells whether a process runs; one that we may not signal does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Notes that this process uses the cluster, once a call; the last user to leave stops it. */
export function enter(folder: ClusterFolder): string {
  const note = join(folder.root, 'users', `${process.pid}-${randomBytes(4).toString('hex')}`);
  writeFileSync(note, '');
  return note;
}

/** Takes a note away and tells whether any other, of a process that is alive, is left. */
export function leave(folder: ClusterFolder, note: string): 'last' | 'others_remain' {
  rmSync(note, { force: true });
  const notes = readdirSync(join(folder.root, 'users'));
  return notes.some((name) => isAlive(Number.parseInt(name, 10))) ? 'others_remain' : 'last';
}
