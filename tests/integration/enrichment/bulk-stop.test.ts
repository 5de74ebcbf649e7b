import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import type { Seed } from '../../../sandbox/seed/seed-format.ts';
import { automation, TASK_ON } from './automation-world.ts';
import { ADMIN, PORTAL, SEED, saveSettings, startWorld, type World } from './world.ts';

const RECORDS = 900;
const BATCH = 100;

const companies = [
  {
    key: 'loom',
    properties: { name: 'Kestrel Loom Software Ltd', domain: 'loom.example', city: 'Leeds', zip: 'LS1 4AP' },
  },
];
const contacts = Array.from({ length: RECORDS }, (_, index) => ({
  key: `lead-${index}`,
  properties: { firstname: 'Lead', lastname: String(index), email: `lead-${index}@loom.example` },
  associations: ['loom'],
}));
const MANY: Seed = {
  portals: SEED.portals.map((portal) =>
    portal.id === PORTAL ? { ...portal, deals: [], companies, contacts } : portal,
  ),
};
const records = z.object({
  records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
});

describe('a bulk run that is stopped while several steps are under way', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ seed: MANY });
    await saveSettings(world, automation(TASK_ON));
    // Slow enough that the stop comes while writes wait for their turn.
    await world.control('/latency', 'PUT', { writeMs: 400 });
    await world.product.startWorker();
  }, 120_000);
  afterAll(() => world.stop());

  const caller = { portalId: PORTAL, userId: ADMIN };
  const at = '/api/hubspot/bulk-enrichments';
  const send = async (path: string, body: object) =>
    bulkAnswerSchema.parse(
      await (await world.send(`${at}${path}`, caller, { method: 'POST', body: JSON.stringify(body) })).json(),
    ).bulk;
  const read = async (id: string) =>
    bulkAnswerSchema.parse(await (await world.send(`${at}/${id}`, caller, {})).json()).bulk;
  const list = async (objectType: string) =>
    records.parse(await world.control(`/portals/${PORTAL}/records/${objectType}?limit=100000`)).records;
  const written = async () =>
    (await list('contacts')).filter(({ properties }) => properties.oppspot_enrichment_status).length;
  const openLegs = async () =>
    (await world.query<{ n: number }>('SELECT count(*)::int AS n FROM bulk_runs WHERE lease_owner IS NOT NULL'))[0]?.n;

  it('writes one batch more at most, and after the resume every record once with one task', async () => {
    const { id } = await send('', { objectType: 'contacts', all: true, idempotencyKey: 'stopped' });
    await expect.poll(written, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);

    await send(`/${id}/stop`, {});
    const atStop = await written();
    await expect.poll(openLegs, { timeout: 60_000, interval: 50 }).toBe(0);
    const afterStop = await written();
    const { done } = await read(id);
    await send(`/${id}/resume`, {});
    await expect.poll(() => read(id), { timeout: 60_000, interval: 100 }).toMatchObject({ status: 'completed' });

    expect(atStop).toBeLessThan(RECORDS - BATCH);
    expect(afterStop - atStop).toBeLessThanOrEqual(BATCH);
    expect(done).toBe(afterStop);
    expect(await read(id)).toMatchObject({ done: RECORDS, enriched: RECORDS, failed: 0 });
    expect(await written()).toBe(RECORDS);
    const tasks = (await list('tasks')).map(({ properties }) =>
      /\[oppSpot task:contacts:\d+\]/.exec(properties.hs_task_body ?? '')?.at(0),
    );
    expect(tasks).toHaveLength(RECORDS);
    expect(new Set(tasks).size).toBe(RECORDS);
  }, 180_000);
});
