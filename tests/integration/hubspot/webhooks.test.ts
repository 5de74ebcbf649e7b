import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_PORTAL, PORTAL, saveSettings } from '../enrichment/world.ts';
import { anEvent, eventually, projectWebhooks, sendEvents } from './events-world.ts';
import { startWebhooksWorld, type WebhooksWorld } from './webhooks-world.ts';

const KESTREL = { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' };
const BARE = { name: 'Bare Bones Ltd', zip: 'DE1 1AA' };

let world: WebhooksWorld;
beforeAll(async () => {
  world = await startWebhooksWorld({ env: { METRICS_TOKEN: 'metrics-token' } });
  await world.use({ direction: 'bidirectional', frequency: 'realtime' });
});
afterAll(() => world.stop());

/** Sends one event alone. */
const tell = (...told: Parameters<typeof anEvent>) => sendEvents(world, [anEvent(...told)]);

describe('the webhooks route', () => {
  it('answers 204 and leaves the work to jobs', async () => {
    const answer = await tell('object.propertyChange', world.id('kestrel'), { propertyName: 'name' });

    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    await world.quiet();
  });

  it.each([
    ['a wrong secret', { signWith: 'another' }, 401],
    ['a stale signature', { timestampMs: Date.now() - 301_000 }, 401],
    ['no list', { body: '{"a":1}' }, 422],
    ['no JSON', { body: '[' }, 422],
  ])('refuses %s', async (_name, options, status) => {
    const answer = await sendEvents(world, [], options);

    expect(answer.status).toBe(status);
  });

  it('refuses more than five MiB and says so', async () => {
    const answer = await sendEvents(world, [], { body: `["${'x'.repeat(5 * 1024 * 1024)}"]` });

    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('at most 5 MiB') } });
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
    await world.linked(id, '99100005');
  });

  it('drops and counts events of accounts that are unknown or disconnected, in a mixed batch', async () => {
    const id = world.id('sinking');
    await sendEvents(world, [
      anEvent('object.propertyChange', '1', { portalId: 999, propertyName: 'name' }),
      anEvent('object.propertyChange', '2', { portalId: OTHER_PORTAL, propertyName: 'name' }),
      anEvent('object.propertyChange', id, { propertyName: 'name' }),
    ]);
    await world.linked(id, '99100002');

    const metrics = await fetch(`${world.origin}/metrics`, { headers: { authorization: 'Bearer metrics-token' } });
    expect(await metrics.text()).toContain('smartsync_webhook_events_total{outcome="dropped"} 2');
    expect(await world.query(`SELECT FROM crm_entity_mappings WHERE crm_record_id IN ('1', '2')`)).toEqual([]);
  });
});

describe('a new record', () => {
  it('is enriched when automatic enrichment is on, and left alone when it is off', async () => {
    await world.use({ direction: 'to_crm', frequency: 'manual' }, true);
    const first = await world.create('companies', KESTREL);
    await tell('object.creation', first);
    await eventually(
      () => world.runsOf(first),
      (runs) => runs[0] !== undefined && runs[0].status !== 'running',
    );
    await world.use({ direction: 'to_crm', frequency: 'manual' }, false);
    const second = await world.create('companies', KESTREL);
    await tell('object.creation', second);
    await world.quiet();

    expect(await world.runsOf(first)).toMatchObject([{ kind: 'webhook' }]);
    expect(await world.runsOf(second)).toEqual([]);
  });

  it('is enriched once however often and in whatever order HubSpot tells of it', async () => {
    await world.use({ direction: 'to_crm', frequency: 'realtime' }, true);
    const id = await world.create('companies', KESTREL);
    const created = anEvent('object.creation', id);
    const before = Number(created.occurredAt) - 1;
    const changed = anEvent('object.propertyChange', id, { propertyName: 'zip', occurredAt: before });

    await Promise.all([
      sendEvents(world, [changed, created]),
      sendEvents(world, [created]),
      sendEvents(world, [created, created]),
    ]);
    await world.quiet();
    await sendEvents(world, [
      { ...created, attemptNumber: 1 },
      { ...changed, attemptNumber: 1 },
    ]);
    await world.quiet();

    expect(await world.waiting(id)).toEqual([]);
    expect(await world.runsOf(id)).toHaveLength(1);
  });

  it('waits for the next day when the daily limit is reached', async () => {
    await saveSettings(world, {
      automaticEnrichment: { onCreate: true, refreshDays: 30, objectTypes: ['companies'] },
      limits: { recordsPerDay: 1, modelTokensPerDay: null },
    });
    const id = await world.create('companies', BARE);

    await tell('object.creation', id);
    const [job] = await eventually(
      () => world.waiting(id, 1),
      (jobs) => jobs.length === 1,
    );

    const tomorrow = new Date();
    tomorrow.setUTCHours(24, 0, 0, 0);
    expect(job?.run_at.getTime()).toBeGreaterThanOrEqual(tomorrow.getTime() - 1_000);
    expect(await world.runsOf(id)).toEqual([]);
  });
});

