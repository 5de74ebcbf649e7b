import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWebhookStore } from '../../../backend/src/adapters/postgres/webhook-store.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { RecordEvent } from '../../../backend/src/domain/sync/record-event.ts';
import type { WebhookStore } from '../../../backend/src/ports/webhook-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const UNKNOWN_PORTAL = 999_999;
const TASKS = { sort: 'sort_webhooks', handle: 'handle_webhooks' };
const RECEIVE = `SELECT smartsync_receive_webhooks($1::jsonb, 'sort_webhooks', 20)::text`;
const SORT = `SELECT kept::int FROM smartsync_sort_webhooks(1000, 'sort_webhooks', 'handle_webhooks', 20)`;

describe('webhook requests', () => {
  let database: TestDatabase;
  let processes: readonly (Stores & { readonly webhooks: WebhookStore })[];
  let one: Stores & { readonly webhooks: WebhookStore };
  beforeAll(async () => {
    database = await makeTestDatabase();
    processes = [1, 2, 3].map(() => {
      const stores = makeStores(database.url);
      return { ...stores, webhooks: makeWebhookStore(stores.database, TASKS) };
    });
    [one] = processes as [typeof one];
  });
  beforeEach(async () => {
    await query('DELETE FROM webhook_inbox');
    await query('DELETE FROM webhook_deliveries');
    await query('DELETE FROM graphile_worker._private_jobs');
  });
  afterAll(async () => {
    for (const { database: connections } of processes) await connections.close();
    await database.drop();
  });

  const install = (count: number) => Promise.all(Array.from({ length: count }, () => installPortal(one)));
  const event = (objectId: number, members: Partial<RecordEvent> = {}): RecordEvent => ({
    kind: 'creation',
    objectType: 'companies',
    objectId: String(objectId),
    occurredAtMs: 1_790_000_000_000,
    ...members,
  });
  const query = async <T extends object>(text: string, values: readonly unknown[] = []) => {
    const admin = await connect(database.administratorUrl);
    return (await admin.query<T>(text, [...values])).rows;
  };
  const keptOf = (organizationIds: readonly string[]) =>
    query<{ ids: string[] }>(
      `SELECT array_agg(e ->> 'objectId' ORDER BY (e ->> 'objectId')::int) AS ids
       FROM webhook_deliveries d, jsonb_array_elements(d.events) e WHERE d.organization_id = ANY ($1)
       GROUP BY d.organization_id`,
      [organizationIds],
    );
  const sortJobs = () =>
    query<{ key: string; due_in: number }>(
      `SELECT key, extract(epoch FROM run_at - now())::float8 AS due_in FROM graphile_worker.jobs
       WHERE task_identifier = 'sort_webhooks' AND locked_at IS NULL ORDER BY key`,
    );
  /** What a worker does that takes the job, sorts and ends it. */
  const takeSortJobs = async () => {
    await query(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE key LIKE 'webhook_inbox%'`,
    );
    const sorted = await one.webhooks.sort();
    await query(`DELETE FROM graphile_worker._private_jobs WHERE locked_by = 'test'`);
    return sorted;
  };

  it('of several processes at once are all kept, once each, by several that sort at once', async () => {
    const portals = await install(6);
    const orders = [portals, portals.toReversed(), [...portals.slice(3), ...portals.slice(0, 3)]];
    const rounds = Array.from({ length: 25 }, (_, round) => round);

    for (const round of rounds) {
      await Promise.all(
        processes.flatMap(({ webhooks }, index) => [
          ...[0, 1].map((request) => {
            const told = event((round * processes.length + index) * 2 + request);
            const named = orders[(index + request) % orders.length] ?? [];
            return webhooks.receive(named.map(({ portalId }) => ({ portalId, event: told })));
          }),
          webhooks.sort(),
        ]),
      );
    }
    await takeSortJobs();

    const all = Array.from({ length: rounds.length * processes.length * 2 }, (_, id) => String(id));
    expect(await keptOf(portals.map(({ organizationId }) => organizationId))).toEqual(
      portals.map(() => ({ ids: all })),
    );
  });

  it('leave one job for all, due at once, and one for each account when they are sorted', async () => {
    const portals = await install(3);
    const named = portals.map(({ portalId }) => ({ portalId, event: event(1) }));

    for (let request = 0; request < 10; request += 1) await one.webhooks.receive(named);
    const jobs = await sortJobs();
    await takeSortJobs();

    expect(jobs).toEqual([{ key: 'webhook_inbox', due_in: expect.toSatisfy((seconds: number) => seconds <= 0) }]);
    const handled = await query<{ key: string }>(
      `SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'handle_webhooks' ORDER BY key`,
    );
    expect(handled.map(({ key }) => key)).toEqual(
      portals.map(({ organizationId }) => `${organizationId}:webhooks`).toSorted(),
    );
  });

  it('that come while others are sorted are sorted half a second later, and nothing is left behind when all is quiet', async () => {
    const [portal] = await install(1);
    await one.webhooks.receive([{ portalId: portal?.portalId ?? 0, event: event(1) }]);

    await takeSortJobs();
    const next = await sortJobs();
    await takeSortJobs();

    expect(next).toEqual([
      { key: 'webhook_inbox', due_in: expect.toSatisfy((seconds: number) => seconds > 0.2 && seconds < 0.6) },
    ]);
    expect(await sortJobs()).toEqual([]);
  });

  it('are found when they are committed after somebody looked', async () => {
    const [portal] = await install(1);
    const told = [
      {
        portalId: portal?.portalId,
        occurredAtMs: 1,
        event: { kind: 'creation', objectType: 'companies', objectId: '7' },
      },
    ];
    await one.webhooks.receive([{ portalId: portal?.portalId ?? 0, event: event(1) }]);

    await one.database.withoutTenant(async (tx) => {
      await tx.$queryRawUnsafe(RECEIVE, JSON.stringify(told));
      await takeSortJobs();
      await takeSortJobs();
    });
    const left = await sortJobs();
    await takeSortJobs();

    expect(left).toHaveLength(1);
    expect(await keptOf([portal?.organizationId ?? ''])).toEqual([{ ids: ['1', '7'] }]);
  });

  it('do not wait for one that is not committed yet, nor rely on its job', async () => {
    const [portal] = await install(1);
    const told = [
      {
        portalId: portal?.portalId,
        occurredAtMs: 1,
        event: { kind: 'creation', objectType: 'companies', objectId: '7' },
      },
    ];

    const failing = one.database.withoutTenant(async (tx) => {
      await tx.$queryRawUnsafe(RECEIVE, JSON.stringify(told));
      await processes[1]?.webhooks.receive([{ portalId: portal?.portalId ?? 0, event: event(1) }]);
      throw new AppError('internal', 'the process dies');
    });
    await expect(failing).rejects.toThrow('the process dies');

    expect(await sortJobs()).toHaveLength(1);
    await takeSortJobs();
    expect(await keptOf([portal?.organizationId ?? ''])).toEqual([{ ids: ['1'] }]);
  });

  it('do not rely on a job that the queue has given up', async () => {
    const [portal] = await install(1);
    const told = [{ portalId: portal?.portalId ?? 0, event: event(1) }];
    await one.webhooks.receive(told);
    await query('UPDATE graphile_worker._private_jobs SET attempts = max_attempts');

    await one.webhooks.receive(told);

    expect(await query('SELECT FROM graphile_worker._private_jobs WHERE is_available')).toHaveLength(1);
  });

  it('stay when who sorts them dies, and others pass over those that somebody sorts', async () => {
    const [portal, other] = await install(2);
    await one.webhooks.receive([{ portalId: portal?.portalId ?? 0, event: event(1) }]);

    const failing = one.database.withoutTenant(async (tx) => {
      await tx.$queryRawUnsafe(SORT);
      await processes[1]?.webhooks.receive([{ portalId: other?.portalId ?? 0, event: event(2) }]);
      expect(await processes[1]?.webhooks.sort()).toMatchObject({ kept: 1, dropped: 0 });
      throw new AppError('internal', 'the process dies');
    });
    await expect(failing).rejects.toThrow('the process dies');
    await takeSortJobs();

    expect(await keptOf([portal?.organizationId ?? ''])).toEqual([{ ids: ['1'] }]);
    expect(await keptOf([other?.organizationId ?? ''])).toEqual([{ ids: ['2'] }]);
  });

  it('that tell the same twice, in whatever order, leave it once with the newest instant', async () => {
    const [portal] = await install(1);
    const portalId = portal?.portalId ?? 0;
    const city = { kind: 'propertyChange', property: 'city' } as const;
    const told = [
      event(1, { ...city, valueHash: 'b', occurredAtMs: 20 }),
      event(1, { ...city, valueHash: 'b', occurredAtMs: 30 }),
      event(1, { ...city, valueHash: 'a', occurredAtMs: 10 }),
      event(1, { ...city, valueHash: 'b', occurredAtMs: 10 }),
    ];

    for (const one of told) await processes[0]?.webhooks.receive([{ portalId, event: one }]);
    const sorted = await takeSortJobs();

    expect(sorted).toEqual({ kept: 4, dropped: 0, hasMore: false });
    const [delivery] = await one.webhooks.take(portal?.organizationId ?? '', 10);
    expect(delivery?.events.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs)).toEqual([told[2], told[1]]);
  });

  it('become deliveries of at most a thousand events, as old as their oldest request', async () => {
    const [portal] = await install(1);
    const portalId = portal?.portalId ?? 0;
    await one.webhooks.receive(Array.from({ length: 1_500 }, (_, id) => ({ portalId, event: event(id) })));
    await query(`UPDATE webhook_inbox SET received_at = '2026-01-02T03:04:05Z'`);
    await one.webhooks.receive([{ portalId, event: event(2_000) }]);

    await takeSortJobs();

    const deliveries = await one.webhooks.take(portal?.organizationId ?? '', 10);
    expect(deliveries.map(({ events }) => events.length).toSorted()).toEqual([1_000, 501]);
    expect(deliveries.map(({ receivedAt }) => receivedAt.toISOString())).toContain('2026-01-02T03:04:05.000Z');
  });

  it('of accounts that are unknown or not connected are dropped and counted, and the others are kept', async () => {
    const [known, left] = await install(2);
    await one.database.queryAsTenant(left?.organizationId ?? '', {
      name: 'leave',
      text: `UPDATE crm_integrations SET is_active = false, status = 'disconnected'`,
      values: [],
    });
    const portals = [known?.portalId ?? 0, UNKNOWN_PORTAL, left?.portalId ?? 0, UNKNOWN_PORTAL];

    await one.webhooks.receive(portals.map((portalId, id) => ({ portalId, event: event(id) })));
    const sorted = await takeSortJobs();

    expect(sorted).toMatchObject({ kept: 1, dropped: 3 });
    expect(await keptOf([known?.organizationId ?? '', left?.organizationId ?? ''])).toEqual([{ ids: ['0'] }]);
    expect(await query('SELECT FROM webhook_inbox')).toEqual([]);
  });

  it('are seen by no account before they are sorted', async () => {
    const [portal] = await install(1);
    const organizationId = portal?.organizationId ?? '';
    const ask = (text: string) =>
      one.database.queryAsTenant(organizationId, { name: 'look_into_inbox', text, values: [] });

    for (const text of [
      'SELECT events FROM webhook_inbox',
      'DELETE FROM webhook_inbox',
      'SELECT events FROM smartsync_take_inbox(10)',
      SORT,
    ]) {
      await expect(ask(text), text).rejects.toMatchObject({ cause: { code: '42501' } });
    }
  });
});
