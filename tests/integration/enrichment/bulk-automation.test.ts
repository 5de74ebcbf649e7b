import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import type { Seed } from '../../../sandbox/seed/seed-format.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { automation, DEAL_ON, TASK_ON } from './automation-world.ts';
import { ADMIN, PORTAL, SEED, saveSettings, startWorld, type World } from './world.ts';

const RECORDS = 1_300;
const COMPANIES = 390;
/** For tasks and for deals: is the property there, its group, and can it be made? */
const QUESTIONS_OF_A_PROCESS = 6;

/** The people of a company stand one after the other, as they do when a company was imported. */
const companyOf = (index: number) => Math.floor((index * COMPANIES) / RECORDS);
const companyKey = (company: number) => `loom-${company}`;
const companies = Array.from({ length: COMPANIES }, (_, index) => ({
  key: companyKey(index),
  properties: { name: 'Kestrel Loom Software Ltd', domain: `loom-${index}.example`, city: 'Leeds', zip: 'LS1 4AP' },
}));
const contacts = Array.from({ length: RECORDS }, (_, index) => ({
  key: `lead-${index}`,
  properties: { firstname: 'Lead', lastname: String(index), email: `lead-${index}@loom-${companyOf(index)}.example` },
  associations: [companyKey(companyOf(index))],
}));
/** Contacts of several companies in the order of their ids, all of a company that scores 95. */
const MANY: Seed = {
  portals: SEED.portals.map((portal) =>
    portal.id === PORTAL ? { ...portal, deals: [], companies, contacts } : portal,
  ),
};

const journalSchema = z.object({
  requests: z.array(z.object({ bucket: z.string(), method: z.string(), path: z.string(), status: z.number() })),
});

