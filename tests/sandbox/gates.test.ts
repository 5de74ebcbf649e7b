import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import {
  APP,
  callAs,
  callOpen,
  install,
  listResponseBreaches,
  PORTAL,
  SEED,
  startSmallSandbox,
} from './sandbox-fixture.ts';

const COMPANIES = '/crm/objects/2026-09/companies';
const SEARCH_ALL = { filterGroups: [], properties: [], sorts: [], limit: 1, after: '0' };

describe('what every call has to pass', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    const [portal, ...others] = SEED.portals;
    const privateApp = { token: 'pat-readonly', scopes: ['crm.objects.companies.read'] };
    sandbox = await startSmallSandbox({
      app: APP,
      seed: { portals: portal === undefined ? [] : [{ ...portal, privateApp }, ...others] },
      settings: { rateLimits: { oauth: { max: 5, intervalMs: 10_000 } } },
    });
  });
  afterEach(async () => {
    const breaches = await listResponseBreaches(sandbox);
    await sandbox.stop();
    expect(breaches).toEqual([]);
  });
  const advance = (advanceMs: number) => callOpen(sandbox)('POST', '/__sandbox/clock', { advanceMs });

  it('refuses calls without a token or with an unknown one', async () => {
    expect((await callOpen(sandbox)('GET', COMPANIES)).status).toBe(401);
    expect(await callAs(sandbox, 'nonsense')('GET', COMPANIES)).toMatchObject({
      status: 401,
      body: { status: 'error', category: 'INVALID_AUTHENTICATION' },
    });
  });

  it('names the scope that is missing', async () => {
    const call = callAs(sandbox, 'pat-readonly');

    expect((await call('GET', COMPANIES)).status).toBe(200);
    expect(await call('PATCH', `${COMPANIES}/${sandbox.admin.ids(PORTAL, 'acme')}`, { properties: {} })).toMatchObject({
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.companies.write'] } }],
      },
    });
    expect((await call('GET', '/crm/objects/2026-09/tasks')).body.errors[0].context.requiredGranularScopes).toEqual([
      'crm.objects.contacts.read',
    ]);
  });

  it('lets so many calls through in ten rolling seconds and shows what is left', async () => {
    const call = callAs(sandbox, (await install(sandbox)).access);
    const replies = [];
    for (let n = 0; n < 6; n += 1) replies.push(await call('GET', COMPANIES));
    await advance(10_001);
    const later = await call('GET', COMPANIES);

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(replies[0]?.headers.get('x-hubspot-ratelimit-max')).toBe('5');
    expect(replies[0]?.headers.get('x-hubspot-ratelimit-remaining')).toBe('4');
    expect(replies[0]?.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(replies[5]?.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' });
    expect(replies[5]?.headers.has('retry-after')).toBe(false);
    expect(later.status).toBe(200);
  });

  it('counts portals, search and associations apart; search shows no headers', async () => {
    const call = callAs(sandbox, (await install(sandbox)).access);
    const other = callAs(sandbox, (await install(sandbox, 4712)).access);
    const searches = [];
    for (let n = 0; n < 6; n += 1) searches.push(await call('POST', `${COMPANIES}/search`, SEARCH_ALL));
    for (let n = 0; n < 6; n += 1) {
      await call('POST', '/crm/associations/2026-09/contacts/companies/batch/read', { inputs: [] });
    }

    expect(searches.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(searches[0]?.headers.has('x-hubspot-ratelimit-remaining')).toBe(false);
    expect(searches[5]?.body.message).toBe('You have reached your secondly limit.');
    expect((await call('GET', COMPANIES)).headers.get('x-hubspot-ratelimit-remaining')).toBe('4');
    expect((await other('GET', COMPANIES)).headers.get('x-hubspot-ratelimit-remaining')).toBe('4');
  });

  it('sends Retry-After when a run asks for it', async () => {
    await callOpen(sandbox)('PUT', '/__sandbox/settings', {
      rateLimits: { oauth: { max: 1, intervalMs: 10_000 }, sendsRetryAfter: true },
    });
    const call = callAs(sandbox, (await install(sandbox)).access);
    await call('GET', COMPANIES);

    expect((await call('GET', COMPANIES)).headers.get('retry-after')).toBe('10');
  });

  it('refuses bodies that are no JSON and methods that do not exist', async () => {
    const headers = { authorization: 'Bearer pat-readonly', 'content-type': 'application/json' };
    const junk = await fetch(`${sandbox.url}${COMPANIES}/batch/read`, { method: 'POST', headers, body: '{' });
    const text = await fetch(`${sandbox.url}${COMPANIES}/batch/read`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/plain' },
      body: 'x',
    });
    const method = await fetch(`${sandbox.url}${COMPANIES}`, { method: 'PUT', headers, body: '{}' });

    expect([junk.status, text.status, method.status]).toEqual([400, 415, 405]);
  });
});
