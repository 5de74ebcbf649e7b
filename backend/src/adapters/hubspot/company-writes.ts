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

interface Waiting {
  readonly isInteractive: boolean;
  readonly go: () => void;
}

interface PortalWrites {
  inHand: number;
  atOnce: number;
  slowUntilMs: number;
  waiting: Waiting[];
}

/**
 * Makes the gate of one process.
 *
 * @param tell tells the other processes, and answers how many are allowed now
 */
export function makeCompanyWrites(time: LimiterTime, tell: (portalId: number) => Promise<number>): CompanyWrites {
  const portals = new Map<number, PortalWrites>();
  const find = (portalId: number): PortalWrites => {
    const found = portals.get(portalId) ?? { inHand: 0, atOnce: USUAL_WRITES, slowUntilMs: 0, waiting: [] };
    if (found.slowUntilMs <= time.nowMs()) found.atOnce = USUAL_WRITES;
    portals.set(portalId, found);
    return found;
  };
  const leave = (portalId: number) => {
    const portal = find(portalId);
    portal.inHand -= 1;
    letIn(portal);
    if (portal.inHand === 0 && portal.slowUntilMs <= time.nowMs()) portals.delete(portalId);
  };
  const slow = (portalId: number, atOnce: number, forMs: number) => {
    const portal = find(portalId);
    portal.atOnce = Math.max(1, atOnce);
    portal.slowUntilMs = Math.max(portal.slowUntilMs, time.nowMs() + forMs);
    letIn(portal);
  };
  return {
    async enter({ portalId, priority, giveUpAtMs }) {
      const portal = find(portalId);
      await waitForTurn(time, portal, priority === 'interactive', giveUpAtMs);
      return () => leave(portalId);
    },
    slowDown(portalId) {
      void tell(portalId).then(
        (atOnce) => slow(portalId, atOnce, SLOW_FOR_MS),
        // The database is away: this process alone goes slower.
        () => slow(portalId, Math.floor(find(portalId).atOnce / 2), SLOW_FOR_MS),
      );
    },
    learn(portalId, writes) {
      if (writes !== null) slow(portalId, writes, TOLD_FOR_MS);
    },
  };
}

async function waitForTurn(
  time: LimiterTime,
  portal: PortalWrites,
  isInteractive: boolean,
  giveUpAtMs: number,
): Promise<void> {
  if (portal.inHand < portal.atOnce && portal.waiting.length === 0) {
    portal.inHand += 1;
    return;
  }
  await new Promise<void>((go, refuse) => {
    const waiting: Waiting = { isInteractive, go };
    portal.waiting.push(waiting);
    void time.wait(Math.max(0, giveUpAtMs - time.nowMs())).then(() => {
      if (!portal.waiting.includes(waiting)) return;
      portal.waiting = portal.waiting.filter((one) => one !== waiting);
      refuse(refusalOf('limit', 0));
    });
  });
}

function letIn(portal: PortalWrites): void {
  while (portal.waiting.length > 0 && portal.inHand < portal.atOnce) {
    const next = portal.waiting.find(({ isInteractive }) => isInteractive) ?? portal.waiting[0];
    portal.waiting = portal.waiting.filter((one) => one !== next);
    portal.inHand += 1;
    next?.go();
  }
}
