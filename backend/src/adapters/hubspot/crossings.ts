/** Refusals of calls that our own count says were within the limit to the last. */
export interface Crossings {
  /**
   * Notes one such refusal; answers for how long nothing should be sent, in milliseconds.
   *
   * @param usualMs the wait when it is no crossing: for a refusal that comes again after the short one
   */
  note(usualMs: number): number;
}

/** So much later what crossed on its way has arrived. */
export const CROSSED_MS = 250;
/** Refusals of calls that were sent together come within this time. */
const SAME_CROSSING_MS = 1_000;
/** One that comes later than that and before this is no crossing; after it the same calls may meet again, a window later. */
const AGAIN_MS = 5_000;

/**
 * Tells calls that crossed on their way from a limit that is really used up.
 *
 * HubSpot counts a call when it arrives. When the window is full by our own count as well, one that was on its way longer
 * than those after it makes one too many for an instant: that is over when they have arrived, and no reason to be silent for
 * a whole window.
 */
export function makeCrossings(nowMs: () => number): Crossings {
  let firstAtMs = Number.NEGATIVE_INFINITY;
  return {
    note(usualMs) {
      const sinceMs = nowMs() - firstAtMs;
      if (sinceMs >= SAME_CROSSING_MS && sinceMs < AGAIN_MS) return usualMs;
      if (sinceMs >= AGAIN_MS) firstAtMs = nowMs();
      return CROSSED_MS;
    },
  };
}
