import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, OTHER_PORTAL, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { anEvent, eventually, projectWebhooks, sendEvents, startEventsWorld } from './events-world.ts';

let world: World;
beforeAll(async () => {
  world = await startEventsWorld({ env: { METRICS_TOKEN: 'metrics-token' } });
  await use({ direction: 'bidirectional', frequency: 'realtime' });
});
afterAll(() => world.stop());

/** Sync settings of the portal, and whether new records are enriched. */
const use = async (sync: Readonly<Record<string, string>>, onCreate = false) => {
  const automaticEnrichment = { onCreate, refreshDays: 30, objectTypes: ['contacts', 'companies', 'deals'] };
  const saved = await saveSettings(world, { sync, automaticEnrichment });
  expect(saved.status).toBe(200);
};
const runsOf = (objectId: string) =>
  world.query<{ status: string; kind: string }>(
    `SELECT status, requested_by ->> 'kind' AS kind FROM enrichments WHERE object_id = $1 ORDER BY created_at`,
    [objectId],
  );
const linkOf = async (objectId: string) =>
  (
    await world.query<{ number: string | null }>(
      `SELECT memory ->> 'companyNumber' AS number FROM crm_entity_mappings WHERE crm_record_id = $1`,
      [objectId],
    )
  )[0]?.number;
/** Waits until every event that was taken has been worked on. */
const quiet = () =>
  eventually(
    () =>
      world.query<{ n: string }>(
        `SELECT (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM enrichments WHERE status = 'running')
           + (SELECT count(*) FROM waiting_records WHERE run_at < now() + interval '1 second' AND dead_at IS NULL)
           + (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('handle_webhooks') AND run_at < now() + interval '1 second') AS n`,
      ),
    ([row]) => row?.n === '0',
  );
const create = async (objectType: string, properties: Readonly<Record<string, string>>) => {
  const made = await world.control(`/portals/${PORTAL}/records/${objectType}`, 'POST', { properties, userId: ADMIN });
  return String(Object(made).id);
};

describe('the webhooks route', () => {
  it('answers 204 and leaves the work to jobs', async () => {
    const answer = await sendEvents(world, [
      anEvent('object.propertyChange', world.id('kestrel'), { propertyName: 'name' }),
    ]);

    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    await quiet();
  });

  it.each([
    ['a wrong secret', { signWith: 'another' }, 401],
    ['a stale signature', { timestampMs: Date.now() - 301_000 }, 401],
    ['no list', { body: '{"a":1}' }, 422],
    ['no JSON', { body: '[' }, 422],
    ['more than five MiB', { body: `["${'x'.repeat(5 * 1024 * 1024)}"]` }, 413],
  ])('refuses %s', async (_name, options, status) => {
    const answer = await sendEvents(world, [], options);

    expect(answer.status).toBe(status);
  });

  it('takes more than a card may send', async () => {
    const answer = await sendEvents(world, [], { body: JSON.stringify([{ text: 'x'.repeat(2 * 1024 * 1024) }]) });

    expect(answer.status).toBe(204);
  });

  it('leaves out what it cannot read and takes the rest of the batch', async () => {
    const id = world.id('bare');
    const events = [
      null,
      { portalId: 'x' },
      anEvent('ticket.creation', '1'),
      anEvent('object.propertyChange', id, { propertyName: 'zip' }),
    ];

    const answer = await sendEvents(world, events as Record<string, unknown>[]);

    expect(answer.status).toBe(204);
    await eventually(
      () => linkOf(id),
      (number) => number === '99100005',
    );
  });

  it('drops and counts events of accounts that are unknown or disconnected, in a mixed batch', async () => {
    const id = world.id('sinking');
    await sendEvents(world, [
      anEvent('object.propertyChange', '1', { portalId: 999, propertyName: 'name' }),
      anEvent('object.propertyChange', '2', { portalId: OTHER_PORTAL, propertyName: 'name' }),
      anEvent('object.propertyChange', id, { propertyName: 'name' }),
    ]);
    await eventually(
      () => linkOf(id),
      (number) => number === '99100002',
    );

    const metrics = await fetch(`${world.origin}/metrics`, { headers: { authorization: 'Bearer metrics-token' } });
    expect(await metrics.text()).toContain('smartsync_webhook_events_total{outcome="dropped"} 2');
    expect(await world.query(`SELECT FROM crm_entity_mappings WHERE crm_record_id IN ('1', '2')`)).toEqual([]);
  });
});

