import { execFileSync } from 'node:child_process';
import os from 'node:os';
import pg from 'pg';
import { readParent } from './cpu-meter.ts';

/** Where and on what a result was made. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly node: string;
  readonly postgres: string;
  readonly os: string;
  /** The database server's first process; undefined where the system does not tell. */
  readonly postgresPid: number | undefined;
}

/** Describes this machine, with the version of the database behind the URL. */
export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; pid: number }>(
    `SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid`,
  );
  const [server] = rows;
  const postgresPid = server && readParent(server.pid);
  await client.end();
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    postgres: server?.version ?? 'unknown',
    os: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
    postgresPid,
  };
}

/** One line for the head of the table. */
export function formatMachine({ cores, cpu, memoryGb, node, postgres, os: system }: Machine): string {
  return `${cores} cores (${cpu}), ${memoryGb} GB, ${system}, Node ${node}, PostgreSQL ${postgres}`;
}

/** The commit, with `+` behind it when tracked files of the tree differ; "unknown" outside a clone. */
export function readCommit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
