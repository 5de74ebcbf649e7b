import { describe, expect, it } from 'vitest';
import { makeCrossings } from '../../../backend/src/adapters/hubspot/crossings.ts';

const WINDOW_MS = 10_000;

describe('a refusal that our own count explains', () => {
  /** What is answered to refusals at these times. */
  const waits = (timesMs: readonly number[]) => {
    const clock = { ms: 0 };
    const crossings = makeCrossings(() => clock.ms);
    return timesMs.map((ms) => {
      clock.ms = ms;
      return crossings.note(WINDOW_MS);
    });
  };

  it('is waited for until calls that crossed have arrived', () => {
    expect(waits([0])).toEqual([250]);
  });

  it('counts once with those of calls that were sent together', () => {
    expect(waits([0, 200, 999])).toEqual([250, 250, 250]);
  });

  it('is waited for as usual when it comes again after that', () => {
    expect(waits([0, 1_000, 4_999])).toEqual([250, WINDOW_MS, WINDOW_MS]);
  });

  it('is a new one when the same calls meet again a window later', () => {
    expect(waits([0, 9_200, 9_500, 10_500])).toEqual([250, 250, 250, WINDOW_MS]);
  });
});
