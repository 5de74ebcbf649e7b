import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePortalLimiter } from '../../../backend/src/adapters/hubspot/portal-limiter.ts';
import { json, type Step } from '../../support/scripted-server.ts';
import { CREATE, FINE, open, READ, startTransportWorld, type TransportWorld } from './transport-world.ts';

let world: TransportWorld;
beforeEach(async () => {
  world = await startTransportWorld();
});
afterEach(async () => {
  await world.stop();
});

describe('sending', () => {
  it('fills and encodes the path, repeats query names, and carries the token', async () => {
    world.server.script(FINE);
    const params = { objectType: 'contacts', objectId: '7/../8?x' };
    const query = [['properties', 'a'] as const, ['properties', 'b c'] as const];
    await world.setUp().transport.call(open(), { ...READ, params, query });
    expect(world.server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/crm/objects/2026-09/contacts/7%2F..%2F8%3Fx?properties=a&properties=b+c',
      headers: { authorization: 'Bearer token-1' },
      text: '',
    });
  });

  it('uses one connection for one call after the other', async () => {
    world.server.script(FINE, FINE, FINE);
    const { transport } = world.setUp();
    for (const call of [READ, CREATE, READ]) await transport.call(open(), call);
    expect(world.server.countSockets()).toBe(1);
  });

  it('keeps the calls of different portals apart when they run at the same time', async () => {
    const echo: Step = (response, request) => json(200, { token: request.headers.authorization })(response, request);
    world.server.script(...Array.from({ length: 40 }, () => echo));
    const { transport } = world.setUp();
    const tokens = Array.from({ length: 40 }, (_, index) => `token-${index}`);
    const replies = await Promise.all(tokens.map((token) => transport.call(open([token]), READ)));
    expect(replies.map(({ body }) => body)).toEqual(tokens.map((token) => ({ token: `Bearer ${token}` })));
  });

  it('leaves by the time at which nothing but the sending is left to do', async () => {
    const events: string[] = [];
    const sent: Step = (response, request) => {
      events.push('sent');
      FINE(response, request);
    };
    world.server.script(sent);
    const alone = makePortalLimiter({ nowMs: () => 0, wait: () => new Promise(() => {}) });
    const limiter = {
      ...alone,
      admit: async () => void events.push('admitted'),
      leave: async ({ portalId, bucket }: { portalId: number; bucket: string }) =>
        void events.push(`left ${portalId} ${bucket}`),
    };
    const mayLeave = async () => void events.push('looked whether it may');

    await world.setUp({ limiter }).transport.call({ ...open(), portalId: 7, mayLeave }, { ...READ, bucket: 'search' });

    expect(events).toEqual(['admitted', 'looked whether it may', 'left 7 search', 'sent']);
  });

  it('does not follow a redirect, which would carry the token along', async () => {
    const away: Step = (response) => void response.writeHead(302, { location: `${world.server.url}/elsewhere` }).end();
    world.server.script(away, away, away, away);
    const failed = world.setUp().transport.call(open(), READ);
    await expect(failed).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(world.server.requests.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  it('answers a status that the caller handles, and an empty body as undefined', async () => {
    world.server.script(json(404, { status: 'error' }), (response) => void response.writeHead(204).end());
    const { transport } = world.setUp();
    const missing = await transport.call(open(), { ...READ, handledStatuses: [404] });
    const empty = await transport.call(open(), READ);
    expect([missing.status, empty.status, empty.body]).toEqual([404, 204, undefined]);
  });
});

describe('log and metrics', () => {
  it('names method, path template, status and correlation id, and no token, id or body', async () => {
    world.server.script(FINE, json(400, { correlationId: 'c-1', message: 'jane is refused' }));
    const { transport, lines, reports } = world.setUp();
    await transport.call(open(['secret-token']), READ);
    await expect(transport.call(open(['secret-token']), CREATE)).rejects.toMatchObject({ code: 'upstream_rejected' });
    expect(lines.map(({ level, fields }) => [level, fields.path, fields.status, fields.correlationId])).toEqual([
      ['debug', READ.path, 200, null],
      ['warn', '/crm/x', 400, 'c-1'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret-token|jane|contacts\/7/);
    expect(reports.map(({ status }) => status)).toEqual([200, 400]);
  });

  it('counts every request sent, repeats included', async () => {
    world.server.script(json(503, {}), FINE);
    const session = open();
    await world.setUp().transport.call(session, READ);
    expect(session.calls).toBe(2);
  });
});

describe('refusals', () => {
  it('asks for a fresh token once, and sends again with it', async () => {
    world.server.script(json(401, { category: 'INVALID_AUTHENTICATION' }), FINE);
    const session = open(['old', 'new']);
    await world.setUp().transport.call(session, CREATE);
    expect(session.rejected).toEqual(['old']);
    expect(world.server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('throws what the token store throws', async () => {
    const session = { ...open(), getAccessToken: () => Promise.reject(new Error('disconnected')) };
    await expect(world.setUp().transport.call(session, READ)).rejects.toThrow('disconnected');
    expect(world.server.requests).toHaveLength(0);
  });

  it('names the scopes that are missing', async () => {
    const context = { requiredGranularScopes: ['crm.objects.owners.read'] };
    world.server.script(json(403, { category: 'MISSING_SCOPES', errors: [{ message: 'm', context }] }));
    await expect(world.setUp().transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_missing_scopes',
      details: { requiredScopes: ['crm.objects.owners.read'], upstreamCategory: 'MISSING_SCOPES' },
    });
    expect(world.server.requests).toHaveLength(1);
  });

  it('lets no job ask again what a token lacks the scope for, until another token comes or ten minutes passed', async () => {
    const job = (token = 'token-1') => ({ ...open([token]), priority: 'background' as const });
    const refusal = json(403, { category: 'MISSING_SCOPES' });
    world.server.script(refusal, FINE, FINE, refusal, FINE);
    const { transport, pass } = world.setUp();
    const refused = { code: 'upstream_missing_scopes' };
    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);

    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);
    await transport.call(job(), { ...READ, params: { objectType: 'deals', objectId: '7' } });
    await transport.call(job('another'), READ);
    pass(600_000);
    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);

    expect(world.server.requests).toHaveLength(4);
  });

  it.each([
    [400, 'upstream_rejected'],
    [404, 'not_found'],
    [409, 'conflict'],
    [414, 'upstream_rejected'],
    [418, 'upstream_rejected'],
  ])('turns a %s into %s without a repeat', async (status, code) => {
    world.server.script(json(status, { status: 'error' }));
    await expect(world.setUp().transport.call(open(), READ)).rejects.toMatchObject({ code });
    expect(world.server.requests).toHaveLength(1);
  });
});
