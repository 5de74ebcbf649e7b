import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCallWindows } from '../../../backend/src/adapters/postgres/call-windows.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const MINUTE_MS = 60_000;
const FAR_MS = 3_600_000;

describe('call windows over processes', () => {
  let database: TestDatabase;
  let processes: readonly [Stores, Stores];
  beforeAll(async () => {
    database = await makeTestDatabase();
    processes = [makeStores(database.url), makeStores(database.url)];
  });
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.database.close()));
    await database.drop();
  });

  let portals = 0;
  const aWindow = (members: { limit: number; reserve?: number }) => {
    portals += 1;
    return { portalId: portals, bucket: 'main', windowMs: MINUTE_MS, reserve: 0, ...members };
  };
  const take = (index: 0 | 1, window: ReturnType<typeof aWindow>, calls: number, isInteractive = false) =>
    makeCallWindows(processes[index].database).take(window, { calls, isInteractive, horizonMs: FAR_MS });
  const minutes = (waitsMs: readonly number[]) => waitsMs.map((waitMs) => Math.round(waitMs / MINUTE_MS));

  it('gives two processes together no more than the limit of each window', async () => {
    const window = aWindow({ limit: 10 });

    const taken = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => take(index === 0 ? 0 : 1, window, 5, true)));

    const slots = taken.flatMap(({ waitsMs }) => minutes(waitsMs)).sort();
    expect(slots).toEqual([0, 1, 2].flatMap((slot) => Array.from({ length: 10 }, () => slot)));
  });

  it('keeps one portal out of the count of another', async () => {
    const [busy, quiet] = [aWindow({ limit: 3 }), aWindow({ limit: 3 })];
    await take(0, busy, 3);

    const [ofBusy, ofQuiet] = [await take(1, busy, 1), await take(1, quiet, 1)];

    expect([minutes(ofBusy.waitsMs), minutes(ofQuiet.waitsMs)]).toEqual([[1], [0]]);
  });

  it('lets an interactive call go at once where others used up their share, and keeps them back then', async () => {
    const window = aWindow({ limit: 10, reserve: 4 });
    const background = await take(0, window, 10);

    const interactive = await take(1, window, 1, true);
    const afterwards = await take(0, window, 1);

    expect(minutes(background.waitsMs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(minutes(interactive.waitsMs)).toEqual([0]);
    expect(minutes(afterwards.waitsMs)).toEqual([1]);
  });

  it('gives the reserve back two seconds after the last interactive call', async () => {
    const window = aWindow({ limit: 10, reserve: 3 });
    await take(0, window, 1, true);
    const admin = await connect(database.administratorUrl);
    const moveCall = (ms: number) =>
      admin.query('UPDATE hubspot_windows SET interactive_ms = interactive_ms + $2 WHERE portal_id = $1', [
        window.portalId,
        ms,
      ]);
    const inThisWindow = async () => {
      const wanted = { calls: 9, isInteractive: false, horizonMs: 0.9 * MINUTE_MS };
      return (await makeCallWindows(processes[1].database).take(window, wanted)).waitsMs.length;
    };

    // As if it had only just been sent, however slow this test is.
    await moveCall(MINUTE_MS);
    const kept = await inThisWindow();
    await moveCall(-MINUTE_MS - 2_000);
    const givenBack = await inThisWindow();

    // Seven beside the reserve, the interactive one among them; then all but the one that is always free.
    expect([kept, givenBack]).toEqual([6, 2]);
  });

  it('lets no interactive call overfill a window in which others have times ahead', async () => {
    const window = aWindow({ limit: 10, reserve: 4 });
    await take(0, window, 12);

    const interactive = await take(1, window, 3, true);

    expect(minutes(interactive.waitsMs)).toEqual([0, 1, 1]);
  });

  it('gives background calls of the second half of a window one after the other, at no loss for the whole', async () => {
    const window = aWindow({ limit: 10 });

    const { waitsMs } = await take(0, window, 41);

    const gapsMs = waitsMs.slice(1).map((waitMs, index) => waitMs - (waitsMs[index] ?? 0));
    expect(gapsMs.slice(0, 9)).toEqual([
      0,
      0,
      0,
      0,
      ...Array.from({ length: 5 }, () => Math.floor((MINUTE_MS * 4) / 50)),
    ]);
    expect(waitsMs.slice(10).map((waitMs, index) => waitMs - (waitsMs[index] ?? 0) >= MINUTE_MS)).not.toContain(false);
    expect(waitsMs.at(-1)).toBeLessThan(4.5 * MINUTE_MS);
  });

  it('has nothing to spread in a window of a second', async () => {
    const window = { ...aWindow({ limit: 4 }), windowMs: 1_000 };

    expect((await take(0, window, 4)).waitsMs).toEqual([0, 0, 0, 0]);
  });

  it('gives out nothing beyond the horizon and says when to ask again', async () => {
    const window = aWindow({ limit: 2 });
    const windows = makeCallWindows(processes[0].database);
    await take(0, window, 2);

    const taken = await windows.take(window, { calls: 1, isInteractive: false, horizonMs: 100 });

    expect(taken).toMatchObject({ waitsMs: [], used: 2 });
    expect(minutes([taken.nextMs])).toEqual([1]);
  });

  it('holds every process where one was told to wait, in that bucket only', async () => {
    const window = aWindow({ limit: 5 });
    await makeCallWindows(processes[0].database).hold(window, 2 * MINUTE_MS, 'limit');

    const [held, search] = [await take(1, window, 1), await take(1, { ...window, bucket: 'search' }, 1)];

    expect([minutes(held.waitsMs), minutes(search.waitsMs)]).toEqual([[2], [0]]);
  });

  it('makes a window smaller when its own count does not explain a refusal, and leaves it when it does', async () => {
    const [quiet, full] = [aWindow({ limit: 100, reserve: 20 }), aWindow({ limit: 100, reserve: 20 })];
    await take(0, quiet, 60, true);
    await take(0, full, 95, true);
    const windows = makeCallWindows(processes[0].database);

    const tightened = [await windows.tighten(quiet, 2 * MINUTE_MS), await windows.tighten(full, 2 * MINUTE_MS)];
    const again = await windows.tighten(quiet, 2 * MINUTE_MS);
    const next = await take(1, quiet, 1, true);

    expect([tightened, again]).toEqual([[60, null], 60]);
    expect([next.limitNow, minutes(next.waitsMs)]).toEqual([60, [1]]);
  });

  it.each([
    ['two minutes later', 2, 78],
    ['when all of it is back', 5, 100],
  ])('lets a smaller window grow back by a quarter each minute: %s', async (_name, minutesLater, limitThen) => {
    const window = aWindow({ limit: 100, reserve: 20 });
    await take(0, window, 40);
    await makeCallWindows(processes[0].database).tighten(window, 10 * MINUTE_MS);
    const admin = await connect(database.administratorUrl);
    await admin.query(
      `UPDATE hubspot_windows SET tight_since_ms = tight_since_ms - $2, tight_until_ms = tight_until_ms - $2 WHERE portal_id = $1`,
      [window.portalId, minutesLater * MINUTE_MS],
    );

    expect((await take(1, window, 1)).limitNow).toBe(limitThen);
  });

  it('makes a window smaller again that grew too far', async () => {
    const window = aWindow({ limit: 100, reserve: 20 });
    const windows = makeCallWindows(processes[0].database);
    await take(0, window, 40);
    await windows.tighten(window, 10 * MINUTE_MS);
    const admin = await connect(database.administratorUrl);
    await admin.query(`UPDATE hubspot_windows SET tight_since_ms = tight_since_ms - $2 WHERE portal_id = $1`, [
      window.portalId,
      2 * MINUTE_MS,
    ]);

    expect(await windows.tighten(window, 10 * MINUTE_MS)).toBe(40);
  });

  it('takes half of a limit at once, never more than nine tenths, and keeps a call for the others beside a person', async () => {
    const window = aWindow({ limit: 100, reserve: 20 });
    const windows = makeCallWindows(processes[0].database);
    const admin = await connect(database.administratorUrl);
    const tightened: (number | null)[] = [];
    for (const _refusal of [1, 2, 3, 4, 5]) {
      tightened.push(await windows.tighten(window, 10 * MINUTE_MS));
      // The next one comes in a window of its own.
      await admin.query(`UPDATE hubspot_windows SET tight_since_ms = tight_since_ms - $2 WHERE portal_id = $1`, [
        window.portalId,
        MINUTE_MS,
      ]);
    }
    tightened.push(await windows.tighten(window, 10 * MINUTE_MS));
    await take(0, window, 1, true);

    const background = await take(1, window, 20);

    expect([tightened[0], tightened.at(-1)]).toEqual([50, 10]);
    expect(minutes(background.waitsMs).filter((waited) => waited === 0)).toHaveLength(6);
  });

  it('tells every process what one learnt of a limit and of companies', async () => {
    const window = aWindow({ limit: 110 });
    const windows = makeCallWindows(processes[0].database);
    await windows.learn(window, { calls: 190, windowMs: 2 * MINUTE_MS });
    const halved = [await windows.halveCompanyWrites(window.portalId, 16, MINUTE_MS)];
    halved.push(await windows.halveCompanyWrites(window.portalId, 16, MINUTE_MS));

    const taken = await take(1, window, 191, true);
    const search = await take(1, { ...window, bucket: 'search', limit: 4 }, 1);

    expect(taken).toMatchObject({
      limitNow: 190,
      allowance: { calls: 190, windowMs: 2 * MINUTE_MS },
      companyWrites: 8,
    });
    expect(minutes(taken.waitsMs).filter((waited) => waited > 0)).toEqual([2]);
    expect([halved, search.companyWrites, search.limitNow]).toEqual([[8, 8], 8, 4]);
  });
});
