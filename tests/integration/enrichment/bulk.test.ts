import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BulkAnswer, bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, PORTAL, startWorld, type World } from './world.ts';

describe('bulk runs', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await world.product.startWorker();
  });
  afterAll(() => world.stop());

  let keys = 0;
  const begin = async (body: Readonly<Record<string, unknown>>, caller = { portalId: PORTAL, userId: ADMIN }) => {
    keys += 1;
    const response = await world.send('/api/hubspot/bulk-enrichments', caller, {
      method: 'POST',
      body: JSON.stringify({ idempotencyKey: `bulk-${keys}`, ...body }),
    });
    return { status: response.status, body: await response.json() };
  };
  const steer = async (id: string, action = '', caller = { portalId: PORTAL, userId: ADMIN }) => {
    const method = action === '' ? 'GET' : 'POST';
    const response = await world.send(`/api/hubspot/bulk-enrichments/${id}${action}`, caller, { method });
    return { status: response.status, body: await response.json() };
  };
  const read = async (id: string): Promise<BulkAnswer['bulk']> => bulkAnswerSchema.parse((await steer(id)).body).bulk;
  const finish = (id: string) =>
    expect.poll(() => read(id), { timeout: 60_000, interval: 100 }).toMatchObject({ status: 'completed' });

  it('enriches chosen records as the card does, and tells how each ended', async () => {
    const objectIds = ['kestrel', 'stranger', 'bare', 'listed'].map((key) => world.id(key));

    const started = await begin({ objectType: 'companies', objectIds });
    const { id } = bulkAnswerSchema.parse(started.body).bulk;
    await finish(id);

    expect(started.status).toBe(202);
    const bulk = await read(id);
    expect(bulk).toMatchObject({ total: 4, done: 4, failed: 0, etaSeconds: 0 });
    expect(bulk.done).toBe(
      bulk.enriched + bulk.unchanged + bulk.needsReview + bulk.noMatch + bulk.insufficientData + bulk.failed,
    );
    expect(await world.values('companies', 'kestrel')).toMatchObject({ oppspot_company_number: '99100001' });
  });
});
