import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  HERE,
  type LimitsWorld,
  READ,
  refusal,
  SEARCH,
  type SeenRequest,
  startLimitsWorld,
  THERE,
  writeOf,
} from './limits-world.ts';

let world: LimitsWorld;
beforeEach(async () => {
  world = await startLimitsWorld();
});
afterEach(() => world.stop());

const limits = (rateLimits: object) => world.control('/settings', 'PATCH', { rateLimits });
const countOf = (outcomes: readonly (number | string)[], one: number | string) =>
  outcomes.filter((outcome) => outcome === one).length;
/** How many of these were on their way at the same moment, at most. */
const mostAtOnce = (requests: readonly SeenRequest[]) =>
  Math.max(...requests.map(({ tIn }) => requests.filter((other) => other.tIn <= tIn && other.tOut > tIn).length));

const rowOf = async (columns: string) => {
  const text = `SELECT ${columns} FROM hubspot_windows WHERE portal_id = $1 AND bucket = 'main'`;
  return (await world.stores.database.pool.query(text, [HERE.portalId])).rows[0];
};
/** What a header told is stored beside the call, which does not wait for it. */
const untilStored = (calls: number) =>
  expect.poll(async () => (await rowOf('allowed_calls')).allowed_calls).toBe(calls);
const pausedBecause = async () => (await rowOf('paused_because')).paused_because;

describe('what HubSpot’s headers say of a limit', () => {
  it('lets a larger one be used by the other process too, after one answer', async () => {
    await limits({ oauth: { max: 190, intervalMs: 10_000 } });
    await world.call(READ);
    await untilStored(190);

    const outcomes = await world.callMany(170, READ, { process: 1, withinMs: 8_000 });

    expect(countOf(outcomes, 200)).toBe(170);
  });

  it('keeps every process below a smaller one, so that HubSpot refuses nothing', async () => {
    await limits({ oauth: { max: 40, intervalMs: 10_000 } });
    await world.call(READ);
    await untilStored(40);

    const halves = await Promise.all(
      [0, 1].map((process) => world.callMany(40, READ, { process: process === 0 ? 0 : 1, withinMs: 8_000 })),
    );

    const seen = await world.requests(HERE.portalId);
    expect(seen.every(({ status }) => status === 200)).toBe(true);
    expect(seen.length).toBeGreaterThanOrEqual(38);
    expect(countOf(halves.flat(), 'rate_limited')).toBe(81 - seen.length);
  });

  it('is not stored while it is no news', async () => {
    await world.callMany(30, READ);

    expect(await rowOf('allowed_calls, tight_calls')).toEqual({ allowed_calls: null, tight_calls: null });
  });
});

