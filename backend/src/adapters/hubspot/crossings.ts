/** Refusals of calls that our own count says were within the limit to the last. */
export interface Crossings {
  /**
   * Notes one such refusal; answers for how long nothing should be sent, in milliseconds.
   *
   * @param usualMs the wait when it is no crossing: the longest, for refusals that come again and again after shorter ones
   */
  note(usualMs: number): number;
}

/** So much later what crossed on its way has arrived. */
export const CROSSED_MS = 250;
/** Refusals of calls that were sent together come within this time. */
const SAME_CROSSING_MS = 500;
/** For one that comes later than that and before this the short wait was not enough; after it calls may meet anew. */
const AGAIN_MS = 5_000;

/**
 * Tells calls that crossed on their way from a limit that is really used up.
 *
 * HubSpot counts a call when it arrives. When the window is full by our own count as well, one that was on its way longer
 * than those after it makes one too many for an instant: that is over when they have arrived, and no reason to be silent for
 * a whole window.
 */
export function makeCrossings(nowMs: () => number): Crossings {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let waitMs = CROSSED_MS;
  return {
    note(usualMs) {
      const sinceMs = nowMs() - lastAtMs;
      if (sinceMs < SAME_CROSSING_MS) return Math.min(waitMs, usualMs);
      waitMs = sinceMs < AGAIN_MS ? waitMs * 2 : CROSSED_MS;
      lastAtMs = nowMs();
      return Math.min(waitMs, usualMs);
    },
  };
}
