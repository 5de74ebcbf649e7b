import { describe, expect, it } from 'vitest';
import { CallLine } from '../../../backend/src/adapters/hubspot/call-line.ts';
import type { CallWindows } from '../../../backend/src/adapters/hubspot/call-windows.ts';
import { makeHandClock, settle } from './hand-clock.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const window = { portalId: 1, bucket: 'main', limit: 110, reserve: 20, windowMs: 10_000 } as const;

/** An interactive line to a portal of which so many calls of the window are used, by whoever. */
function setUp({ used = 0 } = {}) {
  const time = makeHandClock();
  const counted: number[] = [];
  const take: CallWindows['take'] = async (_window, { calls }) => {
    counted.push(calls);
    const told = { limitNow: 110, allowance: null, heldBecause: null, companyWrites: null };
    return { waitsMs: Array.from({ length: calls }, () => 0), nextMs: 0, used, ...told };
  };
  const refuse = () => Promise.reject(new Error('not asked here'));
  const windows = {
    take,
    hold: refuse,
    holdForDay: refuse,
    learn: refuse,
    tighten: refuse,
    halveCompanyWrites: refuse,
  };
  const line = new CallLine(
    { windows, time, logger: silent, alone: { admit: refuse }, onTaken: () => {} },
    window,
    true,
  );
  let sent = 0;
  const call = async (times = 1) => {
    for (let index = 0; index < times; index += 1) {
      const admitted = line.admit({ portalId: 1, bucket: 'main', priority: 'interactive', giveUpAtMs: 9e15 });
      void admitted.then(() => {
        sent += 1;
      });
      await settle();
    }
  };
  return { time, counted, call, sent: () => sent };
}

describe('interactive calls to a quiet portal', () => {
  it('begin with one that is counted at once: what its count says decides about the next', async () => {
    const { counted, call, sent } = setUp();
    await call();
    expect([sent(), counted]).toEqual([1, [1]]);
  });

  it('are sent without waiting for their count, and those of one second are counted together', async () => {
    const { time, counted, call, sent } = setUp();
    await call(4);
    expect([sent(), counted]).toEqual([4, [1]]);
    await time.pass(1_000);
    expect(counted).toEqual([1, 3]);
    await call();
    await time.pass(1_000);
    expect(counted).toEqual([1, 3, 1]);
  });

  it('are counted at once where no more of them may go uncounted', async () => {
    const { counted, call, sent } = setUp();
    await call(11);
    expect([sent(), counted]).toEqual([11, [1, 10]]);
  });

  it('are counted before they are sent when the portal is not quiet', async () => {
    const { counted, call, sent } = setUp({ used: 80 });
    await call(3);
    expect([sent(), counted]).toEqual([3, [1, 1, 1]]);
  });
});
