import {
  appendFileSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../backend/src/adapters/postgres/embedded-cluster.ts';
import { openConnection } from './severed-connection.ts';

/** Two PostgreSQL servers: a primary, and a standby that follows it without the primary waiting (asynchronous). */
export interface PostgresPair {
  readonly primary: EmbeddedCluster;
  readonly standby: EmbeddedCluster;
  /** Resolves when everything that the primary has committed can be read from the standby. */
  untilFollowed(): Promise<void>;
  /** Cuts the way between the two: what the primary commits from now on never arrives. */
  cutReplication(): Promise<void>;
  /** Ends the primary as a crash does. */
  killPrimary(): void;
  /** Makes the standby a primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts both. The standby begins as a copy of the stopped primary's data, because the npm package brings no `pg_basebackup`;
 * replication itself is PostgreSQL's own.
 */
export async function startPostgresPair(): Promise<PostgresPair> {
  const [primaryDir, standbyDir] = ['primary', 'standby'].map((name) =>
    mkdtempSync(path.join(tmpdir(), `smartsync-${name}-`)),
  ) as [string, string];
  await startEmbeddedCluster({ dataDir: primaryDir, durable: false }).then((cluster) => cluster.stop());
  copyWithOwners(primaryDir, standbyDir);
  const primary = await startEmbeddedCluster({ dataDir: primaryDir, durable: false });
  const link = await openConnection(Number(new URL(primary.administratorUrl).port));
  follow(path.join(standbyDir, 'postgres'), link.port, primary.administratorUrl);
  const standby = await startEmbeddedCluster({ dataDir: standbyDir, durable: false });
  return {
    primary,
    standby,
    untilFollowed: async () => {
      // The primary's servers for tests write their log later than they answer.
      const [at] = await ask<{ place: string }>(
        primary,
        `SELECT pg_switch_wal()::text AS switched, pg_current_wal_insert_lsn()::text AS place`,
      );
      let hasFollowed = false;
      while (!hasFollowed) {
        const text = `SELECT pg_last_wal_replay_lsn() >= '${at?.place}'::pg_lsn AS "hasFollowed"`;
        hasFollowed = (await ask<{ hasFollowed: boolean }>(standby, text))[0]?.hasFollowed === true;
      }
    },
    cutReplication: () => link.cut(),
    killPrimary: () => process.kill(readPid(primaryDir), 'SIGQUIT'),
    promote: async () => void (await ask(standby, 'SELECT pg_promote()')),
    stop: async () => {
      await standby.stop();
      await primary.stop();
      await link.close();
      for (const folder of [primaryDir, standbyDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The database's user owns the files where the tests run as root. */
function copyWithOwners(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    const { uid, gid } = statSync(path.join(from, name));
    chownSync(path.join(to, name), uid, gid);
  }
}

/** What makes a copy a standby: https://www.postgresql.org/docs/18/warm-standby.html#STREAMING-REPLICATION */
function follow(dataFolder: string, port: number, primaryUrl: string): void {
  const { username, password } = new URL(primaryUrl);
  const place = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  appendFileSync(path.join(dataFolder, 'postgresql.auto.conf'), `\nprimary_conninfo = '${place}'\n`);
  const { uid, gid } = statSync(path.join(dataFolder, 'PG_VERSION'));
  const signal = path.join(dataFolder, 'standby.signal');
  writeFileSync(signal, '');
  chownSync(signal, uid, gid);
}

function readPid(dataDir: string): number {
  return Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

async function ask<Row extends pg.QueryResultRow>(cluster: EmbeddedCluster, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: cluster.administratorUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
