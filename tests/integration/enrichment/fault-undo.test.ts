import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, PORTAL, startWorld, type World } from './world.ts';

const admin = { portalId: PORTAL, userId: ADMIN };
let world: World;
let bulkId: string;

beforeAll(async () => {
  world = await startWorld({ startsWorker: true });
  const objectIds = [world.id('kestrel'), world.id('sinking')];
  const body = { objectType: 'companies', objectIds, idempotencyKey: randomUUID() };
  bulkId = bulkAnswerSchema.parse(await (await ask('', body)).json()).bulk.id;
});
afterAll(() => world.stop());

const ask = (path: string, body: object) =>
  world.send(`/api/hubspot/bulk-enrichments${path}`, admin, { method: 'POST', body: JSON.stringify(body) });
const steer = (action: string) => ask(`/${bulkId}/${action}`, {});
const readBulk = async () =>
  bulkAnswerSchema.parse(await (await world.send(`/api/hubspot/bulk-enrichments/${bulkId}`, admin)).json()).bulk;
const ours = async (key: string) =>
  Object.keys(await world.values('companies', key)).filter((name) => name.startsWith('oppspot_'));

describe('the undo of a bulk run whose account HubSpot disconnects', () => {
  it('pauses and says why', async () => {
    await expect.poll(readBulk).toMatchObject({ status: 'completed', enriched: 2 });
    await world.control('/uninstall', 'POST', { portalId: PORTAL });

    const asked = await steer('undo');
    await expect.poll(async () => (await readBulk()).undo?.status).toBe('paused');

    expect(asked.status).toBe(200);
    expect(await readBulk()).toMatchObject({
      status: 'completed',
      undo: { restored: 0, failed: 0, reason: expect.stringContaining('connected it again') },
    });
    expect(await ours('kestrel')).not.toEqual([]);
  });

  it('goes on by itself when an admin connects it again', async () => {
    await world.install(PORTAL, ADMIN);

    await expect.poll(async () => (await readBulk()).undo?.status).toBe('completed');

    expect((await readBulk()).undo).toMatchObject({ restored: 2, kept: 0, failed: 0, reason: null });
    expect([await ours('kestrel'), await ours('sinking')]).toEqual([[], []]);
  });
});
