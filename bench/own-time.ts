/** A stretch of time, in milliseconds of one clock. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * How long at least one of the intervals lasted within the window; overlapping ones count once.
 *
 * What lies outside the window does not count, so a call that was never waited for cannot make us look faster.
 */
export function coveredMs(window: Interval, intervals: readonly Interval[]): number {
  let coveredUntilMs = window.fromMs;
  let totalMs = 0;
  for (const { fromMs, toMs } of intervals.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const startMs = Math.max(fromMs, coveredUntilMs);
    const endMs = Math.min(toMs, window.toMs);
    if (endMs <= startMs) continue;
    totalMs += endMs - startMs;
    coveredUntilMs = endMs;
  }
  return totalMs;
}

/** What of an observed request is ours: all of it but the time in which somebody else's answer was awaited. */
export function ownTimeMs(observed: Interval, waits: readonly Interval[]): number {
  return observed.toMs - observed.fromMs - coveredMs(observed, waits);
}

/** How many of the intervals had to follow each other: the longest chain without overlap (calls at once are one stage). */
export function stagesInSequence(intervals: readonly Interval[]): number {
  let stages = 0;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of intervals.toSorted((a, b) => a.toMs - b.toMs)) {
    if (fromMs < endMs) continue;
    stages += 1;
    endMs = toMs;
  }
  return stages;
}
