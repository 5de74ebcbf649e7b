import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTEGRATION_OPERATIONS } from '../../../backend/src/http/openapi/integration-operations.ts';
import type { Operation } from '../../../backend/src/http/openapi/operation.ts';
import { integrationRoutes } from '../../../backend/src/http/routes/integrations/integrations.ts';
import { integrationsWithoutCalls } from '../../support/integrations-without-calls.ts';
import { routesOf } from '../../support/routes-of.ts';
import { type ApiAnswer, type ApiWorld, OTHER_TOKEN, signToken, startApiWorld, TOKEN } from './api-world.ts';

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

interface Call {
  readonly path: string;
  readonly body?: unknown;
}

/** What every route must have: who may not, what is not there, what is wrong, and what it is for. */
interface RouteCases {
  /** Good for this connection of one's own organisation. */
  readonly happy: (id: string) => Call;
  /** Whether owners and admins alone may. */
  readonly isManaged: boolean;
  /** The same about a connection of somebody else: how it is refused, or that nothing of it is shown. */
  readonly foreign: (answer: ApiAnswer, call: Call) => void;
  /** A call of a wrong shape and the status that refuses it. */
  readonly wrong: (Call & { readonly status: 404 | 422 }) | 'takes nothing';
}

const CONTACT = { entity_type: 'contact', contact: { email: 'own@example.com' } };
const BATCH = { entity_type: 'contact', contacts: [{ email: 'one@example.com' }, { email: 'two@example.com' }] };
const isUnknown: RouteCases['foreign'] = (answer) =>
  expect(answer).toMatchObject({ status: 404, body: { success: false, code: 'INTEGRATION_NOT_FOUND' } });

const CASES: Readonly<Record<string, RouteCases>> = {
  'POST /connect': {
    happy: (id) => ({
      path: '/connect',
      body: { crm_type: 'hubspot', access_token: id === ids.own ? TOKEN : OTHER_TOKEN },
    }),
    isManaged: true,
    foreign: (answer) => expect(answer).toMatchObject({ status: 409, body: { success: false, code: 'CONFLICT' } }),
    wrong: { path: '/connect', body: { crm_type: 'hubspot' }, status: 422 },
  },
  'GET /connect': {
    happy: () => ({ path: '/connect' }),
    isManaged: false,
    foreign: (answer) => expect(JSON.stringify(answer.body)).not.toContain(ids.foreign),
    wrong: 'takes nothing',
  },
  'GET /sync': {
    happy: (id) => ({ path: `/sync?limit=5&integration_id=${id}` }),
    isManaged: false,
    foreign: isUnknown,
    wrong: { path: '/sync?limit=101', status: 422 },
  },
  'POST /sync': {
    happy: (id) => ({ path: '/sync', body: { ...CONTACT, integration_id: id } }),
    isManaged: false,
    foreign: isUnknown,
    wrong: { path: '/sync', body: { entity_type: 'contact', contact: { email: 'no address' } }, status: 422 },
  },
  'POST /sync/batch': {
    happy: (id) => ({ path: '/sync/batch', body: { ...BATCH, integration_id: id } }),
    isManaged: false,
    foreign: isUnknown,
    wrong: { path: '/sync/batch', body: { entity_type: 'contact', contacts: [] }, status: 422 },
  },
  'GET /{id}/mappings': {
    happy: (id) => ({ path: `/${id}/mappings` }),
    isManaged: false,
    foreign: isUnknown,
    wrong: { path: '/no-uuid/mappings', status: 404 },
  },
  'PUT /{id}/mappings': {
    happy: (id) => ({ path: `/${id}/mappings`, body: { mappings: {} } }),
    isManaged: true,
    foreign: isUnknown,
    wrong: { path: '/{own}/mappings', body: { mappings: { contacts: 'none' } }, status: 422 },
  },
  'GET /{id}/fields': {
    happy: (id) => ({ path: `/${id}/fields?entity_type=company` }),
    isManaged: false,
    foreign: isUnknown,
    wrong: { path: '/{own}/fields?entity_type=ticket', status: 422 },
  },
  // The last one: it ends the connection that the others use.
  'DELETE /connect/{id}': {
    happy: (id) => ({ path: `/connect/${id}` }),
    isManaged: true,
    foreign: isUnknown,
    wrong: { path: '/connect/no-uuid', status: 404 },
  },
};

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

  it.each(onlyIf(wrong === 'takes nothing'))('has no shape that could be wrong', () => {
    const { body, query, path } = operationOf(route);

    expect([body, query, path.includes('{')]).toEqual([undefined, undefined, false]);
  });

  it.each(onlyIf(wrong !== 'takes nothing'))('is refused in a wrong shape', async () => {
    const call = wrong === 'takes nothing' ? { path: '' } : wrong;

    expect(await send(route, call)).toMatchObject({
      status: wrong === 'takes nothing' ? 0 : wrong.status,
      body: { success: false, error: expect.any(String) },
    });
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
