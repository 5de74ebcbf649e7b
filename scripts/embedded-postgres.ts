import { pathToFileURL } from 'node:url';
import { startEmbeddedCluster } from '../backend/src/adapters/postgres/embedded-cluster.ts';

/** A database that a script may use. */
export interface OpenedDatabase {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * The database of this environment: DATABASE_URL, else the embedded one in DATA_DIR (joined when the demo runs on it).
 *
 * Ctrl-C and SIGTERM leave the embedded one properly; the server stops with its last user.
 */
export async function openDatabaseUrl(env: Readonly<Record<string, string | undefined>>): Promise<OpenedDatabase> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, close: async () => undefined };
  const cluster = await startEmbeddedCluster({ dataDir: env.DATA_DIR || '.data' });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => cluster.stop().finally(() => process.exit(code)));
  }
  return { url: cluster.databaseUrl, close: cluster.stop };
}

const isEntryPoint = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isEntryPoint) {
  const { url } = await openDatabaseUrl(process.env);
  process.stdout.write(`${url}\nCtrl-C stops it\n`);
  setInterval(() => undefined, 60_000); // the server is a process apart: only this keeps ours
}
