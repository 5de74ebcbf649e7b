import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, PORTAL, startWorld, type World } from './world.ts';

const CALLER = { portalId: PORTAL, userId: ADMIN };

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

const ask = async (path: string, method = 'GET', body?: object) => {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await world.send(`/api/hubspot${path}`, CALLER, { method, ...json });
  return { status: response.status, body: await response.json() };
};

describe('an id that no bulk run can have', () => {
  it.each([
    ['GET', ''],
    ['GET', '/results.csv'],
    ['POST', '/stop'],
    ['POST', '/resume'],
    ['POST', '/undo'],
  ])('is not found: %s %s', async (method, action) => {
    for (const id of ['%00', 'none']) {
      expect(await ask(`/bulk-enrichments/${id}${action}`, method)).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      });
    }
  });
});

describe('a search for a company', () => {
  it('with a character that no database keeps is refused, naming the field', async () => {
    expect(await ask('/companies?query=Kestrel%00')).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_input', details: { fields: [{ field: 'query' }] } } },
    });
  });
});

describe('a bulk run of an account that was disconnected', () => {
  it('is answered 409 and not queued, nor resumed, nor undone', async () => {
    const objectIds = [world.id('kestrel')];
    const request = { objectType: 'companies', objectIds, idempotencyKey: 'before' };
    const before = await ask('/bulk-enrichments', 'POST', request);
    await ask('/installation', 'DELETE', {});

    const refused = { status: 409, body: { error: { code: 'disconnected' } } };
    expect(await ask('/bulk-enrichments', 'POST', { ...request, idempotencyKey: 'after' })).toMatchObject(refused);
    for (const action of ['resume', 'undo']) {
      expect(await ask(`/bulk-enrichments/${before.body.bulk.id}/${action}`, 'POST')).toMatchObject(refused);
    }
    expect(await world.query("SELECT id FROM bulk_runs WHERE idempotency_key = 'after'")).toEqual([]);
  });
});
