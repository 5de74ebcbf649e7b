import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the server runs as: undefined ids mean "as we are". */
export interface DatabaseUser {
  readonly uid?: number;
  readonly gid?: number;
}

const FALLBACK_USERS = ['postgres', 'nobody'] as const;

/**
 * Chooses the user that runs the embedded server.
 *
 * PostgreSQL refuses to run as root, so root hands it to an unprivileged user that exists already; no user is created
 * on a machine that is not ours.
 */
export function chooseDatabaseUser(): DatabaseUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of FALLBACK_USERS) {
    const uid = readId('-u', name);
    const gid = readId('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  return {};
}

function readId(flag: string, name: string): number | undefined {
  try {
    const text = execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(text, 10);
  } catch {
    return undefined; // no such user on this machine
  }
}

/** Tells whether that user may read and execute this file and pass every folder above it (mode bits; no ACLs). */
export function mayReach(user: DatabaseUser, path: string): boolean {
  if (user.uid === undefined) return true;
  const parent = dirname(path);
  const reachesParent = parent === path || mayReach(user, parent);
  return reachesParent && mayExecute(user, path);
}

function mayExecute(user: DatabaseUser, path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