describe.each([
  ['where tasks take a unique property', true],
  ['where tasks take none', false],
])('automation of bulk runs, %s', (_, tasksTakeUniqueProperties) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ seed: MANY });
    await world.control('/settings', 'PATCH', { tasksTakeUniqueProperties });
    await saveSettings(world, automation({ ...TASK_ON, ...DEAL_ON }));
    await world.product.startWorker();
  }, 120_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.control('/faults', 'DELETE');
    await world.forgetRequests();
  });

  let keys = 0;
  const run = async (body: Readonly<Record<string, unknown>>) => {
    keys += 1;
    const caller = { portalId: PORTAL, userId: ADMIN };
    const at = '/api/hubspot/bulk-enrichments';
    const request = { objectType: 'contacts', idempotencyKey: `automated-${keys}`, ...body };
    const started = await world.send(at, caller, { method: 'POST', body: JSON.stringify(request) });
    const { id } = bulkAnswerSchema.parse(await started.json()).bulk;
    const read = async () => bulkAnswerSchema.parse(await (await world.send(`${at}/${id}`, caller, {})).json()).bulk;
    await expect.poll(read, { timeout: 120_000, interval: 200 }).toMatchObject({ status: 'completed' });
    return read();
  };
  const ids = (from: number, to: number) => contacts.slice(from, to).map(({ key }) => world.id(key));
  const journal = async () => journalSchema.parse(await world.control('/requests')).requests;
  /** What was asked for records: every process asks once whether the account keeps our keys, the first in the first run. */
  const requests = async () => {
    const all = await journal();
    const ofRecords = all.filter(({ path }) => !path.startsWith('/crm/properties/'));
    expect(all.length - ofRecords.length).toBeLessThanOrEqual(QUESTIONS_OF_A_PROCESS * (PROCESSES - 1));
    return ofRecords;
  };
  const mainCalls = async () => (await requests()).filter(({ bucket }) => bucket === 'main').length;
  const made = async (objectType: 'tasks' | 'deals') =>
    z
      .object({
        records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
      })
      .parse(await world.control(`/portals/${PORTAL}/records/${objectType}?limit=100000`)).records;

  /** What an account is asked once, not for each run: whether it keeps our keys. */
  const firstRun = () => run({ objectIds: ids(RECORDS - 1, RECORDS) });
  const perThousand = async (records: number) => ((await mainCalls()) / records) * 1_000;
  const tasksOf = async (from: number, to: number) => {
    const tasks = await made('tasks');
    return ids(from, to).map(
      (id) =>
        tasks.filter(({ properties }) => properties.hs_task_body?.includes(`[oppSpot task:contacts:${id}]`)).length,
    );
  };
  const ones = (length: number) => Array.from({ length }, () => 1);
  const isCreate = tasksTakeUniqueProperties ? 'tasks/batch/upsert$' : 'tasks/batch/create$';

  it('makes a task for each record of a list and one deal for each company, in at most 36.5 calls per 1,000', async () => {
    await firstRun();
    await world.forgetRequests();
    const list = { name: 'Leads', objectTypeId: '0-1', recordIds: ids(0, 1_000) };
    await world.control(`/portals/${PORTAL}/lists/81`, 'PUT', list);

    const bulk = await run({ listId: '81' });

    expect(bulk).toMatchObject({ done: 1_000, enriched: 1_000 });
    expect(await tasksOf(0, 1_000)).toEqual(ones(1_000));
    // The first run of one record made one too.
    expect(await made('deals')).toHaveLength(companyOf(999) + 1 + 1);
    expect((await requests()).filter(({ status }) => status >= 400)).toEqual([]);
    expect(await perThousand(1_000)).toBeLessThanOrEqual(36.5);
  }, 180_000);

  it('writes and makes nothing where nothing changed', async () => {
    const bulk = await run({ objectIds: ids(0, 300) });

    const writes = (await requests()).filter(({ path }) => /batch\/(update|upsert|create)$/.test(path));
    expect(bulk).toMatchObject({ done: 300, unchanged: 300 });
    expect(writes).toEqual([]);
  }, 60_000);

  it('makes one task each though the answer to a whole batch is lost', async () => {
    const match = { method: 'POST', pathPattern: isCreate };
    await world.control('/faults', 'POST', { match, times: 1, fault: { kind: 'reset-after-apply' } });

    const bulk = await run({ objectIds: ids(1_000, 1_080) });

    expect(bulk).toMatchObject({ done: 80, enriched: 80 });
    expect(await tasksOf(1_000, 1_080)).toEqual(ones(80));
    expect(await world.query(`SELECT state FROM automation_intents WHERE state <> 'done'`)).toEqual([]);
  }, 60_000);

  it.skipIf(tasksTakeUniqueProperties)(
    'looks again for whole batches of which no answer came, in batches, and makes them',
    async () => {
      const match = { method: 'POST', pathPattern: isCreate };
      await world.control('/faults', 'POST', { match, times: 100, fault: { kind: 'reset-before' } });
      const bulk = await run({ objectIds: ids(1_240, 1_299) });
      const before = await tasksOf(1_240, 1_299);
      await world.control('/faults', 'DELETE');
      await world.forgetRequests();

      const past = 'make_interval(secs => 600)';
      await world.query(
        `UPDATE automation_intents SET sent_until = sent_until - ${past}, lease_expires_at = lease_expires_at - ${past}`,
      );
      await world.query(`UPDATE lease_watch SET due = due - ${past}`);
      const open = `SELECT record_id FROM automation_intents WHERE state = 'sent' OR is_doubtful`;
      await expect.poll(() => world.query(open), { timeout: 60_000 }).toEqual([]);

      expect(bulk).toMatchObject({ done: 59 });
      expect(before.reduce((sum, tasks) => sum + tasks, 0)).toBe(0);
      expect(await tasksOf(1_240, 1_299)).toEqual(ones(59));
      expect((await requests()).length).toBeLessThanOrEqual(10);
    },
    120_000,
  );

  it('finds the one row that HubSpot refuses a batch for, and makes the others', async () => {
    const match = { method: 'POST', pathPattern: isCreate };
    const errors = [{ code: 'INVALID_OPTION', message: 'no', context: { propertyName: ['hs_task_priority'] } }];
    const body = { status: 'error', category: 'VALIDATION_ERROR', message: 'no', errors };
    // The batch, its half, its quarter and so on down to one row: 100 → 50 → 25 → 13 → 7 → 4 → 2 → 1.
    await world.control('/faults', 'POST', { match, times: 8, fault: { kind: 'status', status: 400, body } });

    const bulk = await run({ objectIds: ids(1_080, 1_180) });

    const creates = (await requests()).filter(({ path }) => new RegExp(isCreate).test(path));
    expect(bulk).toMatchObject({ done: 100, enriched: 100 });
    expect([...(await tasksOf(1_080, 1_180))].sort()).toEqual([0, ...ones(99)]);
    expect(creates.length).toBeLessThanOrEqual(15);
  }, 60_000);

  it('makes one task each though a card enriches the same records at the same moment', async () => {
    const cards = ids(1_180, 1_190).map((objectId, index) =>
      world.post({ objectType: 'contacts', objectId, idempotencyKey: `beside-${index}` }),
    );

    const [bulk] = await Promise.all([run({ objectIds: ids(1_180, 1_240) }), ...cards]);

    expect(bulk.done).toBe(60);
    expect(await tasksOf(1_180, 1_240)).toEqual(ones(60));
  }, 60_000);

  it('reads by search what it never wrote to, so that all of a type cost at most 26.5 calls per 1,000', async () => {
    await world.query('DELETE FROM crm_entity_mappings');
    await forgetMade();
    await world.forgetRequests();

    const bulk = await run({ all: true });

    expect(bulk.done).toBe(RECORDS);
    expect(await tasksOf(0, RECORDS)).toEqual(ones(RECORDS));
    expect(await perThousand(RECORDS)).toBeLessThanOrEqual(26.5);
  }, 180_000);

  /** As if the portal had never been enriched. */
  async function forgetMade(): Promise<void> {
    await world.query('DELETE FROM automation_intents');
    const wipe = async (objectType: 'tasks' | 'deals') => {
      for (const { id } of await made(objectType)) {
        await world.control(`/portals/${PORTAL}/records/${objectType}/${id}`, 'DELETE');
      }
    };
    await Promise.all([wipe('tasks'), wipe('deals')]);
    const names = Object.keys(await world.values('contacts', 'lead-0')).filter((name) => name.startsWith('oppspot_'));
    const properties = Object.fromEntries(names.map((name) => [name, '']));
    for (const { key } of contacts) await world.edit('contacts', key, properties);
  }
});
