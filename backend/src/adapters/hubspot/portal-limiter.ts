import PQueue from 'p-queue';
import type { AppError } from '../../domain/errors.ts';
import type { Admission, LimiterTime } from './admission.ts';
import { type CompanyWrites, makeCompanyWrites, USUAL_WRITES } from './company-writes.ts';
import { type HoldReason, refusalOf } from './hold-reason.ts';
import type { LimitHeaders } from './limit-headers.ts';
import type { LimitWait } from './retry-rules.ts';

/**
 * Keeps our calls below HubSpot's limits of one portal.
 *
 * Contract: `admit` resolves when one request may be sent, interactive ones first, and throws `rate_limited` with
 * `retryAfterMs` when that would be after `giveUpAtMs` (`upstream_unavailable` while HubSpot moves the account); `leave` is
 * asked just before the request is sent, with nothing in between, and resolves at once unless calls were admitted long before
 * they left; `hold` lets
 * nothing of that portal and bucket pass for a while, `holdForDay` until the account's midnight, and answers how long that
 * is. `noteHeaders` and `noteRefusal` take what an answer tells of the limit, and cost nothing while it is no news.
 */
export interface PortalLimiter {
  admit(admission: Admission): Promise<void>;
  leave(target: Pick<Admission, 'portalId' | 'bucket'>): Promise<void>;
  /** Resolves when the other processes know; never rejects. */
  hold(target: Pick<Admission, 'portalId' | 'bucket'>, forMs: number, because?: HoldReason): Promise<void>;
  holdForDay(target: Pick<Admission, 'portalId' | 'bucket'>): Promise<number>;
  noteHeaders(target: Pick<Admission, 'portalId' | 'bucket'>, headers: LimitHeaders): void;
  /**
   * HubSpot answered 429 to a call: answers how long nothing should be sent, in milliseconds. That is what the answer says,
   * or less where HubSpot said nothing and calls of our own that crossed on their way explain it. Never rejects.
   */
  noteRefusal(target: Pick<Admission, 'portalId' | 'bucket'>, wait: LimitWait): Promise<number>;
  readonly companyWrites: CompanyWrites;
}

// HubSpot allows 110 in any 10 s for an OAuth app and portal; ten are left for what is counted later there than here.
// Search is 5 a second per account, shared with all its other apps.
// Batches of associations: 100 to 200 in 10 s, by the account's plan.
const WINDOWS = {
  main: { limit: 100, windowMs: 10_000 },
  search: { limit: 4, windowMs: 1_000 },
  associations: { limit: 90, windowMs: 10_000 },
} as const;
// Above this many known portals the idle ones are forgotten.
const MAX_IDLE_WINDOWS = 1_000;
// The account's midnight is not known here: it is looked at every hour whether its day is over.
const UNKNOWN_DAY_MS = 3_600_000;

/**
 * Counts calls per portal in this process, by fixed windows below all that HubSpot has; `makeSharedLimiter` counts over all
 * processes, by what HubSpot tells.
 */
export function makePortalLimiter(time: LimiterTime): PortalLimiter {
  const windows = new Map<string, RollingWindow>();
  const find = (target: Pick<Admission, 'portalId' | 'bucket'>): RollingWindow => {
    const key = `${target.portalId}:${target.bucket}`;
    const found = windows.get(key) ?? new RollingWindow(WINDOWS[target.bucket], time);
    if (windows.size > MAX_IDLE_WINDOWS) {
      for (const [other, window] of windows) if (window.isIdle()) windows.delete(other);
    }
    windows.set(key, found);
    return found;
  };
  return {
    admit: (admission) => find(admission).admit(admission),
    leave: async () => undefined,
    hold: async (target, forMs, because = 'limit') => find(target).pauseUntil(time.nowMs() + forMs, because),
    holdForDay: async (target) => {
      find(target).pauseUntil(time.nowMs() + UNKNOWN_DAY_MS, 'daily');
      return UNKNOWN_DAY_MS;
    },
    noteHeaders: () => {},
    noteRefusal: async (_target, { afterMs }) => afterMs,
    companyWrites: makeCompanyWrites(time, async () => Math.floor(USUAL_WRITES / 2)),
  };
}

/**
 * A rolling window over a priority queue: no span of `windowMs` ever holds more than `limit` calls. p-queue's own
 * interval is a fixed one, which lets twice the limit pass around its edge; so p-queue only orders who waits.
 */
class RollingWindow {
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #sentAtMs: number[] = [];
  readonly #rule: { readonly limit: number; readonly windowMs: number };
  readonly #time: LimiterTime;
  #resumeAtMs = 0;
  #pausedBecause: HoldReason = 'limit';

  constructor(rule: { readonly limit: number; readonly windowMs: number }, time: LimiterTime) {
    this.#rule = rule;
    this.#time = time;
  }

  async admit({ priority, giveUpAtMs }: Admission): Promise<void> {
    if (this.#queue.isPaused && this.#resumeAtMs > giveUpAtMs) throw this.#tooLate();
    const rank = priority === 'interactive' ? 1 : 0;
    const turn = this.#queue.add(async () => this.#take(giveUpAtMs), { priority: rank });
    // Others may overtake for ever; the queue itself would only find out when the turn comes.
    await (this.#queue.isPaused ? Promise.race([turn, this.#expire(giveUpAtMs)]) : turn);
  }

  async #expire(giveUpAtMs: number): Promise<never> {
    await this.#time.wait(giveUpAtMs - this.#time.nowMs());
    throw this.#tooLate();
  }

  pauseUntil(atMs: number, because: HoldReason = 'limit'): void {
    const isWaiting = this.#queue.isPaused;
    if (atMs >= this.#resumeAtMs) this.#pausedBecause = because;
    this.#resumeAtMs = Math.max(this.#resumeAtMs, atMs);
    this.#queue.pause();
    if (!isWaiting) void this.#resumeLater();
  }

  isIdle(): boolean {
    this.#forgetOld();
    return this.#queue.size === 0 && !this.#queue.isPaused && this.#sentAtMs.length === 0;
  }

  #take(giveUpAtMs: number): void {
    if (this.#time.nowMs() > giveUpAtMs) throw this.#tooLate();
    this.#forgetOld();
    this.#sentAtMs.push(this.#time.nowMs());
    const oldest = this.#sentAtMs[0];
    if (this.#sentAtMs.length >= this.#rule.limit && oldest !== undefined) {
      this.pauseUntil(oldest + this.#rule.windowMs);
    }
  }

  async #resumeLater(): Promise<void> {
    for (let leftMs = 1; leftMs > 0; leftMs = this.#resumeAtMs - this.#time.nowMs()) {
      await this.#time.wait(Math.max(0, this.#resumeAtMs - this.#time.nowMs()));
    }
    this.#queue.start();
  }

  #forgetOld(): void {
    const startMs = this.#time.nowMs() - this.#rule.windowMs;
    const firstInside = this.#sentAtMs.findIndex((sentAtMs) => sentAtMs > startMs);
    this.#sentAtMs.splice(0, firstInside < 0 ? this.#sentAtMs.length : firstInside);
  }

  #tooLate(): AppError {
    return refusalOf(this.#pausedBecause, this.#resumeAtMs - this.#time.nowMs());
  }
}
