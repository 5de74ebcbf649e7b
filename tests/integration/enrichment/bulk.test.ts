import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BulkAnswer, bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, REP, startWorld, type World } from './world.ts';

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

  it('takes back what it wrote, keeps what somebody edited since, and has nothing left to do the second time', async () => {
    const objectIds = [world.id('sinking'), world.id('kestrel')];
    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;
    await finish(id);
    await world.edit('companies', 'sinking', { oppspot_summary: 'My own words' });

    const undone = await steer(id, '/undo');
    await expect.poll(() => read(id), { timeout: 30_000 }).toMatchObject({ undo: { status: 'completed' } });

    expect(undone.status).toBe(200);
    expect((await read(id)).undo).toMatchObject({ failed: 0, kept: 1 });
    expect(await world.values('companies', 'sinking')).toMatchObject({ oppspot_summary: 'My own words' });
    expect(await world.values('companies', 'sinking')).not.toHaveProperty('oppspot_score');
  });

  it('writes nothing to records where nothing changed', async () => {
    const objectIds = [world.id('kestrel'), world.id('bare')];
    const first = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;
    await finish(first.id);
    await world.forgetRequests();

    const again = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;
    await finish(again.id);

    const bulk = await read(again.id);
    expect(bulk.done).toBe(2);
    expect(bulk.enriched).toBe(0);
    expect(
      (await world.requests()).filter(({ method, path }) => method === 'PATCH' || path.endsWith('/update')),
    ).toEqual([]);
  });

  it('reads and writes records of a batch together', async () => {
    const objectIds = ['ann', 'bob', 'by-domain', 'loner'].map((key) => world.id(key));
    await world.forgetRequests();

    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'contacts', objectIds })).body).bulk;
    await finish(id);

    const paths = (await world.requests()).map(({ method, path }) => `${method} ${path}`);
    // The estimate asks for their companies, and for the addresses of those that have none.
    expect(paths.filter((path) => path.endsWith('/contacts/search'))).toHaveLength(1 + 1);
    expect(paths.filter((path) => path.endsWith('/contacts/batch/update'))).toHaveLength(1);
    // The run asks for the companies of those whom the search knows without one.
    expect(paths.filter((path) => path.includes('/associations/'))).toHaveLength(1 + 1);
    expect(await world.values('contacts', 'bob')).toMatchObject({ oppspot_company_number: '99100001' });
  });

  it('answers what a run would take and starts nothing', async () => {
    const { status, body } = await begin({ objectType: 'deals', all: true, dryRun: true });

    expect(status).toBe(200);
    expect(body).toMatchObject({ bulk: { id: null, total: 2, estimate: { records: 2, modelCalls: 0 } } });
  });

  it('enriches all records of a type, no more than the cap', async () => {
    const { id, total } = bulkAnswerSchema.parse(
      (await begin({ objectType: 'companies', all: true, cap: 3 })).body,
    ).bulk;
    await finish(id);

    expect(total).toBe(3);
    expect(await read(id)).toMatchObject({ total: 3, done: 3 });
  });

  it('enriches the members of a list, and refuses a list of something else', async () => {
    const recordIds = [world.id('ann'), world.id('bob')];
    const list = { name: 'Loom people', objectTypeId: '0-1', recordIds };
    await world.control(`/portals/${PORTAL}/lists/77`, 'PUT', list);

    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'contacts', listId: '77' })).body).bulk;
    await finish(id);

    expect(await read(id)).toMatchObject({ total: 2, done: 2 });
    expect(await begin({ objectType: 'companies', listId: '77' })).toMatchObject({ status: 422 });
    expect(await begin({ objectType: 'contacts', listId: '78' })).toMatchObject({ status: 422 });
  });

  it('replays a key, and refuses it for other records', async () => {
    const body = { objectType: 'companies', objectIds: [world.id('bare')], idempotencyKey: 'same' };
    const [first, second] = [await begin(body), await begin(body)];

    const other = await begin({ ...body, objectIds: [world.id('kestrel')] });

    expect(bulkAnswerSchema.parse(second.body).bulk.id).toBe(bulkAnswerSchema.parse(first.body).bulk.id);
    expect(other.status).toBe(409);
  });

  it('leaves undo to admins, and other accounts without a trace', async () => {
    const rep = { portalId: PORTAL, userId: REP };
    const started = await begin({ objectType: 'companies', objectIds: [world.id('bare')] }, rep);
    const { id } = bulkAnswerSchema.parse(started.body).bulk;
    await finish(id);

    expect(await steer(id, '/undo', rep)).toMatchObject({ status: 403 });
    expect(await steer(id, '', { portalId: OTHER_PORTAL, userId: 601 })).toMatchObject({ status: 403 });
  });

  it('needs an admin above 100 records', async () => {
    const objectIds = Array.from({ length: 101 }, (_, index) => String(900_000 + index));
    const rep = { portalId: PORTAL, userId: REP };

    expect(await begin({ objectType: 'companies', objectIds }, rep)).toMatchObject({ status: 403 });
  });

  it('stops when it is told to and goes on when it is resumed; records that are gone count as failed', async () => {
    const objectIds = Array.from({ length: 250 }, (_, index) => String(900_000 + index));
    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;

    const stopped = bulkAnswerSchema.parse((await steer(id, '/stop')).body).bulk;
    const resumed = await steer(id, '/resume');
    await finish(id);

    expect(stopped.status).toBe('stopped');
    expect(stopped.etaSeconds).toBeNull();
    expect(resumed.status).toBe(200);
    expect(await read(id)).toMatchObject({ total: 250, done: 250, failed: 250 });
  });

  it('leaves a line in the activity for its start, stop, end and undo, with who did it', async () => {
    const objectIds = [world.id('bare'), world.id('kestrel')];
    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;
    await steer(id, '/stop');
    await steer(id, '/resume');
    await finish(id);
    await steer(id, '/undo');

    const lines = await world.query<{ operation: string; message: string; user_id: number }>(
      `SELECT operation, message, (requested_by ->> 'userId')::int AS user_id FROM crm_sync_logs
       WHERE kind = 'bulk' ORDER BY created_at DESC, id LIMIT 5`,
    );

    expect(lines.map(({ operation }) => operation).reverse()).toEqual([
      'bulk_start',
      'bulk_stop',
      'bulk_resume',
      'bulk_complete',
      'bulk_undo',
    ]);
    expect(lines.at(-1)).toMatchObject({ message: 'Bulk run started: 2 companies', user_id: ADMIN });
    expect(lines[1]?.message).toMatch(/^Bulk run completed: 2 companies, \d enriched, \d unchanged, 0 failed$/);
  });

  it('lists results as a table with the reason of each', async () => {
    const objectIds = [world.id('stranger'), '987654321'];
    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'companies', objectIds })).body).bulk;
    await finish(id);

    const caller = { portalId: PORTAL, userId: ADMIN };
    const response = await world.send(`/api/hubspot/bulk-enrichments/${id}/results.csv`, caller, {});
    const lines = (await response.text()).split('\r\n');

    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(lines[0]).toBe('objectType,objectId,outcome,reason,enrichmentId,undo');
    expect(lines[2]).toContain('companies,987654321,failed,This record does not exist');
  });

  it('keeps what a person typed into a property of ours before we ever wrote to the record', async () => {
    await world.edit('deals', 'deal', { oppspot_summary: 'Typed by hand' });
    const objectIds = [world.id('deal'), world.id('loose-deal')];

    const { id } = bulkAnswerSchema.parse((await begin({ objectType: 'deals', objectIds })).body).bulk;
    await finish(id);

    expect(await world.values('deals', 'deal')).toMatchObject({
      oppspot_summary: 'Typed by hand',
      oppspot_company_number: '99100001',
    });
  });
});
