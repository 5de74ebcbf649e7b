import pg from 'pg';
import { type ClusterFolder, enter, leave, openClusterFolder, withClusterLock } from './embedded/cluster-folder.ts';
import { chooseDatabaseUser, type DatabaseUser } from './embedded/database-user.ts';
import { findPostgresBinaries } from './embedded/postgres-binaries.ts';
import {
  findRunning,
  initialise,
  type RunningServer,
  signalServer,
  startServer,
  stopServer,
} from './embedded/server-process.ts';

/** A PostgreSQL of our own that runs beside this process. */
export interface EmbeddedCluster {
  /** URL of database `smartsync` as its owner, the role `smartsync`: may create roles, neither superuser nor BYPASSRLS. */
  readonly databaseUrl: string;
  /** URL of the superuser: to create databases in tests, never for the product. */
  readonly administratorUrl: string;
  /** Ends our use; the server stops when no other process uses it. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL from npm in a folder, or joins the one that runs there already (another process of ours, or one
 * that a killed process left behind).
 *
 * Stops with the last process that uses it: by `stop`, or when the process exits by itself. A process that is killed
 * leaves it running for the next.
 *
 * @param input.durable false switches fsync off: for tests only
 * @throws AppError `not_configured` naming DATABASE_URL when it cannot run here
 */
export async function startEmbeddedCluster(input: {
  readonly dataDir: string;
  readonly durable?: boolean;
}): Promise<EmbeddedCluster> {
  const user = chooseDatabaseUser();
  const folder = openClusterFolder(input.dataDir, user);
  const { server, note } = await withClusterLock(folder, async () => ({
    server: (await findRunning(folder)) ?? (await startAnew(folder, user, input.durable ?? true)),
    note: enter(folder),
  }));
  const administratorUrl = urlOf('postgres', folder.passwords.administrator, server.port, 'postgres');
  await withClusterLock(folder, () => ensureDatabase(administratorUrl, folder.passwords.smartsync));

  const onExit = () => {
    if (leave(folder, note) === 'last') signalServer(server, 'SIGINT');
  };
  process.once('exit', onExit);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    process.off('exit', onExit);
    await withClusterLock(folder, async () => {
      if (leave(folder, note) === 'last') await stopServer(folder, server);
    });
  };
  return {
    databaseUrl: urlOf('smartsync', folder.passwords.smartsync, server.port, 'smartsync'),
    administratorUrl,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function startAnew(folder: ClusterFolder, user: DatabaseUser, durable: boolean): Promise<RunningServer> {
  const binaries = findPostgresBinaries(user);
  await initialise(folder, binaries, user);
  return startServer(folder, binaries, user, durable);
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(administratorUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'smartsync') AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = 'smartsync') AS database`,
    );
    if (rows[0]?.role !== true) {
      const login = `PASSWORD ${pg.escapeLiteral(password)}`;
      await client.query(`CREATE ROLE smartsync LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS ${login}`);
    }
    if (rows[0]?.database !== true) await client.query('CREATE DATABASE smartsync OWNER smartsync');
  } finally {
    await client.end();
  }
}