describe('a 429', () => {
  it('with Retry-After is waited for by that account and limit in every process, and by nobody else', async () => {
    await world.fault(HERE.portalId, 1, refusal('TEN_SECONDLY_ROLLING', { 'Retry-After': '5' }));
    const refused = world.call(READ, { withinMs: 2_000 });
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterMs: 5_000 } });

    const others = await Promise.all([
      world.callMany(3, READ, { process: 1, withinMs: 2_000 }),
      world.callMany(3, SEARCH, { process: 1, withinMs: 2_000 }),
      world.callMany(3, READ, { process: 1, withinMs: 2_000, portalId: THERE.portalId }),
    ]);

    expect(others).toEqual([
      ['rate_limited', 'rate_limited', 'rate_limited'],
      [200, 200, 200],
      [200, 200, 200],
    ]);
  });

  it('while we are under our own count makes that account’s window smaller for minutes, in every process', async () => {
    await world.callMany(20, READ);
    await world.fault(HERE.portalId, 1, refusal('TEN_SECONDLY_ROLLING', { 'Retry-After': '1' }));
    expect(await world.call(READ)).toMatchObject({ status: 200 });

    const outcomes = await world.callMany(60, READ, { process: 1, withinMs: 2_000 });
    const elsewhere = await world.callMany(60, READ, { process: 1, withinMs: 2_000, portalId: THERE.portalId });

    // Of the half that is left, 22 were used and one is kept for people.
    expect(countOf(outcomes, 200)).toBeLessThanOrEqual(32);
    expect(countOf(elsewhere, 200)).toBe(60);
    // It grows back by a quarter each minute.
    const minutes = 'round((tight_until_ms / 1000.0 - extract(epoch FROM now())) / 60)::int AS minutes';
    expect(await rowOf(`tight_calls, ${minutes}`)).toEqual({ tight_calls: 55, minutes: 4 });
  });

  it('that does not say how long is waited for as long as the window, when our own count does not explain it', async () => {
    await world.fault(HERE.portalId, 1, refusal('TEN_SECONDLY_ROLLING'));

    const refused = world.call(READ, { withinMs: 4_000 });

    await expect(refused).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterMs: 10_000 } });
  });

  it('that our own count explains is waited for until what crossed on its way has arrived, and longer when it comes again', async () => {
    const choice = { priority: 'interactive', withinMs: 4_000 } as const;
    await world.callMany(102, READ, choice);
    await world.fault(HERE.portalId, 1, refusal('TEN_SECONDLY_ROLLING'));

    expect(await world.call(READ, choice)).toMatchObject({ status: 200 });

    await world.fault(HERE.portalId, 99, refusal('TEN_SECONDLY_ROLLING'));
    const refused = world.call(READ, choice);
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
    // A quarter of a second, again, and then twice as long each time, until the next wait is longer than the patience.
    expect((await world.requests(HERE.portalId)).length - 104).toBeLessThan(8);
  });

  it('of a search is waited for a second, by searches alone', async () => {
    await world.fault(HERE.portalId, 1, refusal('SECONDLY'), '/search$');

    const [found, read] = await Promise.all([world.call(SEARCH), world.call(READ)]);

    expect([found.status, read.status]).toEqual([200, 200]);
    const searches = (await world.requests(HERE.portalId)).filter(({ path }) => path.endsWith('/search'));
    expect(searches.map(({ status }) => status)).toEqual([429, 200]);
    expect((searches[1]?.tIn ?? 0) - (searches[0]?.tOut ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('of the day leaves that account and limit alone until its midnight, in every process', async () => {
    await world.fault(HERE.portalId, 1, refusal('DAILY'));
    const error = await world.call(READ).catch((thrown: unknown) => thrown);

    const others = await Promise.all([
      world.callMany(2, READ, { process: 1 }),
      world.callMany(2, SEARCH, { process: 1 }),
      world.callMany(2, READ, { process: 1, portalId: THERE.portalId }),
    ]);

    expect(others).toEqual([
      ['rate_limited', 'rate_limited'],
      [200, 200],
      [200, 200],
    ]);
    expect((await world.requests(HERE.portalId)).filter(({ path }) => !path.endsWith('/search'))).toHaveLength(1);
    const { details } = Object(error);
    expect(new Date(Date.now() + details.retryAfterMs)).toSatisfy(isSoonAfterMidnight);
  });

  it('is not waited for by other accounts, whatever one of them is answered', async () => {
    await world.fault(HERE.portalId, 1_000, refusal('TEN_SECONDLY_ROLLING', { 'Retry-After': '5' }));
    const ended: string[] = [];
    const throttled = world.callMany(100, READ, { withinMs: 9_000 }).then(() => ended.push('throttled'));

    const outcomes = await world.callMany(50, READ, { portalId: THERE.portalId, withinMs: 4_000 });
    ended.push('neighbour');

    expect(countOf(outcomes, 200)).toBe(50);
    expect(ended).toEqual(['neighbour']);
    await throttled;
  });
});

/** At most a minute and a few seconds after 00:00 in the first account's zone, or five minutes after a refusal just then. */
function isSoonAfterMidnight(at: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: HERE.timeZone, hour: '2-digit', minute: '2-digit' });
  return /^00:0[0-9]$/.test(parts.format(at));
}

