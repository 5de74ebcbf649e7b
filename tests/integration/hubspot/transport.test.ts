import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePortalLimiter } from '../../../backend/src/adapters/hubspot/portal-limiter.ts';
import {
  type HubspotCall,
  type HubspotCallReport,
  type HubspotTransport,
  type HubspotTransportOptions,
  makeHubspotTransport,
} from '../../../backend/src/adapters/hubspot/transport.ts';
import type { LogFields, Logger } from '../../../backend/src/ports/logger.ts';
import {
  cutShort,
  hang,
  html,
  json,
  reset,
  type ScriptedServer,
  type Step,
  stall,
  startScriptedServer,
  truncate,
} from '../../support/scripted-server.ts';

const READ: HubspotCall = {
  method: 'GET',
  path: '/crm/objects/2026-09/{objectType}/{objectId}',
  params: { objectType: 'contacts', objectId: '7' },
  isRepeatable: true,
};
const CREATE: HubspotCall = { method: 'POST', path: '/crm/x', json: { secretValue: 'jane' }, isRepeatable: false };
const FINE = json(200, { ok: true });

let server: ScriptedServer;
let transports: HubspotTransport[];
beforeEach(async () => {
  server = await startScriptedServer();
  transports = [];
});
afterEach(async () => {
  for (const transport of transports) transport.close();
  await server.stop();
});