describe('a new record', () => {
  it('is enriched when automatic enrichment is on, and left alone when it is off', async () => {
    await use({ direction: 'to_crm', frequency: 'manual' }, true);
    const first = await create('companies', { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' });
    await sendEvents(world, [anEvent('object.creation', first)]);
    await eventually(
      () => runsOf(first),
      (runs) => runs[0] !== undefined && runs[0].status !== 'running',
    );
    await use({ direction: 'to_crm', frequency: 'manual' }, false);
    const second = await create('companies', { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' });
    await sendEvents(world, [anEvent('object.creation', second)]);
    await quiet();

    expect(await runsOf(first)).toMatchObject([{ kind: 'webhook' }]);
    expect(await runsOf(second)).toEqual([]);
  });

  it('is enriched once however often and in whatever order HubSpot tells of it', async () => {
    await use({ direction: 'to_crm', frequency: 'realtime' }, true);
    const id = await create('companies', { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' });
    const created = anEvent('object.creation', id);
    const changed = anEvent('object.propertyChange', id, {
      propertyName: 'zip',
      occurredAt: Number(created.occurredAt) - 1,
    });

    await Promise.all([
      sendEvents(world, [changed, created]),
      sendEvents(world, [created]),
      sendEvents(world, [created, created]),
    ]);
    await quiet();
    await sendEvents(world, [
      { ...created, attemptNumber: 1 },
      { ...changed, attemptNumber: 1 },
    ]);
    await quiet();

    const waiting = await world.query(`SELECT FROM waiting_records WHERE dedupe_key = 'sync:companies:' || $1`, [id]);
    expect(waiting).toEqual([]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('waits for the next day when the daily limit is reached', async () => {
    await saveSettings(world, {
      automaticEnrichment: { onCreate: true, refreshDays: 30, objectTypes: ['companies'] },
      limits: { recordsPerDay: 1, modelTokensPerDay: null },
    });
    const id = await create('companies', { name: 'Bare Bones Ltd', zip: 'DE1 1AA' });

    await sendEvents(world, [anEvent('object.creation', id)]);
    const [job] = await eventually(
      () =>
        world.query<{ run_at: Date }>(
          `SELECT run_at FROM waiting_records WHERE dedupe_key = 'sync:companies:' || $1 AND run_at > now() + interval '1 minute'`,
          [id],
        ),
      (jobs) => jobs.length === 1,
    );

    const tomorrow = new Date();
    tomorrow.setUTCHours(24, 0, 0, 0);
    expect(job?.run_at.getTime()).toBeGreaterThanOrEqual(tomorrow.getTime() - 1_000);
    expect(await runsOf(id)).toEqual([]);
  });
});

describe('a change', () => {
  it('refreshes a record that is known, with what it says now', async () => {
    await use({ direction: 'to_crm', frequency: 'realtime' });
    await world.enrich('companies', 'listed');
    await world.edit('companies', 'listed', { name: 'Sinking Barge Ltd', domain: '', zip: 'HU1 1AA', city: 'Hull' });

    await sendEvents(world, [
      anEvent('object.propertyChange', world.id('listed'), { propertyName: 'name', propertyValue: 'Old' }),
    ]);

    await eventually(
      () => linkOf(world.id('listed')),
      (number) => number === '99100002',
    );
    expect(await world.values('companies', 'listed')).toMatchObject({ oppspot_company_number: '99100002' });
  });

  it('does nothing when it is our own write, by its source or by its value', async () => {
    await use({ direction: 'bidirectional', frequency: 'realtime' });
    const id = world.id('kestrel');
    await world.enrich('companies', 'kestrel');
    await quiet();
    const before = await runsOf(id);
    await world.query(
      `UPDATE crm_entity_mappings SET memory = jsonb_set(memory, '{written,city}', '"Leeds"') WHERE crm_record_id = $1`,
      [id],
    );

    await sendEvents(world, [
      anEvent('object.propertyChange', id, { propertyName: 'name', changeSource: 'INTEGRATION', sourceId: '4096' }),
    ]);
    await sendEvents(world, [
      anEvent('object.propertyChange', id, {
        propertyName: 'city',
        propertyValue: 'Leeds',
        changeSource: 'INTEGRATION',
        sourceId: '777',
      }),
    ]);
    await quiet();

    expect(await runsOf(id)).toEqual(before);
  });

  it('in circles is looked at three times a minute and then waits', async () => {
    await use({ direction: 'to_crm', frequency: 'realtime' });
    const id = await create('companies', { name: 'Bare Bones Ltd', zip: 'DE1 1AA' });
    await world.post({ objectType: 'companies', objectId: id, idempotencyKey: `circle-${id}` });
    const before = (await runsOf(id)).length;

    for (const step of [1, 2, 3, 4, 5]) {
      await sendEvents(world, [
        anEvent('object.propertyChange', id, { propertyName: 'city', occurredAt: Date.now() + step }),
      ]);
      await quiet();
    }

    expect((await runsOf(id)).length - before).toBe(3);
    const waiting = await world.query(
      `SELECT FROM waiting_records WHERE dedupe_key = 'sync:companies:' || $1 AND run_at > now() + interval '5 minutes'`,
      [id],
    );
    expect(waiting).toHaveLength(1);
  });
});

describe('the life of a record', () => {
  it('leaves a deleted one alone and takes it up again when it is restored', async () => {
    await use({ direction: 'to_crm', frequency: 'realtime' });
    const id = await create('companies', { name: 'Bare Bones Ltd', zip: 'DE1 1AA' });
    await world.post({ objectType: 'companies', objectId: id, idempotencyKey: `life-${id}` });
    const at = Date.now();
    await sendEvents(world, [anEvent('object.deletion', id, { occurredAt: at, changeFlag: 'DELETED' })]);
    await quiet();
    await sendEvents(world, [anEvent('object.propertyChange', id, { occurredAt: at + 1, propertyName: 'name' })]);
    await quiet();
    const whileGone = await runsOf(id);

    await sendEvents(world, [anEvent('object.restore', id, { occurredAt: at + 2 })]);

    await eventually(
      () => runsOf(id),
      (runs) => runs.length === 2,
    );
    expect(whileGone).toHaveLength(1);
  });

  it('hands what was known of a merged record to the one that stays', async () => {
    await use({ direction: 'from_crm', frequency: 'manual' });
    const gone = await create('companies', { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' });
    const stays = await create('companies', { name: 'Nobody Knows Me Ltd' });
    await world.post({ objectType: 'companies', objectId: gone, idempotencyKey: `merge-${gone}` });

    await sendEvents(world, [
      anEvent('object.merge', stays, {
        primaryObjectId: Number(stays),
        mergedObjectIds: [Number(gone)],
        newObjectId: Number(stays),
      }),
    ]);
    await quiet();

    expect(await linkOf(stays)).toBe('99100001');
    expect(await linkOf(gone)).toBeUndefined();
  });
});

describe('a person who asks to be forgotten', () => {
  it('is erased everywhere, and a late event or run brings nothing back', async () => {
    await use({ direction: 'bidirectional', frequency: 'realtime' }, true);
    const id = world.id('ann');
    await world.enrich('contacts', 'ann');
    await quiet();
    const told = anEvent('contact.privacyDeletion', id, { objectTypeId: undefined, changeFlag: 'DELETED' });

    await sendEvents(world, [told]);
    await eventually(
      () => world.query(`SELECT FROM erased_records WHERE object_id = $1`, [id]),
      (rows) => rows.length === 1,
    );
    await sendEvents(world, [
      anEvent('contact.creation', id, { objectTypeId: '0-1', occurredAt: Date.now() - 60_000 }),
      anEvent('object.propertyChange', id, {
        objectTypeId: '0-1',
        propertyName: 'email',
        propertyValue: 'ann@kestrel-loom.example',
        occurredAt: Date.now() + 60_000,
      }),
    ]);
    await quiet();

    for (const { name } of await world.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'organization_id' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'erased_records'`,
    )) {
      const rows = await world.query(`SELECT t::text AS row FROM ${name} t WHERE t::text ~ $1`, [
        `\\m${id}\\M|ann@kestrel`,
      ]);
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
    expect(
      await world.query(`SELECT FROM graphile_worker._private_jobs WHERE payload::text LIKE '%' || $1 || '%'`, [
        `"${id}"`,
      ]),
    ).toEqual([]);
  });
});

describe('the subscriptions of the project', () => {
  it('bring a change that a person makes in HubSpot to the record, and our writes bring nothing', async () => {
    await use({ direction: 'to_crm', frequency: 'realtime' });
    const app = Object(await world.control('/app')).app ?? (await world.control('/app'));
    await world.control('/app', 'PUT', { ...Object(app), webhooks: projectWebhooks() });
    await world.enrich('companies', 'twin-branch', { companyId: 'gb-99100003' });
    await world.control(`/portals/${PORTAL}/webhooks/deliver`, 'POST', {});
    await quiet();
    const before = await runsOf(world.id('twin-branch'));

    await world.edit('companies', 'twin-branch', { zip: 'BA1 1AA' });
    await world.control(`/portals/${PORTAL}/webhooks/deliver`, 'POST', {});
    await quiet();

    expect(before).toHaveLength(1);
    expect(await runsOf(world.id('twin-branch'))).toHaveLength(2);
  });
});
