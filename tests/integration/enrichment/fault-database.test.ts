import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, makeDatabase } from '../../../backend/src/adapters/postgres/make-database.ts';
import { type Connection, openConnection } from '../../support/severed-connection.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { asAdministrator, connect } from '../../support/test-database.ts';
import { anEvent, sendEvents } from '../hubspot/events-world.ts';
import { PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;
let connection: Connection;
let twin: Twin;

beforeAll(async () => {
  world = await startWorld();
  const url = new URL(world.database.url);
  connection = await openConnection(Number(url.port));
  url.port = String(connection.port);
  twin = await startTwin(world, { database: { url: url.toString(), dataDir: '' } });
  await twin.product.startWorker();
});

afterAll(async () => {
  await twin.stop();
  await connection.close();
  await world.stop();
});

const caller = { portalId: PORTAL, userId: REP };
const ONE = { name: 'one', text: 'SELECT 1', values: [] };
let clicks = 0;
const click = async (key: string) => {
  clicks += 1;
  const body = JSON.stringify({ objectType: 'companies', objectId: world.id(key), idempotencyKey: `db-${clicks}` });
  return twin.send('/api/hubspot/enrichments', caller, { method: 'POST', body });
};
const statusOf = async (response: Response) =>
  ((await response.json()) as { enrichment: { status: string } }).enrichment.status;

describe('the database is away', () => {
  afterEach(() => connection.mend());

  it('cards are told when to come again, webhooks are left to HubSpot, and nothing is written to HubSpot', async () => {
    await world.forgetRequests();
    await connection.cut();

    const card = await click('kestrel');
    const webhook = await sendEvents({ ...world, send: twin.send }, [anEvent('object.creation', world.id('ann'))]);
    const ready = await fetch(`${twin.origin}/readyz`);
    const alive = await fetch(`${twin.origin}/healthz`);

    expect(card.status).toBe(503);
    expect(Number(card.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(webhook.status).toBeGreaterThanOrEqual(500);
    expect(ready.status).toBe(503);
    expect(alive.status).toBe(200);
    expect(await world.requests()).toEqual([]);
  });
});

describe('the database is back', () => {
  it('cards work and jobs are taken, by the same process', async () => {
    const card = await click('kestrel');
    await world.query(
      `SELECT graphile_worker.add_job('resume_enrichments', json_build_object('organizationId', organization_id)) FROM portal_directory`,
    );

    expect(await statusOf(card)).toBe('completed');
    await expect
      .poll(
        () =>
          world.query(
            `SELECT attempts, last_error, locked_at, run_at FROM graphile_worker.jobs WHERE task_identifier = 'resume_enrichments' AND key IS NULL`,
          ),
        {
          timeout: 40_000,
        },
      )
      .toEqual([]);
  });
});

/** Ends the connections as a failover does, and waits until reads work: a replica answers them too. */
async function reconnect(): Promise<void> {
  await connection.cut();
  await connection.mend();
  const path = `/api/hubspot/records/companies/${world.id('sinking')}`;
  await expect.poll(async () => (await twin.send(path, caller)).status, { timeout: 20_000 }).toBe(200);
}

describe('a failover', () => {
  const database = () => new URL(world.database.url).pathname.slice(1);
  afterEach(() => asAdministrator(`ALTER DATABASE ${database()} RESET default_transaction_read_only`));

  it('that leaves the server read-only for a moment is a matter of trying again', async () => {
    await world.query(`ALTER DATABASE ${database()} SET default_transaction_read_only = on`);
    await reconnect();

    const refused = await click('sinking');
    await asAdministrator(`ALTER DATABASE ${database()} RESET default_transaction_read_only`);
    await reconnect();
    const taken = await click('sinking');

    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    expect(await statusOf(taken)).toBe('completed');
  });
});

describe('a database that hangs', () => {
  afterEach(() => connection.goOn());

  it('makes the process not ready in bounded time, and so it is again when it answers', async () => {
    connection.hang();
    const hanging = await fetch(`${twin.origin}/readyz`);
    connection.goOn();

    expect(hanging.status).toBe(503);
    const silent = { ok: false, message: 'did not answer in time' };
    expect(await hanging.json()).toMatchObject({ status: 'not_ready', checks: [silent, silent, silent] });
    await expect.poll(async () => (await fetch(`${twin.origin}/readyz`)).status).toBe(200);
  });

  it.each<[string, (database: Database) => Promise<unknown>]>([
    ['a statement', (database) => database.queryAsTenant(randomUUID(), ONE)],
    ['a transaction', (database) => database.withTenant(randomUUID(), (tx) => tx.$queryRaw`SELECT 1`)],
    ['a statement of the queue', (database) => database.queryAsOwner(ONE.text)],
    ['a lock', (database) => database.withTenantLock(randomUUID(), { name: 'a', waitMs: 1, holdMs: 1 }, async () => 1)],
  ])('lets %s be tried again later, and a later one work', async (_, ask) => {
    const url = new URL(world.database.url);
    url.port = String(connection.port);
    const database = makeDatabase({ url: url.toString(), maxConnections: 1, statementTimeoutMs: 500 });
    await database.queryAsTenant(randomUUID(), ONE);
    connection.hang();

    const refused = ask(database);

    await expect(refused).rejects.toMatchObject({ code: 'upstream_unavailable' });
    connection.goOn();
    await expect.poll(() => ask(database).then(() => 'answered')).toBe('answered');
    await database.close();
  });
});

describe('a busy database', () => {
  it('lets callers queue for its connections and answers all of them', async () => {
    const path = `/api/hubspot/records/companies/${world.id('kestrel')}`;

    const answers = await Promise.all(Array.from({ length: 60 }, () => twin.send(path, caller)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('that holds a table locked makes a card wait, and not fail', async () => {
    const holder = await connect(world.database.administratorUrl);
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE enrichments IN ACCESS EXCLUSIVE MODE');

    const waiting = click('bare');
    await expect
      .poll(() => world.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = 'enrichments'::regclass`))
      .not.toEqual([]);
    await holder.query('COMMIT');

    expect(await statusOf(await waiting)).toBe('insufficient_data');
  });

  it.each(['40P01', '40001', '57014', '53300'])('that gives %s up says so as something that passes', async (code) => {
    const database = makeDatabase({ url: world.database.url, maxConnections: 1 });
    const text = `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = 'raised by a test'; END $$`;

    const refused = database.queryAsOwner(text);

    await expect(refused).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await database.close();
  });
});
