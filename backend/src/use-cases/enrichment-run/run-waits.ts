import type { Clock } from '../../ports/clock.ts';
import type { CrmSession } from '../../ports/crm.ts';

/** Shorter waits are ordinary turns, of which nobody needs to be told. */
const WORTH_TELLING_MS = 1_000;

/** What a run waits for, as its calls tell it. */
export interface RunWaits extends Required<Pick<CrmSession, 'patienceMs' | 'noteWait'>> {
  /** Calls have waited for HubSpot's limits for a second and more. */
  isWaiting(): boolean;
}

/**
 * Watches the waits of one run, and has patience for HubSpot's limits until the run itself must end.
 *
 * @param withinMs the run's time from now, its last call included
 */
export function watchWaits(clock: Clock, withinMs: number): RunWaits {
  const startedAtMs = clock.now().getTime();
  let waiting = 0;
  let sinceMs = 0;
  return {
    patienceMs: () => Math.max(0, startedAtMs + withinMs - clock.now().getTime()),
    noteWait: (isWaiting) => {
      if (waiting === 0) sinceMs = clock.now().getTime();
      waiting += isWaiting ? 1 : -1;
    },
    isWaiting: () => waiting > 0 && clock.now().getTime() - sinceMs >= WORTH_TELLING_MS,
  };
}
