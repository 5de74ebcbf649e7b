/** So many starts for one record within the window are a circle: two apps that answer each other's writes. */
const STARTS = 3;
const WINDOW_MS = 60_000;
/** A record that goes in circles is looked at again after this time: what is true then is what counts. */
const PAUSE_MS = 600_000;

/** How long to wait before work starts for a record once more, and the starts to remember. */
export interface LoopVerdict {
  readonly delayMs: number;
  /** Milliseconds, oldest first, at most three. */
  readonly startedAtMs: readonly number[];
}

/** Lets a record start work three times a minute; what comes on top is one look ten minutes later. */
export function breakLoop(startedAtMs: readonly number[], nowMs: number): LoopVerdict {
  const recent = startedAtMs.filter((at) => at > nowMs - WINDOW_MS);
  if (recent.length >= STARTS) return { delayMs: PAUSE_MS, startedAtMs: recent };
  return { delayMs: 0, startedAtMs: [...recent, nowMs].slice(-STARTS) };
}
