import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWebhookStore } from '../../../backend/src/adapters/postgres/webhook-store.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { RecordEvent } from '../../../backend/src/domain/sync/record-event.ts';
import type { WebhookStore } from '../../../backend/src/ports/webhook-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const UNKNOWN_PORTAL = 999_999;

describe('webhook requests', () => {
  let database: TestDatabase;
  let processes: readonly (Stores & { readonly webhooks: WebhookStore })[];
  beforeAll(async () => {
    database = await makeTestDatabase();
    processes = [1, 2, 3].map(() => {
      const stores = makeStores(database.url);
      return { ...stores, webhooks: makeWebhookStore(stores.database, 'handle_webhooks') };
    });
  });
  afterAll(async () => {
    for (const { database: connections } of processes) await connections.close();
    await database.drop();
  });

  const install = async (count: number) => {
    const [stores] = processes;
    return Promise.all(Array.from({ length: count }, () => installPortal(stores as Stores)));
  };
  const event = (objectId: number): RecordEvent => ({
    kind: 'creation',
    objectType: 'companies',
    objectId: String(objectId),
    occurredAtMs: 1,
  });
  const query = async <T extends object>(text: string, values: readonly unknown[]) => {
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
  const jobsOf = (organizationIds: readonly string[]) =>
    query<{ key: string }>(
      `SELECT j.key FROM graphile_worker.jobs j JOIN unnest($1::text[]) o ON starts_with(j.key, o || ':webhooks:')`,
      [organizationIds],
    );

  it('of several processes at once are all kept, in whatever order they name the portals', async () => {
    const portals = await install(6);
    const orders = [portals, portals.toReversed(), [...portals.slice(3), ...portals.slice(0, 3)]];
    const rounds = Array.from({ length: 25 }, (_, round) => round);

    for (const round of rounds) {
      await Promise.all(
        processes.flatMap(({ webhooks }, index) =>
          [0, 1].map((request) => {
            const id = event((round * processes.length + index) * 2 + request);
            const named = orders[(index + request) % orders.length] ?? [];
            return webhooks.receive(named.map(({ portalId }) => ({ portalId, events: [id] })));
          }),
        ),
      );
    }

    const all = Array.from({ length: rounds.length * processes.length * 2 }, (_, id) => String(id));
    expect(await keptOf(portals.map(({ organizationId }) => organizationId))).toEqual(
      portals.map(() => ({ ids: all })),
    );
  });

  it('do not wait for one that is not committed yet, nor rely on its job', async () => {
    const portals = await install(1);
    const named = portals.map(({ portalId }) => ({ portalId, events: [event(1)] }));
    const [first, second] = processes;

    const failing = first?.database.withoutTenant(async (tx) => {
      await tx.$queryRawUnsafe(
        `SELECT smartsync_keep_webhooks('handle_webhooks', $1::jsonb, 20)::text`,
        JSON.stringify(named),
      );
      await second?.webhooks.receive(named);
      throw new AppError('internal', 'the process dies');
    });
    await expect(failing).rejects.toThrow('the process dies');

    const organizationIds = portals.map(({ organizationId }) => organizationId);
    expect(await keptOf(organizationIds)).toEqual([{ ids: ['1'] }]);
    expect(await jobsOf(organizationIds)).toHaveLength(1);
  });

  it('keep the job that they rely on from running before they are committed', async () => {
    const portals = await install(1);
    const named = portals.map(({ portalId }) => ({ portalId, events: [event(1)] }));
    const [first, second] = processes;
    await first?.webhooks.receive(named);

    const free = await first?.database.withoutTenant(async (tx) => {
      await tx.$queryRawUnsafe(
        `SELECT smartsync_keep_webhooks('handle_webhooks', $1::jsonb, 20)::text`,
        JSON.stringify(named),
      );
      const jobs = await second?.database.pool.query(
        `SELECT key FROM graphile_worker._private_jobs WHERE starts_with(key, $1 || ':webhooks:') FOR UPDATE SKIP LOCKED`,
        [portals[0]?.organizationId],
      );
      return jobs?.rowCount;
    });

    expect(free).toBeLessThanOrEqual((await jobsOf(portals.map(({ organizationId }) => organizationId))).length - 1);
  });

  it('leave a job that is due in half a second, and share it', async () => {
    const portals = await install(1);
    const named = portals.map(({ portalId }) => ({ portalId, events: [event(1)] }));
    const [first] = processes;

    for (let request = 0; request < 20; request += 1) await first?.webhooks.receive(named);

    const jobs = await jobsOf(portals.map(({ organizationId }) => organizationId));
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs.length).toBeLessThan(20);
  });

  it('each learn what was dropped of it, also when they were kept together', async () => {
    const [portal] = await install(1);
    const known = { portalId: portal?.portalId ?? 0, events: [event(1)] };
    const unknown = { portalId: UNKNOWN_PORTAL, events: [event(1), event(2)] };
    const [first] = processes;

    const receipts = await Promise.all(
      [[known], [unknown], [known], [known, unknown], [unknown]].map((deliveries) =>
        first?.webhooks.receive(deliveries),
      ),
    );

    expect(receipts.map((receipt) => receipt?.dropped)).toEqual([0, 2, 0, 2, 2]);
    expect(await keptOf([portal?.organizationId ?? ''])).toEqual([{ ids: ['1', '1', '1'] }]);
  });
});
