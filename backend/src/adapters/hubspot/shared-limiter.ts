import type { Logger } from '../../ports/logger.ts';
import type { Admission, LimiterTime, RateBucket } from './admission.ts';
import { CallLine } from './call-line.ts';
import type { Allowance, CallWindow, CallWindows, TakenCalls } from './call-windows.ts';
import { type CompanyWrites, makeCompanyWrites, SLOW_FOR_MS, USUAL_WRITES } from './company-writes.ts';
import { CROSSED_MS, type Crossings, makeCrossings } from './crossings.ts';
import { type Departures, makeDepartures } from './departures.ts';
import type { HoldReason } from './hold-reason.ts';
import type { LimitHeaders } from './limit-headers.ts';
import { makePortalLimiter, type PortalLimiter } from './portal-limiter.ts';
import type { LimitWait } from './retry-rules.ts';

// HubSpot counts 110 in any 10 s (OAuth app and portal) when a call arrives there, we when it leaves: the guard is for the
// difference. It is short, because background calls of a full window leave one free and come one after the other: a call may
// be later on its way than another by the guard and by the time between two. Search is 5 a second per account, shared with its other apps; batches of associations 100 to 200 in 10 s.
const GUARD_MS = 20;
const WINDOWS = {
  main: { limit: 110, reserve: 20, windowMs: 10_000 + GUARD_MS },
  search: { limit: 4, reserve: 1, windowMs: 1_000 + GUARD_MS },
  associations: { limit: 100, reserve: 10, windowMs: 10_000 + GUARD_MS },
} as const satisfies Record<RateBucket, Pick<CallWindow, 'limit' | 'reserve' | 'windowMs'>>;

/** Somebody else uses the same limit: ours is smaller, and has grown back after so long. */
const TIGHT_FOR_MS = 600_000;
// What a header may say of a limit and its window; HubSpot's smallest is 100, its largest 250, in ten seconds.
const PLAUSIBLE = { calls: [10, 10_000], windowMs: [1_000, 60_000] } as const;
// Above this many portals the idle ones are forgotten.
const MAX_LINES = 3_000;

type Target = Pick<Admission, 'portalId' | 'bucket'>;

/** What the limiter is made of. */
export interface SharedLimiterOptions {
  readonly windows: CallWindows;
  readonly time: LimiterTime;
  readonly logger: Logger;
}

/**
 * Keeps the calls of all processes together below HubSpot's limits of one portal.
 *
 * An interactive call to a quiet portal is sent at once and counted beside it; to a busy one it is counted first and goes
 * before the others. Background calls are counted together, as many as wait. What HubSpot's answers tell of a limit is
 * stored when it is news, and comes back to every process with the times that it asks for. While the database is away each
 * process counts for itself. A portal that is not called costs nothing.
 */
export function makeSharedLimiter(options: SharedLimiterOptions): PortalLimiter {
  return new SharedLimiter(options);
}

class SharedLimiter implements PortalLimiter {
  readonly companyWrites: CompanyWrites;
  readonly #options: SharedLimiterOptions;
  readonly #alone: PortalLimiter;
  readonly #lines = new Map<string, CallLine>();
  readonly #news = new Map<string, WindowNews>();

  constructor(options: SharedLimiterOptions) {
    this.#options = options;
    this.#alone = makePortalLimiter(options.time);
    this.companyWrites = makeCompanyWrites(options.time, (portalId) =>
      options.windows.halveCompanyWrites(portalId, USUAL_WRITES, SLOW_FOR_MS),
    );
  }

  admit(admission: Admission): Promise<void> {
    return this.#line(admission, admission.priority).admit(admission);
  }

  async leave(target: Target): Promise<void> {
    const { departures } = this.#newsOf(target);
    for (let waitMs = departures.leave(); waitMs > 0; waitMs = departures.leave())
      await this.#options.time.wait(waitMs);
  }

  hold(target: Target, forMs: number, because: HoldReason = 'limit'): Promise<void> {
    this.#holdHere(target, forMs, because);
    const told = this.#options.windows.hold(target, forMs, because);
    return this.#beside(told, 'a pause of HubSpot calls is known to this process only');
  }

  async holdForDay(target: Target): Promise<number> {
    const forMs = await this.#options.windows.holdForDay(target).catch(() => this.#alone.holdForDay(target));
    this.#holdHere(target, forMs, 'daily');
    return forMs;
  }

