import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../../bench/random.ts';
import { ADMIN, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { anEvent, eventually, sendEvents, startEventsWorld } from './events-world.ts';

const RECORDS = 12;
const REQUESTS = 40;
const DELIVERIES_OF_EACH = 3;

let world: World;
beforeAll(async () => {
  world = await startEventsWorld();
  await saveSettings(world, {
    sync: { direction: 'to_crm', frequency: 'realtime' },
    automaticEnrichment: { onCreate: true, refreshDays: 30, objectTypes: ['companies'] },
  });
});
afterAll(() => world.stop());

const create = async () => {
  const properties = { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' };
  const made = await world.control(`/portals/${PORTAL}/records/companies`, 'POST', { properties, userId: ADMIN });
  return String(Object(made).id);
};

/** The same list in an order that a seed decides. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = makeRandom(seed);
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

describe('a burst of webhooks', () => {
  it('that come three times and in any order has each effect once, and our own writes have none', async () => {
    const ids: string[] = [];
    for (let index = 0; index < RECORDS; index += 1) ids.push(await create());
    const echoed = await create();
    const at = Date.now();
    const told = ids.flatMap((id) => [
      anEvent('object.creation', id, { occurredAt: at }),
      ...['name', 'zip', 'city', 'domain'].map((propertyName, index) =>
        anEvent('object.propertyChange', id, { propertyName, propertyValue: 'x', occurredAt: at - 1 - index }),
      ),
    ]);
    const echoes = Array.from({ length: told.length }, (_, index) =>
      anEvent('object.creation', echoed, { occurredAt: at + index, changeSource: 'INTEGRATION', sourceId: '4096' }),
    );
    const events = shuffled([...told, ...told, ...echoes], 3);
    const size = Math.ceil(events.length / REQUESTS);
    const requests = Array.from({ length: REQUESTS }, (_, index) => events.slice(index * size, (index + 1) * size));
    const deliveries = shuffled(Array.from({ length: DELIVERIES_OF_EACH }, () => requests).flat(), 4);

    const answers = await Promise.all(deliveries.map((batch) => sendEvents(world, batch)));
    await eventually(
      () =>
        world.query<{ n: string }>(
          `SELECT (SELECT count(*) FROM webhook_inbox) + (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM waiting_records)
             + (SELECT count(*) FROM enrichments WHERE status = 'running')
             + (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('sort_webhooks', 'handle_webhooks') AND run_at < now() + interval '1 second') AS n`,
        ),
      ([row]) => row?.n === '0',
    );

    const runs = await world.query<{ object_id: string; runs: number }>(
      `SELECT object_id, count(*)::int AS runs FROM enrichments GROUP BY 1 ORDER BY object_id::bigint`,
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(runs).toEqual(ids.map((object_id) => ({ object_id, runs: 1 })));
  });
});
