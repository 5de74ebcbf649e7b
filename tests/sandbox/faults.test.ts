import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callAs, callOpen, install, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

describe('faults on demand', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  let open: Call;
  let acme: string;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
    call = callAs(sandbox, (await install(sandbox)).access);
    open = callOpen(sandbox);
    acme = `/crm/objects/2026-09/companies/${sandbox.admin.ids(PORTAL, 'acme')}`;
  });
  afterEach(() => sandbox.stop());
  const arm = (fault: object, match: object = { pathPattern: '/companies/' }, times = 1) =>
    open('POST', '/__sandbox/faults', { match, times, fault });
  const readCity = async (): Promise<string> => (await call('GET', `${acme}?properties=city`)).body.properties.city;

  it('answers the planned status as often as asked, and only where it matches', async () => {
    await arm(
      { kind: 'status', status: 503, headers: { 'Retry-After': '2' } },
      { method: 'GET', pathPattern: '/companies/' },
      2,
    );

    const elsewhere = await call('GET', '/crm/objects/2026-09/deals');
    const first = await call('GET', acme);
    const second = await call('GET', acme);
    const third = await call('GET', acme);

    expect([elsewhere.status, first.status, second.status, third.status]).toEqual([200, 503, 503, 200]);
    expect(first.headers.get('retry-after')).toBe('2');
  });

  it('breaks the connection before a write is carried out', async () => {
    await arm({ kind: 'reset-before' });

    await expect(call('PATCH', acme, { properties: { city: 'York' } })).rejects.toThrow('fetch failed');
    expect(await readCity()).toBe('Leeds');
  });

  it('breaks the connection after a write was carried out', async () => {
    await arm({ kind: 'reset-after-apply' });

    await expect(call('PATCH', acme, { properties: { city: 'York' } })).rejects.toThrow('fetch failed');
    expect(await readCity()).toBe('York');
  });

  it('never answers although the write was carried out', async () => {
    await arm({ kind: 'hang-after-apply' }, { method: 'PATCH' });

    const hanging = fetch(`${sandbox.url}${acme}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${[...sandbox.admin.state.oauth.accessTokens.keys()][0]}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ properties: { city: 'York' } }),
      signal: AbortSignal.timeout(300),
    });

    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await readCity()).toBe('York');
  });

  it('answers junk although the write was carried out', async () => {
    await arm({ kind: 'junk-after-apply' });

    await expect(call('PATCH', acme, { properties: { city: 'York' } })).rejects.toThrow(SyntaxError);
    expect(await readCity()).toBe('York');
  });

  it('forgets planned faults and keeps a journal of what was asked', async () => {
    await open('DELETE', '/__sandbox/requests');
    await arm({ kind: 'status', status: 500 });
    await open('DELETE', '/__sandbox/faults');
    await call('PATCH', acme, { properties: { city: 'York' } });
    await arm({ kind: 'status', status: 500 });
    await call('GET', `${acme}?properties=city`);

    const { requests } = (await open('GET', '/__sandbox/requests')).body;
    expect(requests).toMatchObject([
      {
        method: 'PATCH',
        path: acme,
        status: 200,
        portalId: PORTAL,
        bucket: 'main',
        body: { properties: { city: 'York' } },
      },
      { method: 'GET', query: { properties: 'city' }, status: 500, fault: 'status' },
    ]);
    expect(requests[0].tOut).toBeGreaterThanOrEqual(requests[0].tIn);
    expect((await open('GET', `/__sandbox/requests?since=${requests[0].seq}`)).body.requests).toHaveLength(1);
  });
});
