import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePortalLimiter } from '../../../backend/src/adapters/hubspot/portal-limiter.ts';
import { cutShort, hang, html, json, reset, type Step, stall, truncate } from '../../support/scripted-server.ts';
import { CREATE, FINE, open, READ, startTransportWorld, type TransportWorld } from './transport-world.ts';

let world: TransportWorld;
beforeEach(async () => {
  world = await startTransportWorld();
});
afterEach(async () => {
  await world.stop();
});

const rateLimited = (policyName: string, headers = {}): Step => json(429, { status: 'error', policyName }, headers);

describe('limits', () => {
  it.each([
    ['the ten-second policy', rateLimited('TEN_SECONDLY_ROLLING'), 'main', 10_000],
    ['an unknown policy', rateLimited('SOMETHING_NEW'), 'main', 10_000],
    ['no body at all', html(429), 'main', 10_000],
    ['the secondly policy', rateLimited('SECONDLY'), 'main', 1_000],
    ['a search', rateLimited('TEN_SECONDLY_ROLLING'), 'search', 1_000],
    ['Retry-After', rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '3' }), 'main', 3_000],
    ['a limit of the day that is over in seconds', rateLimited('DAILY', { 'retry-after': '3' }), 'main', 3_000],
  ] as const)('waits as long as %s asks, then repeats', async (_name, step, bucket, leastMs) => {
    world.server.script(step, FINE);
    const { transport, waits } = world.setUp();
    await transport.call(open(), { ...CREATE, bucket });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(leastMs);
    expect(waits[0]).toBeLessThanOrEqual(leastMs + 1_000);
  });

  it('gives a daily limit back at once', async () => {
    world.server.script(rateLimited('DAILY'));
    const { transport, waits } = world.setUp({
      limiter: makePortalLimiter({ nowMs: () => 0, wait: () => new Promise(() => {}) }),
    });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 3_600_000, upstreamStatus: 429 },
    });
    expect(waits).toEqual([]);
  });

  it('gives up at once when the wait is longer than the total time', async () => {
    world.server.script(rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '600' }));
    const { transport, waits } = world.setUp();
    await expect(transport.call(open(), READ)).rejects.toMatchObject({ code: 'rate_limited' });
    expect([waits, world.server.requests.length]).toEqual([[], 1]);
  });

  it('lets nothing else of that portal pass while it waits, and lets other portals through', async () => {
    world.server.script(rateLimited('TEN_SECONDLY_ROLLING', { 'retry-after': '600' }), FINE);
    const { transport } = world.setUp({ time: { nowMs: () => 0, wait: () => new Promise(() => {}) } });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(transport.call({ ...open(), portalId: 1 }, READ)).rejects.toMatchObject({ code: 'rate_limited' });
    await transport.call({ ...open(), portalId: 2 }, READ);
    expect(world.server.requests).toHaveLength(2);
  });

  it('waits two seconds for a locked record, also when something is created', async () => {
    world.server.script(json(423, { status: 'error' }), FINE);
    const { transport, waits } = world.setUp();
    await transport.call(open(), CREATE);
    expect(waits).toEqual([2_000]);
  });

  it('says that HubSpot is moving the account, and for how long', async () => {
    world.server.script(json(477, {}, { 'retry-after': '7200' }));
    await expect(world.setUp().transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringContaining('HubSpot is moving this account'),
      details: { retryAfterMs: 7_200_000, upstreamStatus: 477 },
    });
    expect(world.server.requests).toHaveLength(1);
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
    world.server.script(step, FINE);
    expect((await world.setUp().transport.call(open(), { ...READ, handledStatuses: [404] })).body).toEqual({
      ok: true,
    });
    expect(world.server.requests).toHaveLength(2);
  });

  it.each(FAILURES)('never repeats a creation after %s, and says that it may have happened', async (_name, step) => {
    world.server.script(step, FINE);
    await expect(world.setUp().transport.call(open(), CREATE)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      details: { mayHaveBeenApplied: true },
    });
    expect(world.server.requests).toHaveLength(1);
  });

  it('waits longer each time and stops after four attempts', async () => {
    world.server.script(json(500, {}), json(500, {}), json(500, {}), json(500, { correlationId: 'c-9' }), FINE);
    const { transport, waits } = world.setUp();
    await expect(transport.call(open(), READ)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      details: { upstreamStatus: 500, correlationId: 'c-9' },
    });
    expect([waits, world.server.requests.length]).toEqual([[100, 200, 400], 4]);
  });

  it.each([
    ['a request that is never answered', hang],
    ['a body that never ends', stall],
  ])('destroys the socket of %s when its time is over', async (_name, step) => {
    world.server.script(step);
    const { transport } = world.setUp({ attemptTimeoutMs: 50, retry: { maxAttempts: 1 } });
    await expect(transport.call(open(), READ)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await expect.poll(() => world.server.countOpenSockets()).toBe(0);
  });

  it('repeats a read whose body was cut off before its announced length', async () => {
    world.server.script(cutShort, FINE);
    const { transport } = world.setUp({ attemptTimeoutMs: 100 });
    expect((await transport.call(open(), READ)).body).toEqual({ ok: true });
  });

  it('repeats a creation when the connection was refused, for nothing was sent', async () => {
    const { transport, waits } = world.setUp({ baseUrl: 'http://127.0.0.1:1' });
    const failed = transport.call(open(), CREATE);
    await expect(failed).rejects.toMatchObject({ code: 'upstream_unavailable', details: {} });
    await expect(failed).rejects.not.toHaveProperty('details.mayHaveBeenApplied');
    expect(waits).toHaveLength(3);
  });
});
