import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type DatabaseOptions,
  makeDatabase,
  type TenantTransaction,
} from '../../../backend/src/adapters/postgres/make-database.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const TENANT = randomUUID();
/** An advisory lock that a test holds: whoever asks for it keeps its connection busy until the test lets go. */
const BUSY = 4711;
const BE_BUSY = `SELECT pg_advisory_xact_lock_shared(${BUSY})`;

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

function open(options: Partial<DatabaseOptions> = {}) {
  const opened = makeDatabase({ url: database.url, ...options });
  onTestFinished(() => opened.close());
  return opened;
}

/** Holds the lock until it is told. */
async function holdBusy(): Promise<() => Promise<void>> {
  const holder = await connect(database.administratorUrl);
  await holder.query('SELECT pg_advisory_lock($1)', [BUSY]);
  return () => holder.end();
}

const busyConnections = async () => {
  const watcher = await connect(database.administratorUrl);
  const { rowCount } = await watcher.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${BUSY} AND NOT granted`,
  );
  await watcher.end();
  return rowCount;
};

describe('the connections of a process', () => {
  it('are left to requests, two of them, however many jobs want one', async () => {
    const { forJobs, withTenantLock, pool } = open();
    const letGo = await holdBusy();
    const session = await pool.connect(); // as a worker keeps one
    onTestFinished(() => session.release());
    const lock = { waitMs: 10_000, holdMs: 10_000 };
    const locks = Array.from({ length: 10 }, (_, index) =>
      forJobs.withTenantLock(TENANT, { ...lock, name: `job-${index}` }, () => forJobs.queryAsOwner(BE_BUSY)),
    );
    const statements = Array.from({ length: 50 }, () => forJobs.queryAsOwner(BE_BUSY));
    await expect.poll(busyConnections).toBe(7);

    // Both hold one at the same time, or neither would end.
    const met = deferred();
    const first = withTenantLock(TENANT, { ...lock, name: 'first' }, () => met.promise);
    const second = withTenantLock(TENANT, { ...lock, name: 'second' }, async () => met.resolve());

    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
    await letGo();
    await Promise.all([...locks, ...statements]);
  });

  it.each(['requests', 'jobs'] as const)(
    'are waited for by so many %s, and who comes on top is told at once',
    async (who) => {
      const opened = open();
      const share = who === 'jobs' ? opened.forJobs : opened;
      const letGo = await holdBusy();
      const asked = Array.from({ length: 520 }, () => share.queryAsOwner(BE_BUSY).then(() => 'answered', readCode));

      const refused = await Promise.race(asked);
      await letGo();
      const ends = await Promise.all(asked);

      expect(refused).toBe('upstream_unavailable');
      expect(ends.filter((end) => end === 'answered').length).toBeGreaterThanOrEqual(500);
    },
  );
});

const readCode = (error: unknown) => (error as { readonly code: string }).code;

describe('a statement', () => {
  it('that takes too long is ended by the server, and its connection serves the next', async () => {
    const opened = open({ maxConnections: 1, statementTimeoutMs: 100 });
    const ask = (text: string) => opened.queryAsTenant(TENANT, { name: 'ask', text, values: [] });

    await expect(ask('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each(['40P01', '40001'])('that PostgreSQL undoes with %s is sent again', async (code) => {
    const opened = open();
    await asOwner(`DROP SEQUENCE IF EXISTS tries; CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC`);
    const text = `DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE EXCEPTION USING ERRCODE = '${code}'; END IF; END $$`;

    await opened.queryAsTenant(TENANT, { name: `undone_${code}`, text, values: [] });

    expect(await opened.queryAsOwner('SELECT last_value::int AS tries FROM tries')).toEqual([{ tries: 3 }]);
  });

  it('of two transactions that wait for each other is done after the other’s', async () => {
    const opened = open();
    const bothHold = deferred();
    let holders = 0;
    const lock = (tx: TenantTransaction, key: number) =>
      tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(${key})::text`);
    const crossing = (first: number, second: number) =>
      opened.withTenant(TENANT, async (tx) => {
        await lock(tx, first);
        holders += 1;
        if (holders === 2) bothHold.resolve();
        await bothHold.promise;
        await lock(tx, second);
        return 'done';
      });

    const ends = await Promise.all([crossing(1, 2), crossing(2, 1)]);

    expect(ends).toEqual(['done', 'done']);
    expect(holders).toBeGreaterThan(2);
  });
});

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function asOwner(text: string): Promise<void> {
  const owner = await connect(database.administratorUrl);
  await owner.query(text);
  await owner.end();
}
