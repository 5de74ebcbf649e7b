import { AppError } from '../../domain/errors.ts';
import type { Logger } from '../../ports/logger.ts';
import type { CallWindow, CallWindows, TakenCalls } from './call-windows.ts';
import {
  type Admission,
  type LimiterTime,
  makePortalLimiter,
  type PortalLimiter,
  type RateBucket,
} from './portal-limiter.ts';

// HubSpot counts 110 in any 10 s (OAuth app and portal) when a call arrives there, we when it leaves: the guard is for the
// difference. Search is 5 a second per account, shared with its other apps; batches of associations 100 to 200 in 10 s.
const GUARD_MS = 150;
const WINDOWS = {
  main: { limit: 110, reserve: 20, windowMs: 10_000 + GUARD_MS },
  search: { limit: 4, reserve: 1, windowMs: 1_000 + GUARD_MS },
  associations: { limit: 100, reserve: 10, windowMs: 10_000 + GUARD_MS },
} as const satisfies Record<RateBucket, Pick<CallWindow, 'limit' | 'reserve' | 'windowMs'>>;

/** Background calls take times at most so far ahead, so that an interactive one does not wait behind them. */
const HORIZON_MS = 250;
/** Times asked for at once. */
const MAX_ASKED = 20;
/** How long it is believed that a portal is quiet. */
const CALM_MS = 5_000;
/** Interactive calls of a quiet portal that are sent before they are counted. */
const CALM_CALLS = 10;

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
 * before the others. Background calls are counted together, as many as wait. While the database is away each process
 * counts for itself. A portal that is not called costs nothing.
 */
export function makeSharedLimiter(options: SharedLimiterOptions): PortalLimiter {
  const alone = makePortalLimiter(options.time);
  const lines = new Map<string, Line>();
  const lineOf = (target: Pick<Admission, 'portalId' | 'bucket'>, priority: Admission['priority']): Line => {
    const key = `${target.portalId}:${target.bucket}:${priority}`;
    const known = lines.get(key);
    if (known) return known;
    const line = new Line(options, { ...target, ...WINDOWS[target.bucket] }, priority === 'interactive', alone);
    for (const [other, idle] of lines) if (lines.size > MAX_LINES && idle.isIdle()) lines.delete(other);
    lines.set(key, line);
    return line;
  };
  return {
    admit: (admission) => lineOf(admission, admission.priority).admit(admission),
    hold: (target, forMs) => {
      alone.hold(target, forMs);
      for (const priority of ['interactive', 'background'] as const) lineOf(target, priority).hold(forMs);
      options.windows.hold(target, forMs).catch((error: unknown) => {
        options.logger.warn({ error: String(error) }, 'a pause of HubSpot calls is known to this process only');
      });
    },
  };
}

// Above this many portals the idle ones are forgotten.
const MAX_LINES = 3_000;

interface Waiting {
  readonly admission: Admission;
  readonly go: () => void;
  readonly refuse: (error: unknown) => void;
}

/** Calls of this process for one portal, bucket and priority, in the order in which they came. */
class Line {
  readonly #options: SharedLimiterOptions;
  readonly #window: CallWindow;
  readonly #isInteractive: boolean;
  readonly #alone: PortalLimiter;
  #waiting: Waiting[] = [];
  #isAsking = false;
  #heldUntilMs = 0;
  #calm = { calls: 1, untilMs: 0 };

  constructor(options: SharedLimiterOptions, window: CallWindow, isInteractive: boolean, alone: PortalLimiter) {
    this.#options = options;
    this.#window = window;
    this.#isInteractive = isInteractive;
    this.#alone = alone;
  }

  async admit(admission: Admission): Promise<void> {
    if (this.#isInteractive && this.#spendCalm()) {
      void this.#take(1).then(
        (taken) => this.#learn(taken),
        () => {
          // The database is away; the call that waited for nothing is the one that was not counted.
        },
      );
      return;
    }
    await new Promise<void>((go, refuse) => {
      this.#waiting.push({ admission, go, refuse });
      void this.#ask();
    });
  }

  hold(forMs: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#options.time.nowMs() + forMs);
    this.#calm = { calls: 0, untilMs: this.#heldUntilMs };
  }

  isIdle(): boolean {
    return this.#waiting.length === 0 && !this.#isAsking && this.#heldUntilMs < this.#options.time.nowMs();
  }

  #spendCalm(): boolean {
    const nowMs = this.#options.time.nowMs();
    // Nothing is known of the portal: one call goes, and what its count says decides about the next.
    if (nowMs >= this.#calm.untilMs) this.#calm = { calls: 1, untilMs: nowMs + CALM_MS };
    if (this.#calm.calls <= 0 || this.#waiting.length > 0) return false;
    this.#calm.calls -= 1;
    return true;
  }

  #learn({ used, waitsMs }: TakenCalls): void {
    const isCalm = used < this.#window.limit / 2 && (waitsMs[0] ?? 1) === 0;
    this.#calm = { calls: isCalm ? CALM_CALLS : 0, untilMs: this.#options.time.nowMs() + CALM_MS };
  }

  #take(calls: number): Promise<TakenCalls> {
    const { windows } = this.#options;
    const horizonMs = this.#isInteractive ? this.#window.windowMs : HORIZON_MS;
    return windows.take(this.#window, { calls, isInteractive: this.#isInteractive, horizonMs });
  }

  /** One question at a time, for all that wait when it is asked. */
  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#waiting.length > 0) {
        this.#refuseLate(0);
        const heldMs = this.#heldUntilMs - this.#options.time.nowMs();
        if (heldMs > 0) await this.#pause(heldMs);
        else await this.#serve();
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #serve(): Promise<void> {
    try {
      const wanted = Math.min(this.#waiting.length, MAX_ASKED);
      const taken = await this.#take(wanted);
      this.#learn(taken);
      for (const waitMs of taken.waitsMs) this.#letGo(waitMs);
      if (taken.waitsMs.length < wanted) await this.#pause(taken.nextMs);
    } catch (error) {
      this.#options.logger.warn({ error: String(error) }, 'HubSpot calls are counted by this process alone');
      for (const { admission, go, refuse } of this.#waiting.splice(0)) this.#alone.admit(admission).then(go, refuse);
    }
  }

  #letGo(waitMs: number): void {
    const next = this.#waiting.shift();
    if (!next) return;
    if (waitMs <= 0) next.go();
    else void this.#options.time.wait(waitMs).then(next.go);
  }

  /** Who would have to wait too long is told at once. */
  async #pause(forMs: number): Promise<void> {
    this.#refuseLate(forMs);
    if (this.#waiting.length > 0) await this.#options.time.wait(Math.max(1, Math.min(forMs, HORIZON_MS * 4)));
  }

  #refuseLate(afterMs: number): void {
    const atMs = this.#options.time.nowMs() + afterMs;
    const late = this.#waiting.filter(({ admission }) => admission.giveUpAtMs < atMs);
    if (late.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !late.includes(waiting));
    const message = 'This account’s share of HubSpot requests is used up. Try again later.';
    const error = new AppError('rate_limited', message, { retryAfterMs: Math.max(1_000, Math.ceil(afterMs)) });
    for (const { refuse } of late) refuse(error);
  }
}
