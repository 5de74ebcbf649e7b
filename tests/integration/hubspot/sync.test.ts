import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { anEvent, eventually, sendEvents, startEventsWorld } from './events-world.ts';

let world: World;
let lastKey = 0;
beforeAll(async () => {
  world = await startEventsWorld();
});
afterAll(() => world.stop());
beforeEach(() => use('manual', 'to_crm'));

type Frequency = 'realtime' | 'hourly' | 'daily' | 'manual';
const use = async (frequency: Frequency, direction: string) => {
  const saved = await saveSettings(world, { sync: { direction, frequency } });
  expect(saved.status).toBe(200);
};
const create = async (properties: Readonly<Record<string, string>>) => {
  const made = await world.control(`/portals/${PORTAL}/records/companies`, 'POST', { properties, userId: ADMIN });
  return String(Object(made).id);
};
const KESTREL = { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' };
const BARGE = { name: 'Sinking Barge Ltd', city: 'Hull', zip: 'HU1 1AA' };
/** A company that was enriched, and then became another one. */
const enrichedThenChanged = async () => {
  const id = await create(KESTREL);
  lastKey += 1;
  await world.post({ objectType: 'companies', objectId: id, idempotencyKey: `sync-${lastKey}` });
  await world.control(`/portals/${PORTAL}/records/companies/${id}`, 'PATCH', { properties: BARGE, userId: ADMIN });
  return id;
};
const told = (id: string) => sendEvents(world, [anEvent('object.propertyChange', id, { propertyName: 'name' })]);
const numberOf = async (id: string) => {
  const record = Object(await world.control(`/portals/${PORTAL}/records/companies/${id}`));
  return Object(record.properties).oppspot_company_number || null;
};
const linkOf = async (id: string) =>
  (
    await world.query<{ number: string | null }>(
      `SELECT memory ->> 'companyNumber' AS number FROM crm_entity_mappings WHERE crm_record_id = $1`,
      [id],
    )
  )[0]?.number;
const runsOf = (id: string) => world.query(`SELECT FROM enrichments WHERE object_id = $1`, [id]);
const jobs = () =>
  world.query<{ task: string; in_minutes: number }>(
    `SELECT task_identifier AS task, round(extract(epoch FROM run_at - now()) / 60)::int AS in_minutes FROM graphile_worker.jobs
     WHERE key LIKE '%:sync-changes' AND locked_at IS NULL`,
  );
const quiet = () =>
  eventually(
    () =>
      world.query<{ n: string }>(
        `SELECT (SELECT count(*) FROM webhook_inbox) + (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM enrichments WHERE status = 'running')
           + (SELECT count(*) FROM waiting_records WHERE run_at < now() + interval '1 second' AND dead_at IS NULL)
           + (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('sort_webhooks', 'handle_webhooks', 'sync_changes') AND run_at < now() + interval '1 second') AS n`,
      ),
    ([row]) => row?.n === '0',
  );
/** The scheduled look, now instead of in an hour; what HubSpot's index shows late is there by then. */
const lookNow = async () => {
  await world.control('/clock', 'POST', { advanceMs: 30_000 });
  await world.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE '%:sync-changes'`);
  await world.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`);
  await quiet();
};

describe('frequency', () => {
  it.each<[Frequency, number]>([
    ['realtime', 60],
    ['hourly', 60],
    ['daily', 1440],
  ])('%s leaves a look behind in %d minutes when it is saved', async (frequency, minutes) => {
    await use(frequency, 'to_crm');

    const waiting = await jobs();

    expect(waiting).toEqual([{ task: 'sync_changes', in_minutes: minutes }]);
  });

  it('manual leaves nothing behind and starts nothing', async () => {
    await use('hourly', 'to_crm');
    await use('manual', 'to_crm');
    const id = await enrichedThenChanged();

    await told(id);
    await quiet();

    expect(await jobs()).toEqual([]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('realtime works at once, when HubSpot tells', async () => {
    await use('realtime', 'to_crm');
    const id = await enrichedThenChanged();

    await told(id);

    await eventually(
      () => numberOf(id),
      (number) => number === '99100002',
    );
  });

  it.each<[Frequency]>([['hourly'], ['daily']])(
    '%s waits for its look and finds what changed by its date',
    async (frequency) => {
      await use(frequency, 'to_crm');
      const id = await enrichedThenChanged();
      await told(id);
      await quiet();
      const before = await numberOf(id);

      await lookNow();

      expect(before).toBe('99100001');
      expect(await numberOf(id)).toBe('99100002');
      expect(await jobs()).toHaveLength(1);
    },
  );

  it('finds a change that no webhook told of, also on realtime, and does not look at its own writes', async () => {
    await use('realtime', 'to_crm');
    const id = await enrichedThenChanged();

    await lookNow();
    const once = await runsOf(id);
    await lookNow();
    await lookNow();

    expect(await numberOf(id)).toBe('99100002');
    expect(once).toHaveLength(2);
    expect(await runsOf(id)).toHaveLength(2);
  });
});

describe('direction', () => {
  it('from_crm brings our link up to date and writes nothing to HubSpot', async () => {
    await use('realtime', 'from_crm');
    const id = await enrichedThenChanged();
    const unknown = await create(BARGE);
    await world.forgetRequests();

    await sendEvents(world, [
      anEvent('object.creation', unknown),
      anEvent('object.propertyChange', id, { propertyName: 'name' }),
    ]);
    await eventually(
      () => linkOf(id),
      (number) => number === '99100002',
    );
    await eventually(
      () => linkOf(unknown),
      (number) => number === '99100002',
    );

    const writes = (await world.requests()).filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
    expect(writes).toEqual([]);
    expect(await numberOf(id)).toBe('99100001');
  });

  it('to_crm writes to records it knows and leaves the others alone', async () => {
    await use('realtime', 'to_crm');
    const id = await enrichedThenChanged();
    const unknown = await create(BARGE);

    await sendEvents(world, [
      anEvent('object.creation', unknown),
      anEvent('object.propertyChange', id, { propertyName: 'name' }),
    ]);
    await quiet();

    expect(await numberOf(id)).toBe('99100002');
    expect(await linkOf(unknown)).toBeUndefined();
  });

  it('bidirectional writes to records it knows and links the others', async () => {
    await use('realtime', 'bidirectional');
    const id = await enrichedThenChanged();
    const unknown = await create(BARGE);

    await sendEvents(world, [
      anEvent('object.creation', unknown),
      anEvent('object.propertyChange', id, { propertyName: 'name' }),
    ]);
    await quiet();

    expect(await numberOf(id)).toBe('99100002');
    expect(await linkOf(unknown)).toBe('99100002');
    expect(await numberOf(unknown)).toBeNull();
  });
});