  async noteRefusal(target: Target, { afterMs, isAssumed }: LimitWait): Promise<number> {
    const isExplained = await this.#judgeFullWindow(target);
    if (!isExplained || !isAssumed || afterMs < CROSSED_MS) return afterMs;
    return this.#newsOf(target).crossings.note(afterMs);
  }

  noteHeaders(target: Target, headers: LimitHeaders): void {
    const { windows, time } = this.#options;
    const known = this.#newsOf(target);
    const told = readAllowance(headers, known.allowance);
    if (told !== known.allowance) {
      known.allowance = told;
      void this.#beside(windows.learn(target, told), 'a limit that HubSpot told is known to this process only');
    }
    if (headers.dailyRemaining === 0) void this.holdForDay(target);
    // At full use it is ordinary that nothing is left: whether it is, the count tells, asked once a window.
    if (headers.remaining !== 0 || time.nowMs() - known.askedAtMs < told.windowMs) return;
    known.askedAtMs = time.nowMs();
    void this.#judgeFullWindow(target);
  }

  /** Whether our own count explains that HubSpot's window is full; where it does not, our window becomes smaller. */
  async #judgeFullWindow(target: Target): Promise<boolean> {
    const { windows, logger } = this.#options;
    let isExplained = false;
    const asked = windows.tighten({ ...target, ...WINDOWS[target.bucket] }, TIGHT_FOR_MS).then((calls) => {
      isExplained = calls === null;
      if (calls !== null)
        logger.warn({ ...target, calls }, 'somebody else uses the limit of this account: ours is smaller');
    });
    await this.#beside(asked, 'a smaller limit of HubSpot calls could not be kept');
    return isExplained;
  }

  #line({ portalId, bucket }: Target, priority: Admission['priority']): CallLine {
    const key = `${portalId}:${bucket}:${priority}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const onTaken = (taken: TakenCalls) => {
      this.#newsOf({ portalId, bucket }).allowance = taken.allowance ?? usualAllowance(bucket);
      this.companyWrites.learn(portalId, taken.companyWrites);
    };
    const window = { portalId, bucket, ...WINDOWS[bucket] };
    const line = new CallLine({ ...this.#options, alone: this.#alone, onTaken }, window, priority === 'interactive');
    for (const [other, idle] of this.#lines) {
      if (this.#lines.size > MAX_LINES && idle.isIdle()) this.#lines.delete(other);
    }
    this.#lines.set(key, line);
    return line;
  }

  #newsOf({ portalId, bucket }: Target): WindowNews {
    const key = `${portalId}:${bucket}`;
    const known = this.#news.get(key);
    if (known) return known;
    const nowMs = () => this.#options.time.nowMs();
    const fresh: WindowNews = {
      allowance: usualAllowance(bucket),
      askedAtMs: Number.NEGATIVE_INFINITY,
      departures: makeDepartures(nowMs, () => fresh.allowance, GUARD_MS),
      crossings: makeCrossings(nowMs),
    };
    // What is forgotten is told again with the next times that are asked for.
    if (this.#news.size > MAX_LINES) this.#news.clear();
    this.#news.set(key, fresh);
    return fresh;
  }

  #holdHere(target: Target, forMs: number, because: HoldReason): void {
    void this.#alone.hold(target, forMs, because);
    for (const priority of ['interactive', 'background'] as const) this.#line(target, priority).hold(forMs, because);
  }

  /** What an answer tells others fails no call. */
  async #beside(work: Promise<unknown>, message: string): Promise<void> {
    await work.catch((error: unknown) => this.#options.logger.warn({ error: String(error) }, message));
  }
}

/** What this process knows of one window. */
interface WindowNews {
  allowance: Allowance;
  readonly departures: Departures;
  readonly crossings: Crossings;
  /** When it was last asked whether our own count explains that nothing is left. */
  askedAtMs: number;
}

function usualAllowance(bucket: RateBucket): Allowance {
  const { limit, windowMs } = WINDOWS[bucket];
  return { calls: limit, windowMs };
}

/** What the headers say, or what is known when that is the same, or cannot be meant. */
function readAllowance({ max, windowMs }: LimitHeaders, known: Allowance): Allowance {
  const calls = max ?? known.calls;
  const within = windowMs === null ? known.windowMs : windowMs + GUARD_MS;
  const isPlausible = isBetween(calls, PLAUSIBLE.calls) && isBetween(within - GUARD_MS, PLAUSIBLE.windowMs);
  const isSame = calls === known.calls && within === known.windowMs;
  return isSame || !isPlausible ? known : { calls, windowMs: within };
}

function isBetween(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}