describe('a daily limit that the headers tell', () => {
  it('is not run into: once nothing is left no call is sent', async () => {
    await limits({ privateAppDaily: 3 });
    const session = { getAccessToken: async () => `pat-${HERE.portalId}` };

    const first = [await world.call(READ, { session }), await world.call(READ, { session })];
    await world.call(READ, { session });
    await expect.poll(() => pausedBecause()).toBe('daily');
    const outcomes = await world.callMany(5, READ, { process: 1, session });

    expect(first.map(({ limits: told }) => told?.dailyRemaining)).toEqual([2, 1]);
    expect(countOf(outcomes, 'rate_limited')).toBe(5);
    expect((await world.requests(HERE.portalId)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('a locked company (423)', () => {
  it('is tried again after two seconds, and halves how many companies every process writes at once', async () => {
    await world.fault(HERE.portalId, 1, { kind: 'status', status: 423 });
    await world.call(writeOf(world, HERE.portalId));
    const locked = await world.requests(HERE.portalId);
    await world.control('/latency', 'PUT', { writeMs: 60 });
    await world.control('/requests', 'DELETE');
    await world.call(READ, { process: 1 });

    const outcomes = await world.callMany(40, writeOf(world, HERE.portalId), { process: 1 });
    const elsewhere = await world.callMany(40, writeOf(world, THERE.portalId), {
      process: 1,
      portalId: THERE.portalId,
    });

    expect(locked.map(({ status }) => status)).toEqual([423, 200]);
    expect((locked[1]?.tIn ?? 0) - (locked[0]?.tOut ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect([countOf(outcomes, 200), countOf(elsewhere, 200)]).toEqual([40, 40]);
    const writes = (await world.requests(HERE.portalId)).filter(({ method }) => method === 'PATCH');
    expect(mostAtOnce(writes)).toBeLessThanOrEqual(8);
    expect(mostAtOnce(await world.requests(THERE.portalId))).toBeGreaterThan(8);
  });
});

describe('an account that HubSpot moves (477)', () => {
  it('is left alone in every limit and process for as long as HubSpot says, and says so', async () => {
    await world.fault(HERE.portalId, 1, { kind: 'status', status: 477, headers: { 'Retry-After': '7200' } });
    const moving = {
      code: 'upstream_unavailable',
      message: expect.stringContaining('HubSpot is moving this account'),
    };
    await expect(world.call(READ)).rejects.toMatchObject({ ...moving, details: { retryAfterMs: 7_200_000 } });

    for (const process of [0, 1] as const) {
      for (const call of [READ, SEARCH]) {
        await expect(world.call(call, { process })).rejects.toMatchObject(moving);
      }
    }

    const [elsewhere] = await world.callMany(1, READ, { process: 1, portalId: THERE.portalId });
    expect(elsewhere).toBe(200);
    expect(await world.requests(HERE.portalId)).toHaveLength(1);
  });

  it('is looked at after a day at the latest', async () => {
    await world.fault(HERE.portalId, 1, { kind: 'status', status: 477, headers: { 'Retry-After': '999999' } });

    await expect(world.call(READ)).rejects.toMatchObject({ details: { retryAfterMs: 86_400_000 } });
  });
});

describe('a call with patience', () => {
  it('waits for a limit beyond its usual time and tells that it does; attempts keep their time', async () => {
    const waits: boolean[] = [];
    await world.fault(HERE.portalId, 1, refusal('TEN_SECONDLY_ROLLING', { 'Retry-After': '3' }));
    const session = { patienceMs: () => 20_000, noteWait: (isWaiting: boolean) => void waits.push(isWaiting) };

    const answer = await world.call(READ, { priority: 'interactive', withinMs: 1_000, session });

    expect(answer.status).toBe(200);
    expect(waits.filter((isWaiting) => isWaiting)).toHaveLength(waits.filter((isWaiting) => !isWaiting).length);
    await world.fault(HERE.portalId, 9, { kind: 'status', status: 503 });
    await expect(world.call(READ, { withinMs: 1_000, session })).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});
