import type { Clock } from '../../ports/clock.ts';
import type { CrmSession } from '../../ports/crm.ts';

/** Shorter waits are ordinary turns, of which nobody needs to be told. */
const WORTH_TELLING_MS = 1_000;

/** A run ends by itself after this time, whatever hangs. */
export const RUN_WITHIN_MS = 90_000;
/** A call that was let through late still needs its time. */
const LAST_CALL_MS = 5_000;
/** How long a run has patience for the CRM's limits. */
export const RUN_WAITS_MS = RUN_WITHIN_MS - LAST_CALL_MS;

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