/** A transport whose time only passes by waiting. */
function setUp(options: Partial<HubspotTransportOptions> = {}) {
  const waits: number[] = [];
  const lines: { level: string; fields: LogFields; message: string }[] = [];
  const reports: HubspotCallReport[] = [];
  let nowMs = 0;
  const log = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const transport = makeHubspotTransport({
    baseUrl: server.url,
    logger,
    attemptTimeoutMs: 5_000,
    retry: { baseMs: 100, random: () => 1 },
    onCall: (report) => void reports.push(report),
    time: {
      nowMs: () => nowMs,
      async wait(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    },
    ...options,
  });
  transports.push(transport);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { transport, waits, lines, reports, pass };
}

function open(tokens: readonly string[] = ['token-1']) {
  const session = {
    priority: 'interactive' as const,
    calls: 0,
    rejected: [] as string[],
    async getAccessToken(options?: { readonly rejectedToken: string }): Promise<string> {
      if (options) session.rejected.push(options.rejectedToken);
      return tokens[Math.min(session.rejected.length, tokens.length - 1)] ?? '';
    },
    countCall() {
      session.calls += 1;
    },
  };
  return session;
}

const rateLimited = (policyName: string, headers = {}): Step => json(429, { status: 'error', policyName }, headers);

describe('sending', () => {
  it('fills and encodes the path, repeats query names, and carries the token', async () => {
    server.script(FINE);
    const params = { objectType: 'contacts', objectId: '7/../8?x' };
    const query = [['properties', 'a'] as const, ['properties', 'b c'] as const];
    await setUp().transport.call(open(), { ...READ, params, query });
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/crm/objects/2026-09/contacts/7%2F..%2F8%3Fx?properties=a&properties=b+c',
      headers: { authorization: 'Bearer token-1' },
      text: '',
    });
  });

  it('uses one connection for one call after the other', async () => {
    server.script(FINE, FINE, FINE);
    const { transport } = setUp();
    for (const call of [READ, CREATE, READ]) await transport.call(open(), call);
    expect(server.countSockets()).toBe(1);
  });

  it('keeps the calls of different portals apart when they run at the same time', async () => {
    const echo: Step = (response, request) => json(200, { token: request.headers.authorization })(response, request);
    server.script(...Array.from({ length: 40 }, () => echo));
    const { transport } = setUp();
    const tokens = Array.from({ length: 40 }, (_, index) => `token-${index}`);
    const replies = await Promise.all(tokens.map((token) => transport.call(open([token]), READ)));
    expect(replies.map(({ body }) => body)).toEqual(tokens.map((token) => ({ token: `Bearer ${token}` })));
  });

  it('does not follow a redirect, which would carry the token along', async () => {
    const away: Step = (response) => void response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    server.script(away, away, away, away);
    const failed = setUp().transport.call(open(), READ);
    await expect(failed).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(server.requests.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  it('answers a status that the caller handles, and an empty body as undefined', async () => {
    server.script(json(404, { status: 'error' }), (response) => void response.writeHead(204).end());
    const { transport } = setUp();
    const missing = await transport.call(open(), { ...READ, handledStatuses: [404] });
    const empty = await transport.call(open(), READ);
    expect([missing.status, empty.status, empty.body]).toEqual([404, 204, undefined]);
  });
});

describe('log and metrics', () => {
  it('names method, path template, status and correlation id, and no token, id or body', async () => {
    server.script(FINE, json(400, { correlationId: 'c-1', message: 'jane is refused' }));
    const { transport, lines, reports } = setUp();
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
    server.script(json(503, {}), FINE);
    const session = open();
    await setUp().transport.call(session, READ);
    expect(session.calls).toBe(2);
  });
});

describe('limits', () => {
  it.each([
    ['the ten-second policy', rateLimited('TEN_SECONDLY_ROLLING'), 'main', 10_000],
    ['an unknown policy', rateLimited('SOMETHING_NEW'), 'main', 10_000],
    ['no body at all', html(429), 'main', 10_000],
    ['the secondly policy', rateLimited('SECONDLY'), 'main', 1_000],
    ['a search', rateLimited('TEN_SECONDLY_ROLLING'), 'search', 1_000],
    ['Retry-After', rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '3' }), 'main', 3_000],
  ] as const)('waits as long as %s asks, then repeats', async (_name, step, bucket, leastMs) => {
    server.script(step, FINE);
    const { transport, waits } = setUp();
    await transport.call(open(), { ...CREATE, bucket });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(leastMs);
    expect(waits[0]).toBeLessThanOrEqual(leastMs + 1_000);
  });

  it('gives a daily limit back at once', async () => {
    server.script(rateLimited('DAILY'));
    const { transport, waits } = setUp({
      limiter: makePortalLimiter({ nowMs: () => 0, wait: () => new Promise(() => {}) }),
    });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 3_600_000, upstreamStatus: 429 },
    });
    expect(waits).toEqual([]);
  });

  it('gives up at once when the wait is longer than the total time', async () => {
    server.script(rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '600' }));
    const { transport, waits } = setUp();
    await expect(transport.call(open(), READ)).rejects.toMatchObject({ code: 'rate_limited' });
    expect([waits, server.requests.length]).toEqual([[], 1]);
  });

  it('lets nothing else of that portal pass while it waits, and lets other portals through', async () => {
    server.script(rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '600' }), FINE);
    const { transport } = setUp({ time: { nowMs: () => 0, wait: () => new Promise(() => {}) } });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({ code: 'rate_limited' });
    await transport.call({ ...open(), portalId: 2 }, READ);
    expect(server.requests).toHaveLength(2);
  });

  it('waits two seconds for a locked record, also when something is created', async () => {
    server.script(json(423, { status: 'error' }), FINE);
    const { transport, waits } = setUp();
    await transport.call(open(), CREATE);
    expect(waits).toEqual([2_000]);
  });

  it('says that HubSpot is moving the account, and for how long', async () => {
    server.script(json(477, {}, { 'retry-after': '7200' }));
    await expect(setUp().transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringContaining('HubSpot is moving this account'),
      details: { retryAfterMs: 7_200_000, upstreamStatus: 477 },
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('failures', () => {
  const FAILURES: readonly (readonly [string, Step])[] = [
    ...[500, 502, 503, 504, 521, 524].map((status) => [`a ${status}`, json(status, {})] as const),
    ['an error page', html(502)],
    ['an error page with status 200', html(200)],
    ['an error page with status 404', html(404)],
    ['a reset', reset],
    ['a cut-off body', truncate],
  ];

  it.each(FAILURES)('repeats a read after %s', async (_name, step) => {
    server.script(step, FINE);
    expect((await setUp().transport.call(open(), { ...READ, handledStatuses: [404] })).body).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  it.each(FAILURES)('never repeats a creation after %s, and says that it may have happened', async (_name, step) => {
    server.script(step, FINE);
    await expect(setUp().transport.call(open(), CREATE)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      details: { mayHaveBeenApplied: true },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('waits longer each time and stops after four attempts', async () => {
    server.script(json(500, {}), json(500, {}), json(500, {}), json(500, { correlationId: 'c-9' }), FINE);
    const { transport, waits } = setUp();
    await expect(transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      details: { upstreamStatus: 500, correlationId: 'c-9' },
    });
    expect([waits, server.requests.length]).toEqual([[100, 200, 400], 4]);
  });

  it.each([
    ['a request that is never answered', hang],
    ['a body that never ends', stall],
  ])('destroys the socket of %s when its time is over', async (_name, step) => {
    server.script(step);
    const { transport } = setUp({ attemptTimeoutMs: 50, retry: { maxAttempts: 1 } });
    await expect(transport.call(open(), READ)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await expect.poll(() => server.countOpenSockets()).toBe(0);
  });

  it('repeats a read whose body was cut off before its announced length', async () => {
    server.script(cutShort, FINE);
    const { transport } = setUp({ attemptTimeoutMs: 100 });
    expect((await transport.call(open(), READ)).body).toEqual({ ok: true });
  });

  it('repeats a creation when the connection was refused, for nothing was sent', async () => {
    const { transport, waits } = setUp({ baseUrl: 'http://127.0.0.1:1' });
    const failed = transport.call(open(), CREATE);
    await expect(failed).rejects.toMatchObject({ code: 'upstream_unavailable', details: {} });
    await expect(failed).rejects.not.toHaveProperty('details.mayHaveBeenApplied');
    expect(waits).toHaveLength(3);
  });
});

describe('refusals', () => {
  it('asks for a fresh token once, and sends again with it', async () => {
    server.script(json(401, { category: 'INVALID_AUTHENTICATION' }), FINE);
    const session = open(['old', 'new']);
    await setUp().transport.call(session, CREATE);
    expect(session.rejected).toEqual(['old']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('throws what the token store throws', async () => {
    const session = { ...open(), getAccessToken: () => Promise.reject(new Error('disconnected')) };
    await expect(setUp().transport.call(session, READ)).rejects.toThrow('disconnected');
    expect(server.requests).toHaveLength(0);
  });

  it('names the scopes that are missing', async () => {
    const context = { requiredGranularScopes: ['crm.objects.owners.read'] };
    server.script(json(403, { category: 'MISSING_SCOPES', errors: [{ message: 'm', context }] }));
    await expect(setUp().transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_missing_scopes',
      details: { requiredScopes: ['crm.objects.owners.read'], upstreamCategory: 'MISSING_SCOPES' },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('lets no job ask again what a token lacks the scope for, until another token comes or ten minutes passed', async () => {
    const job = (token = 'token-1') => ({ ...open([token]), priority: 'background' as const });
    const refusal = json(403, { category: 'MISSING_SCOPES' });
    server.script(refusal, FINE, FINE, refusal, FINE);
    const { transport, pass } = setUp();
    const refused = { code: 'upstream_missing_scopes' };
    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);

    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);
    await transport.call(job(), { ...READ, params: { objectType: 'deals', objectId: '7' } });
    await transport.call(job('another'), READ);
    pass(600_000);
    await expect(transport.call(job(), READ)).rejects.toMatchObject(refused);

    expect(server.requests).toHaveLength(4);
  });

  it.each([
    [400, 'upstream_rejected'],
    [404, 'not_found'],
    [409, 'conflict'],
    [414, 'upstream_rejected'],
    [418, 'upstream_rejected'],
  ])('turns a %s into %s without a repeat', async (status, code) => {
    server.script(json(status, { status: 'error' }));
    await expect(setUp().transport.call(open(), READ)).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });
});