describe('a change', () => {
  it('refreshes a record that is known, with what it says now', async () => {
    await world.use({ direction: 'to_crm', frequency: 'realtime' });
    await world.enrich('companies', 'listed');
    await world.edit('companies', 'listed', { name: 'Sinking Barge Ltd', domain: '', zip: 'HU1 1AA', city: 'Hull' });

    await tell('object.propertyChange', world.id('listed'), { propertyName: 'name', propertyValue: 'Old' });

    await world.linked(world.id('listed'), '99100002');
    expect(await world.values('companies', 'listed')).toMatchObject({ oppspot_company_number: '99100002' });
  });

  it('does nothing when it is our own write, by its source or by its value', async () => {
    await world.use({ direction: 'bidirectional', frequency: 'realtime' });
    const id = world.id('kestrel');
    await world.enrich('companies', 'kestrel');
    await world.quiet();
    const before = await world.runsOf(id);
    await world.query(
      `UPDATE crm_entity_mappings SET memory = jsonb_set(memory, '{written,city}', '"Leeds"') WHERE crm_record_id = $1`,
      [id],
    );

    await tell('object.propertyChange', id, { propertyName: 'name', changeSource: 'INTEGRATION', sourceId: '4096' });
    await tell('object.propertyChange', id, {
      propertyName: 'city',
      propertyValue: 'Leeds',
      changeSource: 'INTEGRATION',
      sourceId: '777',
    });
    await world.quiet();

    expect(await world.runsOf(id)).toEqual(before);
  });

  it('in circles is looked at three times a minute and then waits', async () => {
    await world.use({ direction: 'to_crm', frequency: 'realtime' });
    const id = await world.create('companies', BARE);
    await world.post({ objectType: 'companies', objectId: id, idempotencyKey: `circle-${id}` });
    const before = (await world.runsOf(id)).length;

    for (const step of [1, 2, 3, 4, 5]) {
      await tell('object.propertyChange', id, { propertyName: 'city', occurredAt: Date.now() + step });
      await world.quiet();
    }

    expect((await world.runsOf(id)).length - before).toBe(3);
    expect(await world.waiting(id, 5)).toHaveLength(1);
  });
});

describe('the life of a record', () => {
  it('leaves a deleted one alone and takes it up again when it is restored', async () => {
    await world.use({ direction: 'to_crm', frequency: 'realtime' });
    const id = await world.create('companies', BARE);
    await world.post({ objectType: 'companies', objectId: id, idempotencyKey: `life-${id}` });
    const at = Date.now();
    await tell('object.deletion', id, { occurredAt: at, changeFlag: 'DELETED' });
    await world.quiet();
    await tell('object.propertyChange', id, { occurredAt: at + 1, propertyName: 'name' });
    await world.quiet();
    const whileGone = await world.runsOf(id);

    await tell('object.restore', id, { occurredAt: at + 2 });

    await eventually(
      () => world.runsOf(id),
      (runs) => runs.length === 2,
    );
    expect(whileGone).toHaveLength(1);
  });

  it('hands what was known of a merged record to the one that stays', async () => {
    await world.use({ direction: 'from_crm', frequency: 'manual' });
    const gone = await world.create('companies', KESTREL);
    const stays = await world.create('companies', { name: 'Nobody Knows Me Ltd' });
    await world.post({ objectType: 'companies', objectId: gone, idempotencyKey: `merge-${gone}` });

    await tell('object.merge', stays, {
      primaryObjectId: Number(stays),
      mergedObjectIds: [Number(gone)],
      newObjectId: Number(stays),
    });
    await world.quiet();

    expect(await world.linkOf(stays)).toBe('99100001');
    expect(await world.linkOf(gone)).toBeUndefined();
  });
});

describe('a person who asks to be forgotten', () => {
  it('is erased everywhere, and a late event or run brings nothing back', async () => {
    await world.use({ direction: 'bidirectional', frequency: 'realtime' }, true);
    const id = world.id('ann');
    await world.enrich('contacts', 'ann');
    await world.quiet();
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
    await world.quiet();

    const tables = await world.rowsAbout(id, 'ann@kestrel');
    expect(tables).not.toEqual([]);
    expect(tables.filter(({ rows }) => rows.length > 0)).toEqual([]);
    expect(await world.jobsAbout(id)).toEqual([]);
  });
});

describe('the subscriptions of the project', () => {
  it('bring a change that a person makes in HubSpot to the record, and our writes bring nothing', async () => {
    await world.use({ direction: 'to_crm', frequency: 'realtime' });
    const app = Object(await world.control('/app')).app ?? (await world.control('/app'));
    await world.control('/app', 'PUT', { ...Object(app), webhooks: projectWebhooks() });
    await world.enrich('companies', 'twin-branch', { companyId: 'gb-99100003' });
    await world.control(`/portals/${PORTAL}/webhooks/deliver`, 'POST', {});
    await world.quiet();
    const before = await world.runsOf(world.id('twin-branch'));

    await world.edit('companies', 'twin-branch', { zip: 'BA1 1AA' });
    await world.control(`/portals/${PORTAL}/webhooks/deliver`, 'POST', {});
    await world.quiet();

    expect(before).toHaveLength(1);
    expect(await world.runsOf(world.id('twin-branch'))).toHaveLength(2);
  });
});
