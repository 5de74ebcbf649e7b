/** A signal that aborts when a time is over. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Ends the limit early and frees its timer; to be called when the work is done. */
  end(): void;
}

/** Starts a limit, in milliseconds; it aborts sooner when one of the others does. */
export type StartTimeLimit = (limitMs: number, sooner?: readonly AbortSignal[]) => TimeLimit;

/**
 * Starts a time limit on the system's timer.
 *
 * `AbortSignal.any` with `AbortSignal.timeout` says the same in one line, but keeps timer and signals until the time is
 * over, also when the work was done at once: with a hundred runs a second that is all of them for as long as the longest
 * may take.
 */
export const startTimeLimit: StartTimeLimit = (limitMs, sooner = []) => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, limitMs);
  for (const signal of sooner) {
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  }
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      for (const signal of sooner) signal.removeEventListener('abort', stop);
    },
  };
};
