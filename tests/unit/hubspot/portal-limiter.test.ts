import { describe, expect, it } from 'vitest';
import type { Admission } from '../../../backend/src/adapters/hubspot/admission.ts';
import { makePortalLimiter } from '../../../backend/src/adapters/hubspot/portal-limiter.ts';
import { makeHandClock, settle } from './hand-clock.ts';

function setUp() {
  const time = makeHandClock();
  const limiter = makePortalLimiter(time);
  const admitted: string[] = [];
  const ask = (name: string, changes: Partial<Admission> = {}) => {
    const usual = { portalId: 1, bucket: 'main', priority: 'background', giveUpAtMs: Number.MAX_SAFE_INTEGER } as const;
    return limiter.admit({ ...usual, ...changes }).then(() => void admitted.push(name));
  };
  const askMany = async (count: number, changes: Partial<Admission> = {}) => {
    for (let index = 0; index < count; index += 1) void ask(`many-${index}`, changes);
    await settle();
  };
  return { time, limiter, admitted, ask, askMany };
}

describe('the limit of a portal', () => {
  it('lets 100 calls pass at once and no more within ten seconds', async () => {
    const { time, admitted, askMany } = setUp();
    await askMany(250);
    expect(admitted).toHaveLength(100);
    await time.pass(9_999);
    expect(admitted).toHaveLength(100);
    await time.pass(1);
    expect(admitted).toHaveLength(200);
    await time.pass(10_000);
    expect(admitted).toHaveLength(250);
  });

  it('never holds more than 100 in any ten seconds, around the edge of a fixed interval either', async () => {
    const { time, admitted, askMany } = setUp();
    await askMany(50);
    await time.pass(9_000);
    await askMany(150);
    expect(admitted).toHaveLength(100);
    await time.pass(1_000);
    expect(admitted).toHaveLength(150);
    await time.pass(8_999);
    expect(admitted).toHaveLength(150);
    await time.pass(1);
    expect(admitted).toHaveLength(200);
  });

  it('lets who is interactive go first', async () => {
    const { time, admitted, ask, askMany } = setUp();
    await askMany(100);
    await askMany(1_000);
    void ask('card', { priority: 'interactive' });
    await settle();
    expect(admitted).not.toContain('card');
    await time.pass(10_000);
    expect(admitted[100]).toBe('card');
  });

  it('is one for each portal, and another one for search', async () => {
    const { admitted, ask, askMany } = setUp();
    await askMany(150);
    await ask('other portal', { portalId: 2 });
    await ask('search', { bucket: 'search' });
    expect(admitted).toHaveLength(102);
  });

  it('lets four searches pass a second', async () => {
    const { time, admitted, askMany } = setUp();
    await askMany(9, { bucket: 'search' });
    expect(admitted).toHaveLength(4);
    await time.pass(1_000);
    expect(admitted).toHaveLength(8);
  });

  it('refuses at once who cannot wait so long, and says when to come again', async () => {
    const { time, ask, askMany } = setUp();
    await askMany(100);
    await time.pass(4_000);
    await expect(ask('hurry', { giveUpAtMs: time.nowMs() + 5_000 })).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 6_000 },
    });
  });

  it('refuses who was overtaken when it is too late, without spending a call', async () => {
    const { time, admitted, ask, askMany } = setUp();
    await askMany(100);
    const giveUpAtMs = time.nowMs() + 12_000;
    const late = expect(ask('late', { giveUpAtMs })).rejects.toMatchObject({ code: 'rate_limited' });
    await askMany(200, { priority: 'interactive' });
    await time.pass(10_000);
    await time.pass(2_000);
    await late;
    await time.pass(8_000);
    await time.pass(10_000);
    expect(admitted).toHaveLength(300);
  });

  it('lets nobody pass while it is held, and everybody afterwards', async () => {
    const { time, limiter, admitted, askMany } = setUp();
    void limiter.hold({ portalId: 1, bucket: 'main' }, 3_000);
    await askMany(5);
    await time.pass(2_999);
    expect(admitted).toHaveLength(0);
    await time.pass(1);
    expect(admitted).toHaveLength(5);
  });

  it('stays held for the longer of two holds', async () => {
    const { time, limiter, admitted, askMany } = setUp();
    void limiter.hold({ portalId: 1, bucket: 'main' }, 3_000);
    void limiter.hold({ portalId: 1, bucket: 'main' }, 8_000);
    void limiter.hold({ portalId: 1, bucket: 'main' }, 1_000);
    await askMany(5);
    await time.pass(3_000);
    expect(admitted).toHaveLength(0);
    await time.pass(5_000);
    expect(admitted).toHaveLength(5);
  });
});
