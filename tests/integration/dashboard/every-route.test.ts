import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardRoutes } from '../../../backend/src/http/routes/dashboard/dashboard.ts';
import { dashboardWithoutSessions } from '../../support/dashboard-without-sessions.ts';
import { routesOf } from '../../support/routes-of.ts';
import { OTHER_TOKEN, signToken } from '../api/api-world.ts';
import { ADMIN, PORTAL } from '../enrichment/world.ts';
import { type DashboardAnswer, type DashboardWorld, startDashboardWorld, type Visitor } from './dashboard-world.ts';

let world: DashboardWorld;
let admin: Visitor;
let member: Visitor;
/** Of the organisation that has the other portal. */
let rival: Visitor;
/** What the first organisation has, by the names that the paths use. */
let own: Readonly<Record<'connection' | 'run' | 'bulk', string>>;

/** Cases of a test that there is only for some routes. */
const onlyIf = (isSo: boolean) => (isSo ? [{}] : []);

beforeAll(async () => {
  world = await startDashboardWorld();
  const organizationId = randomUUID();
  const begun = await world.signInByToken(organizationId);
  admin = (await world.signInByHubspot(PORTAL, ADMIN, begun.cookie)).visitor;
  member = await world.signInByToken(organizationId, 'member');
  rival = await world.signInByToken(randomUUID());
  await rival.call('/connections', { method: 'POST', body: { crm_type: 'hubspot', access_token: OTHER_TOKEN } });
  const run = await world.enrich('companies', 'kestrel');
  const started = await admin.call('/bulk-runs', { method: 'POST', body: bulk('first') });
  const connection = (await admin.call('/connections')).body.connections[0].id;
  own = { connection, run: run.id, bulk: started.body.run.id };
});

afterAll(() => world.stop());

const bulk = (idempotencyKey: string) => ({
  objectType: 'companies',
  objectIds: [world.id('kestrel')],
  idempotencyKey,
});
const SWITCHES = {
  auto_enrich: true,
  auto_score: true,
  auto_assign: false,
  auto_create_tasks: false,
  sync_direction: 'to_crm',
  sync_frequency: 'daily',
};

/** What every route must have. */
interface RouteCases {
  /** With `{connection}`, `{run}` and `{bulk}` for what the first organisation has. */
  readonly path: string;
  readonly body?: () => unknown;
  readonly status: number;
  /** Whether owners and admins alone may. */
  readonly isManaged: boolean;
  /** What another organisation gets: 404, or an answer in which nothing of the first one is. */
  readonly foreign: 404 | 'its own';
  /** A wrong body or path and how it is refused; null: it takes nothing that could be wrong. */
  readonly wrong: { readonly path?: string; readonly body?: unknown; readonly status: 404 | 422 } | null;
}

const UNKNOWN = randomUUID();
const READ = { status: 200, isManaged: false, wrong: null } as const;

// The routes that end what others use come last.
const CASES: Readonly<Record<string, RouteCases>> = {
  'GET /connections': { ...READ, path: '/connections', foreign: 'its own' },
  'GET /connections/:id/health': {
    ...READ,
    path: '/connections/{connection}/health',
    foreign: 404,
    wrong: { path: '/connections/no-uuid/health', status: 404 },
  },
  'PUT /connections/:id': {
    path: '/connections/{connection}',
    body: () => SWITCHES,
    status: 200,
    isManaged: true,
    foreign: 404,
    wrong: { body: { ...SWITCHES, sync_frequency: 'sometimes' }, status: 422 },
  },
  'GET /history': {
    ...READ,
    path: '/history',
    foreign: 'its own',
    wrong: { path: '/history?limit=101', status: 422 },
  },
  'GET /enrichments/:id': {
    ...READ,
    path: '/enrichments/{run}',
    foreign: 404,
    wrong: { path: '/enrichments/no-uuid', status: 404 },
  },
  'POST /enrichments/:id/retry': {
    ...READ,
    path: '/enrichments/{run}/retry',
    body: () => ({}),
    foreign: 404,
    wrong: { body: { idempotencyKey: '' }, status: 422 },
  },
  'POST /enrichments/:id/undo': {
    ...READ,
    path: '/enrichments/{run}/undo',
    body: () => ({}),
    foreign: 404,
    wrong: { body: { properties: 'all' }, status: 422 },
  },
  'GET /bulk-runs': { ...READ, path: '/bulk-runs', foreign: 'its own' },
  'POST /bulk-runs': {
    path: '/bulk-runs',
    body: () => bulk(randomUUID()),
    status: 202,
    isManaged: true,
    foreign: 'its own',
    wrong: { body: { objectType: 'tickets', all: true, idempotencyKey: 'k' }, status: 422 },
  },
  'POST /bulk-runs/:id/resume': steering('resume'),
  'POST /bulk-runs/:id/stop': steering('stop'),
  'POST /bulk-runs/:id/undo': steering('undo'),
  'GET /mappings': { ...READ, path: '/mappings', foreign: 'its own' },
  'PUT /mappings': {
    path: '/mappings',
    body: () => ({ mappings: {} }),
    status: 200,
    isManaged: true,
    foreign: 'its own',
    wrong: { body: { mappings: { deals: 'none' } }, status: 422 },
  },
  'GET /properties/:objectType': {
    ...READ,
    path: '/properties/companies',
    foreign: 'its own',
    wrong: { path: '/properties/tickets', status: 422 },
  },
  'GET /overview': { ...READ, path: '/overview', foreign: 'its own' },
  'GET /usage': { ...READ, path: '/usage', foreign: 'its own', wrong: { path: '/usage?days=91', status: 422 } },
  'POST /connections': {
    path: '/connections',
    body: () => ({ crm_type: 'hubspot', access_token: 'pat-eu1-of-the-first-portal' }),
    status: 200,
    isManaged: true,
    foreign: 'its own',
    wrong: { body: { crm_type: 'hubspot' }, status: 422 },
  },
  'DELETE /connections/:id': {
    path: '/connections/{connection}',
    status: 204,
    isManaged: true,
    foreign: 404,
    wrong: { path: '/connections/no-uuid', status: 404 },
  },
  'DELETE /session': { path: '/session', status: 204, isManaged: false, foreign: 'its own', wrong: null },
};

