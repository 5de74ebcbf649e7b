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
    expect(waits([0, 200, 499])).toEqual([250, 250, 250]);
  });

  it('is waited for twice as long each time that it comes again soon, and never longer than usual', () => {
    expect(waits([0, 500, 4_999])).toEqual([250, 500, 1_000]);
    expect(waits([0, 2, 4, 6, 8, 10, 12, 14].map((seconds) => seconds * 1_000)).at(-1)).toBe(WINDOW_MS);
  });

  it('is a new one when the same calls meet again a window later', () => {
    expect(waits([0, 9_200, 9_500, 9_900])).toEqual([250, 250, 250, 500]);
  });
});
