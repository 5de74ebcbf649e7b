import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, openClusterFolder } from '../backend/src/adapters/postgres/embedded/cluster-folder.ts';
import { chooseDatabaseUser } from '../backend/src/adapters/postgres/embedded/database-user.ts';
import { DEMO_DATA_DIR } from './demo/demo-data.ts';

/**
 * The folder of the embedded database that a command is about: `DATA_DIR`, else that of the running demo, else `.data`.
 *
 * People run commands beside `npm run demo` and mean its data, without having to know where it lies.
 */
export function chooseDataDir(env: Readonly<Record<string, string | undefined>>): string {
  if (env.DATA_DIR) return env.DATA_DIR;
  return isInUse(DEMO_DATA_DIR) ? DEMO_DATA_DIR : '.data';
}

function isInUse(dataDir: string): boolean {
  const { root } = openClusterFolder(dataDir, chooseDatabaseUser());
  return readdirSync(join(root, 'users')).some((pid) => isAlive(Number.parseInt(pid, 10)));
}
