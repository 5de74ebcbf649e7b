import { describe, expect, it } from 'vitest';
import { makeDepartures } from '../../../backend/src/adapters/hubspot/departures.ts';

describe('calls that leave a process', () => {
  const setUp = () => {
    const clock = { ms: 0 };
    const { leave } = makeDepartures(
      () => clock.ms,
      () => ({ calls: 3, windowMs: 10_100 }),
      100,
    );
    return { clock, leave };
  };

  it('leave at once while the window has room', () => {
    const { leave } = setUp();

    expect([leave(), leave(), leave()]).toEqual([0, 0, 0]);
  });

  it('wait for those that left late, by when they left', () => {
    const { clock, leave } = setUp();
    for (const ms of [200, 5_000, 6_000]) {
      clock.ms = ms;
      leave();
    }
    clock.ms = 10_100;

    const tooEarly = leave();
    clock.ms += tooEarly;

    // HubSpot's ten seconds, and what may go wrong on the way, after the first of the three.
    expect(clock.ms).toBe(200 + 10_000 + 50);
    expect(leave()).toBe(0);
  });

  it('are not counted while they wait', () => {
    const { clock, leave } = setUp();
    for (const _call of [1, 2, 3]) leave();
    const waits = [leave(), leave(), leave(), leave()];
    clock.ms = 10_050;

    expect(waits).toEqual([10_050, 10_050, 10_050, 10_050]);
    expect([leave(), leave(), leave()]).toEqual([0, 0, 0]);
  });
});
