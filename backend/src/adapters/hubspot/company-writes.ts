import PQueue from 'p-queue';
import type { Admission, LimiterTime } from './admission.ts';
import { refusalOf } from './hold-reason.ts';

/** Writes of companies at once in a process for one portal, before HubSpot locked any. */
export const USUAL_WRITES = 16;
/** What HubSpot locked is written more slowly for so long. */
export const SLOW_FOR_MS = 600_000;
/** What another process told holds so long without being told again. */
const TOLD_FOR_MS = 15_000;

/**
 * Lets so many writes of companies of one portal pass at once; half as many after HubSpot locked one (423).
 *
 * Contract: `enter` resolves with what is to be called when the write has ended, interactive ones first, and throws
 * `rate_limited` when that would be after `giveUpAtMs`; a portal whose companies were never locked waits for nothing but
 * its own sixteen writes.
 */
export interface CompanyWrites {
  enter(admission: Omit<Admission, 'bucket'>): Promise<() => void>;
  /** HubSpot locked a company of this portal. */
  slowDown(portalId: number): void;
  /** How many at once, as the processes agreed; null: nothing was agreed. */
  learn(portalId: number, writes: number | null): void;
}

interface PortalWrites {
  readonly queue: PQueue;
  slowUntilMs: number;
}

// Above this many portals those that write nothing are forgotten.
const MAX_IDLE_PORTALS = 1_000;

/**
 * Makes the gate of one process.
 *
 * @param tell tells the other processes, and answers how many are allowed now
 */
export function makeCompanyWrites(time: LimiterTime, tell: (portalId: number) => Promise<number>): CompanyWrites {
  const portals = new Map<number, PortalWrites>();
  const isSlow = ({ slowUntilMs }: PortalWrites) => slowUntilMs > time.nowMs();
  const find = (portalId: number): PortalWrites => {
    const found = portals.get(portalId) ?? { queue: new PQueue({ concurrency: USUAL_WRITES }), slowUntilMs: 0 };
    if (!isSlow(found)) found.queue.concurrency = USUAL_WRITES;
    if (portals.size > MAX_IDLE_PORTALS) forgetIdle();
    portals.set(portalId, found);
    return found;
  };
  const forgetIdle = () => {
    for (const [portalId, portal] of portals) {
      if (!isSlow(portal) && portal.queue.size + portal.queue.pending === 0) portals.delete(portalId);
    }
  };
  const slow = (portalId: number, atOnce: number, forMs: number) => {
    const portal = find(portalId);
    portal.queue.concurrency = Math.max(1, atOnce);
    portal.slowUntilMs = Math.max(portal.slowUntilMs, time.nowMs() + forMs);
  };
  return {
    enter: ({ portalId, priority, giveUpAtMs }) =>
      waitForTurn(time, find(portalId).queue, priority === 'interactive' ? 1 : 0, giveUpAtMs),
    slowDown(portalId) {
      void tell(portalId).then(
        (atOnce) => slow(portalId, atOnce, SLOW_FOR_MS),
        // The database is away: this process alone goes slower.
        () => slow(portalId, Math.floor(find(portalId).queue.concurrency / 2), SLOW_FOR_MS),
      );
    },
    learn(portalId, writes) {
      if (writes !== null) slow(portalId, writes, TOLD_FOR_MS);
    },
  };
}

/** Resolves with what ends the turn. */
function waitForTurn(time: LimiterTime, queue: PQueue, priority: number, giveUpAtMs: number): Promise<() => void> {
  return new Promise((go, refuse) => {
    let isLate = false;
    const turn = () => (isLate ? Promise.resolve() : new Promise<void>((leave) => go(leave)));
    void queue.add(turn, { priority });
    if (queue.size === 0) return;
    // Who has had its turn by then is not refused: a promise is settled once.
    void time.wait(Math.max(0, giveUpAtMs - time.nowMs())).then(() => {
      isLate = true;
      refuse(refusalOf('limit', 0));
    });
  });
}