/** Who signs in has no session yet, and the stream never ends: their tests are in `sessions` and `dashboard`. */
const APART = ['GET /session', 'POST /session', 'GET /events'];

function steering(action: string): RouteCases {
  const path = `/bulk-runs/{bulk}/${action}`;
  const wrong = { path: path.replace('{bulk}', UNKNOWN), status: 404 } as const;
  return { path, body: () => ({}), status: 200, isManaged: true, foreign: 404, wrong };
}

const fillIn = (path: string) =>
  path.replace('{connection}', own.connection).replace('{run}', own.run).replace('{bulk}', own.bulk);

/** The happy call of a route, by somebody. */
function callAs(
  visitor: Pick<Visitor, 'call'>,
  route: string,
  change: { path?: string; body?: unknown; headers?: Record<string, string | undefined> } = {},
): Promise<DashboardAnswer> {
  const { path, body } = CASES[route] ?? { path: '', body: undefined };
  const [method = ''] = route.split(' ');
  const sent = change.body ?? body?.();
  const { headers = {} } = change;
  return visitor.call(fillIn(change.path ?? path), { method, headers, ...(sent === undefined ? {} : { body: sent }) });
}

it('has its cases for every route that there is', () => {
  const unused = async () => Promise.reject(new Error('no route is called'));
  const served = routesOf(dashboardRoutes(dashboardWithoutSessions(unused)));

  expect([...served].sort()).toEqual([...Object.keys(CASES), ...APART].sort());
});

describe.each(Object.entries(CASES))('%s', (route, { status, isManaged, foreign, wrong }) => {
  const [method] = route.split(' ');

  it('is refused without a session', async () => {
    const answer = await callAs({ call: world.stranger }, route);

    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it.each(onlyIf(method !== 'GET'))(
    'is refused from a page of somebody else and without the session’s token',
    async () => {
      const origin = await callAs(admin, route, { headers: { Origin: 'https://evil.example' } });
      const token = await callAs(admin, route, { headers: { 'X-CSRF-Token': undefined } });

      expect([origin.status, token.status]).toEqual([403, 403]);
    },
  );

  it.each(onlyIf(isManaged))('is refused for who is no admin', async () => {
    expect(await callAs(member, route)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  it.each(onlyIf(wrong !== null))('is refused in a wrong shape', async () => {
    const { status: expected = 0, ...change } = wrong ?? {};

    expect(await callAs(admin, route, change)).toMatchObject({
      status: expected,
      body: { error: { code: expected === 404 ? 'not_found' : 'invalid_input', requestId: expect.any(String) } },
    });
  });

  it.each(onlyIf(foreign === 404))('is not there for another organisation', async () => {
    expect(await callAs(rival, route)).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  });

  it.each(onlyIf(foreign === 'its own' && method === 'GET'))('shows another organisation nothing of it', async () => {
    const answer = await callAs(rival, route);

    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${PORTAL}|${Object.values(own).join('|')}`));
  });

  it('does what it is for', async () => {
    expect((await callAs(admin, route)).status).toBe(status);
  });
});

describe('a member', () => {
  it('reads all that needs no admin', async () => {
    const { cookie } = await world.signInByToken(randomUUID(), 'member');
    const token = await signToken({ organizationId: randomUUID(), role: 'member' });
    const begun = await world.stranger('/session', { method: 'POST', body: { token }, headers: { cookie } });

    expect(begun).toMatchObject({ status: 201, body: { session: { role: 'member' } } });
  });
});
