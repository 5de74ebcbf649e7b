import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTEGRATION_OPERATIONS } from '../../../backend/src/http/openapi/integration-operations.ts';
import type { Operation } from '../../../backend/src/http/openapi/operation.ts';
import { integrationRoutes } from '../../../backend/src/http/routes/integrations/integrations.ts';
import { integrationsWithoutCalls } from '../../support/integrations-without-calls.ts';
import { routesOf } from '../../support/routes-of.ts';
import { startProduct } from '../../support/start-product.ts';
import { SEED } from '../enrichment/world.ts';
import { type ApiWorld, OTHER_TOKEN, signClaims, signToken, startApiWorld, unsignedToken } from './api-world.ts';
import { BATCH, type Call, CONTACT, makeRouteCases } from './route-cases.ts';

const [OWN, FOREIGN] = [randomUUID(), randomUUID()];
let world: ApiWorld;
/** Connections of the two organisations. */
let ids: { readonly own: string; readonly foreign: string };

/** Cases of a test that there is only for some routes. */
const onlyIf = (isSo: boolean) => (isSo ? [{}] : []);

beforeAll(async () => {
  world = await startApiWorld();
  const own = await world.connect(OWN);
  const foreign = await world.connect(FOREIGN, { access_token: OTHER_TOKEN });
  ids = { own: own.body.integration.id, foreign: foreign.body.integration.id };
  await world.sync(FOREIGN, { entity_type: 'contact', contact: { email: 'foreign@example.com' } });
});

afterAll(async () => {
  await world.stop();
});

const CASES = makeRouteCases((whose) => ids[whose]);

const DOCUMENTED = INTEGRATION_OPERATIONS.map(
  ({ method, path }) => `${method.toUpperCase()} ${path.replace('/api/integrations/crm', '')}`,
);

function operationOf(route: string): Partial<Operation> & { readonly path: string } {
  return INTEGRATION_OPERATIONS[DOCUMENTED.indexOf(route)] ?? { path: '' };
}

async function send(
  route: string,
  call: Call,
  options: { organizationId?: string; role?: string; headers?: Record<string, string> } = {},
) {
  const [method = ''] = route.split(' ');
  const path = call.path.replace('{own}', ids.own);
  const { body } = call;
  const { organizationId = OWN, ...rest } = options;
  return world.api(path, { organizationId, method, ...(body === undefined ? {} : { body }), ...rest });
}

it('has its cases for every route that there is, documented or not', () => {
  const unused = async () => Promise.reject(new Error('no route is called'));
  const served = routesOf(integrationRoutes(integrationsWithoutCalls(unused))).map((route) =>
    route.replace(/:(\w+)/g, '{$1}'),
  );

  expect([...served].sort()).toEqual(Object.keys(CASES).sort());
  expect([...DOCUMENTED].sort()).toEqual(Object.keys(CASES).sort());
});

describe.each(Object.entries(CASES))('%s', (route, { happy, isManaged, foreign, wrong }) => {
  it('is refused without a token, with 401 and nothing else', async () => {
    const { path, body } = happy(ids.own);
    const [method = ''] = route.split(' ');
    const address = `${world.origin}/api/integrations/crm${path}`;

    const response = await fetch(address, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      success: false,
      error: expect.any(String),
      code: 'UNAUTHORIZED',
      requestId: expect.any(String),
    });
  });

  it(`${isManaged ? 'is refused' : 'is allowed'} for who is no admin`, async () => {
    const answer = await send(route, happy(ids.own), { role: 'member' });

    expect(answer).toMatchObject(isManaged ? { status: 403, body: { code: 'FORBIDDEN' } } : { status: 200 });
  });

  it('gives nothing of another organisation', async () => {
    const call = happy(ids.foreign);

    foreign(await send(route, call), call);
  });

  it('is refused in a wrong shape', async () => {
    const { status, ...call } = wrong;

    expect(await send(route, call)).toMatchObject({ status, body: { success: false, error: expect.any(String) } });
  });

  it.each(onlyIf(operationOf(route).body !== undefined))('is refused when it is no JSON', async () => {
    const answer = await send(route, { ...happy(ids.own), body: '{"no' });

    expect(answer).toMatchObject({ status: 400, body: { success: false, code: 'VALIDATION' } });
  });

  it('does what it is for', async () => {
    expect((await send(route, happy(ids.own))).status).toBe(200);
  });
});

const KEYED = INTEGRATION_OPERATIONS.filter(({ headers }) => headers?.['Idempotency-Key'] !== undefined);

