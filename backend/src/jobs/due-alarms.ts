/** Tells when jobs become due that were put off. */
export interface DueAlarms {
  /** One job more becomes due in so many milliseconds. */
  add(dueInMs: number): void;
  /** These are all that become due soon, one entry a job, as known since `askedAtMs`; what was added after that stays. */
  replace(askedAtMs: number, dueInMs: readonly number[]): void;
  stop(): void;
}

/** Timers may be early by a millisecond, and a job that is not due yet is not found. */
const MARGIN_MS = 2;

/**
 * Keeps one timer for each moment at which jobs become due. Workers that look by themselves nearly always look for nothing,
 * and come late all the same.
 *
 * @param onDue told how many became due
 */
export function makeDueAlarms(onDue: (jobs: number) => void): DueAlarms {
  const setAtMs = new Map<NodeJS.Timeout, number>();
  const set = (dueInMs: number, jobs: number) => {
    const ring = () => {
      setAtMs.delete(timer);
      onDue(jobs);
    };
    const timer = setTimeout(ring, dueInMs > 0 ? dueInMs + MARGIN_MS : 0);
    setAtMs.set(timer, performance.now());
  };
  const clear = (beforeMs: number) => {
    for (const [timer, atMs] of setAtMs) {
      if (atMs >= beforeMs) continue;
      clearTimeout(timer);
      setAtMs.delete(timer);
    }
  };
  return {
    add: (dueInMs) => set(dueInMs, 1),
    replace: (askedAtMs, dueInMs) => {
      clear(askedAtMs);
      for (const moment of new Set(dueInMs)) set(moment, dueInMs.filter((one) => one === moment).length);
    },
    stop: () => clear(Number.POSITIVE_INFINITY),
  };
}
