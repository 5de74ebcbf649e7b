import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { healthSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { eventually, projectWebhooks, startEventsWorld } from './events-world.ts';

const KESTREL = { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' };
const BARGE = { name: 'Sinking Barge Ltd', city: 'Hull', zip: 'HU1 1AA' };
const HOUR_MS = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await startEventsWorld();
  const { app } = Object(await world.control('/app'));
  await world.control('/app', 'PUT', { ...app, webhooks: projectWebhooks() });
  const saved = await saveSettings(world, {
    automaticEnrichment: { onCreate: true, refreshDays: 30, objectTypes: ['contacts', 'companies', 'deals'] },
    sync: { direction: 'bidirectional', frequency: 'realtime' },
  });
  expect(saved.status).toBe(200);
  await catchUp();
});
afterEach(() => world.stop());

const queued = () =>
  world.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM webhook_inbox) + (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM waiting_records)
       + (SELECT count(*) FROM enrichments WHERE status = 'running')
       + (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('catch_up_webhooks', 'sort_webhooks', 'handle_webhooks', 'check_connection')
          AND run_at < now() + interval '1 second'))::int AS n`,
  );
/** The job that reads the journal, now instead of within ten minutes, and all that comes of it. */
const catchUp = async () => {
  await world.query(`SELECT graphile_worker.add_job('catch_up_webhooks', '{}')`);
  await eventually(queued, ([row]) => row?.n === 0);
};
const settings = (changes: object) => world.control('/settings', 'PATCH', changes);
const create = async (properties: object) => {
  const made = await world.control(`/portals/${PORTAL}/records/companies`, 'POST', { properties, userId: ADMIN });
  return String(Object(made).id);
};
const edit = (id: string, properties: object) =>
  world.control(`/portals/${PORTAL}/records/companies/${id}`, 'PATCH', { properties, userId: ADMIN });
const numberOf = async (id: string) => {
  const record = Object(await world.control(`/portals/${PORTAL}/records/companies/${id}`));
  return Object(record.properties).oppspot_company_number || null;
};
/** How often each of these records was enriched. */
const runs = async (...ids: readonly string[]) => {
  const text = `SELECT (SELECT count(*)::int FROM enrichments WHERE object_id = asked.id) AS n
    FROM unnest($1::text[]) WITH ORDINALITY AS asked(id, position) ORDER BY position`;
  return (await world.query<{ n: number }>(text, [ids])).map(({ n }) => n);
};
const readHealth = async () => {
  const answer = await world.send('/api/hubspot/health', { portalId: PORTAL, userId: ADMIN });
  return healthSchema.parse(await answer.json());
};
const bookmark = async () =>
  (await world.query<{ offset: string }>('SELECT journal_offset AS "offset" FROM webhooks_journal'))[0];
const lookIn = async () =>
  (
    await world.query<{ seconds: number }>(
      `SELECT extract(epoch FROM run_at - now())::int AS seconds FROM graphile_worker.jobs WHERE key LIKE '%:sync-changes'`,
    )
  )[0]?.seconds;
const breaches = async () => {
  const { requests, responses } = Object(await world.control('/conformance'));
  return [...requests, ...responses];
};

describe('webhooks that were lost for an hour', () => {
  it('are all found in the journal afterwards, and nothing is done twice', async () => {
    const told = await create(KESTREL);
    await eventually(
      () => numberOf(told),
      (number) => number === '99100001',
    );
    await settings({ losesWebhooks: true });
    const lost = [await create(BARGE), await create(KESTREL)] as const;
    await edit(told, BARGE);
    const gone = await create(BARGE);
    await world.control(`/portals/${PORTAL}/records/companies/${gone}`, 'DELETE', { userId: ADMIN });
    await world.control('/clock', 'POST', { advanceMs: HOUR_MS });
    await settings({ losesWebhooks: false });
    const all = [told, ...lost, gone];
    const before = await runs(...all);

    await catchUp();
    const after = await runs(...all);
    await catchUp();

    expect([before, after, await runs(...all)]).toEqual([
      [1, 0, 0, 0],
      [2, 1, 1, 0],
      [2, 1, 1, 0],
    ]);
    expect(await Promise.all([told, ...lost].map(numberOf))).toEqual(['99100002', '99100002', '99100001']);
    expect(await breaches()).toEqual([]);
  });

  it('that told of an uninstall are made up for: the token is asked at once', async () => {
    await world.control('/uninstall', 'POST', { portalId: PORTAL });

    await catchUp();

    const rows = await world.query<{ status: string }>('SELECT status FROM crm_integrations');
    expect(rows).toEqual([{ status: 'disconnected' }]);
  });
});

describe('events that webhooks told already', () => {
  it('start nothing when the journal tells them again', async () => {
    const id = await create(KESTREL);
    await eventually(
      () => numberOf(id),
      (number) => number === '99100001',
    );
    const place = await bookmark();

    await catchUp();

    expect(await runs(id)).toEqual([1]);
    expect(await bookmark()).not.toEqual(place);
  });
});

describe('a journal that is not open to the app', () => {
  it('is said in health, and the hourly look by modification date goes on; it is asked again after an hour', async () => {
    await settings({ permitsJournal: false });
    await catchUp();
    const refused = (await readHealth()).webhookCatchUp;
    const inSeconds = await lookIn();
    await settings({ permitsJournal: true });
    await catchUp();
    const stillRefused = (await readHealth()).webhookCatchUp;
    await world.query(`UPDATE webhooks_journal SET updated_at = now() - interval '61 minutes'`);

    await catchUp();

    expect(refused).toMatchObject({ by: 'modification_date', message: expect.stringContaining('is not read') });
    expect(inSeconds).toBeLessThanOrEqual(3_600);
    expect(stillRefused?.by).toBe('modification_date');
    expect((await readHealth()).webhookCatchUp).toEqual({ by: 'journal', message: null });
  });
});

describe('an outage of more than three days', () => {
  it.each([
    ['that we know of', `UPDATE webhooks_journal SET read_to_end_at = now() - interval '73 hours'`],
    [
      'whose place the journal does not hold any more',
      `UPDATE webhooks_journal SET journal_offset = gen_random_uuid()::text`,
    ],
  ])('%s is made up for by modification date, and the journal read from its end on', async (_name, outage) => {
    await settings({ losesWebhooks: true });
    const id = await create(KESTREL);
    await settings({ losesWebhooks: false });
    await world.query(outage);

    await catchUp();
    await eventually(
      () => numberOf(id),
      (number) => number === '99100001',
    );

    expect(await runs(id)).toEqual([1]);
    expect((await bookmark())?.offset).toBe(world.sandbox.admin.state.journal.files().at(-1)?.offset);
  });
});