describe.each(KEYED.map(({ method, path }) => [method.toUpperCase(), path.replace('/api/integrations/crm', '')]))(
  'an Idempotency-Key at %s %s',
  (method, path) => {
    it('gives its answer again, is refused for another body, in a wrong shape, and is nobody else’s', async () => {
      await world.connect(OWN);
      const route = `${method} ${path}`;
      const call = CASES[route]?.happy(ids.own) ?? { path };
      const other = { path, body: { ...BATCH, ...CONTACT, integration_id: ids.own, options: { priority: 1 } } };
      const headers = { 'Idempotency-Key': `key-of-${path}` };

      const first = await send(route, call, { headers });
      await world.forgetRequests();
      const again = await send(route, call, { headers });
      const calls = await world.requests();

      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.body).toEqual(first.body);
      expect(calls).toEqual([]);
      expect(await send(route, other, { headers })).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
      const wrong = await send(route, call, { headers: { 'Idempotency-Key': 'k'.repeat(201) } });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
      const theirs = CASES[route]?.happy(ids.foreign) ?? { path };
      const foreign = await send(route, theirs, { organizationId: FOREIGN, headers });
      expect(foreign.status).toBe(200);
      expect(foreign.body).not.toEqual(first.body);
    });
  },
);

it('every route that changes records takes an Idempotency-Key', () => {
  const syncing = DOCUMENTED.filter((route) => /^POST \/sync/.test(route));

  expect(KEYED.map(({ path }) => `POST ${path.replace('/api/integrations/crm', '')}`)).toEqual(syncing);
});

it('a token of no organisation reaches no route', async () => {
  const statuses = await Promise.all(
    Object.entries(CASES).map(async ([route, { happy }]) => {
      const [method = ''] = route.split(' ');
      const authorization = `Bearer ${await signToken({ organizationId: 'none' })}`;
      const { path, body } = happy(ids.own);
      const address = `${world.origin}/api/integrations/crm${path}`;
      const options = {
        method,
        headers: { authorization },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      return (await fetch(address, options)).status;
    }),
  );

  expect(new Set(statuses)).toEqual(new Set([403]));
});

describe('the token of a caller', () => {
  const list = (authorization?: string) =>
    fetch(`${world.origin}/api/integrations/crm/connect`, { headers: authorization ? { authorization } : {} });
  const claims = { app_metadata: { organization_id: OWN, role: 'admin' } };

  it.each([
    ['none', async () => undefined],
    ['no bearer token', async () => 'Basic abc'],
    ['no JWT', async () => 'Bearer abc'],
    [
      'another secret',
      async () => `Bearer ${await signClaims(claims, { secret: 'another-secret-of-sufficient-length-here' })}`,
    ],
    ['another algorithm', async () => `Bearer ${await signClaims(claims, { alg: 'HS512' })}`],
    ['no signature', async () => `Bearer ${unsignedToken({ ...claims, sub: 'u', exp: 4e9 })}`],
    [
      'an expired one',
      async () => `Bearer ${await signClaims(claims, { expires: Math.floor(Date.now() / 1000) - 60 })}`,
    ],
  ])('with %s gets 401 and nothing else', async (_name, authorization) => {
    const response = await list(await authorization());

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      success: false,
      error: expect.any(String),
      code: 'UNAUTHORIZED',
      requestId: expect.any(String),
    });
  });

  it('without expiry gets 401', async () => {
    const token = await signClaims(claims, { expires: null });

    expect((await list(`Bearer ${token}`)).status).toBe(401);
  });

  it.each([{}, { app_metadata: {} }, { app_metadata: { organization_id: 'no-uuid', role: 'admin' } }])(
    'without organisation gets 403 (%j)',
    async (members) => {
      const response = await list(`Bearer ${await signClaims(members)}`);

      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ success: false, code: 'FORBIDDEN' });
    },
  );

  it('of a member may read and not connect', async () => {
    const asMember = { organizationId: OWN, role: 'member' };

    expect((await world.api('/connect', asMember)).status).toBe(200);
    expect((await world.api('/connect', { ...asMember, method: 'POST', body: {} })).status).toBe(403);
    expect((await world.api(`/connect/${randomUUID()}`, { ...asMember, method: 'DELETE' })).status).toBe(403);
    expect((await world.api(`/${randomUUID()}/mappings`, { ...asMember, method: 'PUT', body: {} })).status).toBe(403);
  });

  it('is needed for addresses that are not there, too', async () => {
    const address = `${world.origin}/api/integrations/crm/nothing/here`;

    expect((await fetch(address)).status).toBe(401);
    const token = await signToken({ organizationId: OWN });
    const known = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    expect([known.status, await known.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })]);
  });

  it('cannot be checked without keys: 503 not_configured', async () => {
    const bare = await startProduct({ seed: SEED });

    const response = await fetch(`${bare.origin}/api/integrations/crm/connect`);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ success: false, code: 'not_configured' });
    expect(await (await fetch(`${bare.origin}/healthz`)).json()).toMatchObject({
      notes: expect.arrayContaining([expect.stringContaining('API_JWT_SECRET')]),
    });
    await bare.stop();
  });
});
