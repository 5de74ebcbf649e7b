import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedCluster } from '../../../backend/src/adapters/postgres/embedded-cluster.ts';
import { connect } from '../../support/test-database.ts';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartsync-cluster-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string) {
  const cluster = await startEmbeddedCluster({ dataDir, durable: false });
  onTestFinished(cluster.stop);
  return cluster;
}

const isRunning = (dataDir: string) => existsSync(join(dataDir, 'postgres', 'postmaster.pid'));

describe('embedded cluster', () => {
  it('gives the product a role that owns its database and cannot step over policies', async () => {
    const cluster = await start(aFolder());
    const client = await connect(cluster.databaseUrl);

    const { rows } = await client.query(
      `SELECT current_database() AS database, rolcreaterole, rolsuper, rolbypassrls,
         pg_get_userbyid((SELECT datdba FROM pg_database WHERE datname = current_database())) AS owner
       FROM pg_roles WHERE rolname = current_user`,
    );

    const role = { rolcreaterole: true, rolsuper: false, rolbypassrls: false };
    expect(rows).toEqual([{ database: 'smartsync', owner: 'smartsync', ...role }]);
    await client.query('CREATE EXTENSION pg_trgm');
  });

  it('keeps what was written when it starts again', async () => {
    const dataDir = aFolder();
    const first = await start(dataDir);
    const writer = await connect(first.databaseUrl);
    await writer.query('CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();

    const second = await start(dataDir);
    const reader = await connect(second.databaseUrl);

    expect((await reader.query('SELECT one FROM kept')).rows).toEqual([{ one: 1 }]);
  });

  it('is shared by two users of one folder and stops with the last', async () => {
    const dataDir = aFolder();
    const [first, second] = await Promise.all([start(dataDir), start(dataDir)]);

    await first.stop();
    const afterFirst = isRunning(dataDir);
    await second.stop();

    expect(first.databaseUrl).toBe(second.databaseUrl);
    expect({ afterFirst, afterSecond: isRunning(dataDir) }).toEqual({ afterFirst: true, afterSecond: false });
  });

  it('takes over the server that a killed process left running, and stops it', async () => {
    const dataDir = aFolder();
    const script = fileURLToPath(new URL('./run-embedded-cluster.ts', import.meta.url));
    const parent = fork(script, [dataDir], { execArgv: ['--import', 'tsx'] });
    const [url] = await once(parent, 'message');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const afterKill = isRunning(dataDir);

    const next = await start(dataDir);
    const nextUrl = next.databaseUrl;
    await next.stop();

    expect({ afterKill, nextUrl, afterStop: isRunning(dataDir) }).toEqual({
      afterKill: true,
      nextUrl: url,
      afterStop: false,
    });
  });

  it('starts although a killed process left its lock and an id that is nobody any more', async () => {
    const dataDir = aFolder();
    const first = await start(dataDir);
    await first.stop();
    const nobody = 2 ** 22 + 1; // above the largest id that Linux gives
    writeFileSync(join(dataDir, 'start.lock'), String(nobody));
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${nobody}\n${dataDir}\n0\n5432\n`);

    const second = await start(dataDir);

    await connect(second.databaseUrl);
    expect(isRunning(dataDir)).toBe(true);
  });

  it('keeps its passwords from other users', async () => {
    const dataDir = aFolder();
    await start(dataDir);

    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o077).toBe(0);
  });

  it('says what to set when the folder cannot be written', async () => {
    const file = join(aFolder(), 'a-file');
    writeFileSync(file, '');

    const started = startEmbeddedCluster({ dataDir: join(file, 'data') });

    await expect(started).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringMatching(/DATA_DIR.*DATABASE_URL/),
    });
  });
});
