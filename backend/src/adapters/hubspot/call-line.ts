import type { Logger } from '../../ports/logger.ts';
import type { Admission, LimiterTime } from './admission.ts';
import type { CallWindow, CallWindows, TakenCalls } from './call-windows.ts';
import { type HoldReason, refusalOf } from './hold-reason.ts';
import type { PortalLimiter } from './portal-limiter.ts';

/** Background calls take times at most so far ahead, so that an interactive one does not wait behind them. */
const HORIZON_MS = 250;
/** Times asked for at once. */
const MAX_ASKED = 20;
/** How long it is believed that a portal is quiet. */
const CALM_MS = 5_000;
/** Interactive calls of a quiet portal that are sent before they are counted: so many, and a quarter of the limit. */
const CALM_CALLS = 10;
/** Those calls are counted together, so much later at most. */
const COUNT_WITHIN_MS = 1_000;

/** What a line is made of. */
export interface CallLineOptions {
  readonly windows: CallWindows;
  readonly time: LimiterTime;
  readonly logger: Logger;
  /** Counts within this process while the database is away. */
  readonly alone: Pick<PortalLimiter, 'admit'>;
  /** Called with what each question told about the window. */
  readonly onTaken: (taken: TakenCalls) => void;
}

interface Waiting {
  readonly admission: Admission;
  readonly go: () => void;
  readonly refuse: (error: unknown) => void;
}

/** Calls of this process for one portal, bucket and priority, in the order in which they came. */
export class CallLine {
  readonly #options: CallLineOptions;
  readonly #window: CallWindow;
  readonly #isInteractive: boolean;
  #waiting: Waiting[] = [];
  #isAsking = false;
  #heldUntilMs = 0;
  #heldBecause: HoldReason = 'limit';
  #calm = { calls: 1, untilMs: 0 };
  #uncounted = 0;

  constructor(options: CallLineOptions, window: CallWindow, isInteractive: boolean) {
    this.#options = options;
    this.#window = window;
    this.#isInteractive = isInteractive;
  }

  async admit(admission: Admission): Promise<void> {
    if (this.#isInteractive && this.#spendCalm()) {
      this.#countSoon();
      return;
    }
    await new Promise<void>((go, refuse) => {
      this.#waiting.push({ admission, go, refuse });
      void this.#ask();
    });
  }

  hold(forMs: number, because: HoldReason): void {
    const untilMs = this.#options.time.nowMs() + forMs;
    if (untilMs >= this.#heldUntilMs) this.#heldBecause = because;
    this.#heldUntilMs = Math.max(this.#heldUntilMs, untilMs);
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

  /** A run calls HubSpot two or three times within a second. The last call that may go uncounted is not left so. */
  #countSoon(): void {
    this.#uncounted += 1;
    if (this.#calm.calls === 0) void this.#count();
    else if (this.#uncounted === 1) void this.#options.time.wait(COUNT_WITHIN_MS).then(() => this.#count());
  }

  async #count(): Promise<void> {
    const calls = this.#uncounted;
    if (calls === 0) return;
    this.#uncounted = 0;
    try {
      this.#learn(await this.#take(calls));
    } catch {
      // The database is away; the calls that waited for nothing are the ones that were not counted.
    }
  }

  #learn(taken: TakenCalls): void {
    const { used, waitsMs, limitNow, heldBecause, nextMs } = taken;
    this.#options.onTaken(taken);
    // Another process was told to wait: this one knows it from now on.
    if (heldBecause !== null && nextMs > 0) this.hold(nextMs, heldBecause);
    if (this.#heldUntilMs > this.#options.time.nowMs()) return;
    const isCalm = used < limitNow / 2 && (waitsMs[0] ?? 1) === 0;
    const calls = isCalm ? Math.min(CALM_CALLS, Math.floor(limitNow / 4)) : 0;
    this.#calm = { calls, untilMs: this.#options.time.nowMs() + CALM_MS };
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
      await this.#count();
      const wanted = Math.min(this.#waiting.length, MAX_ASKED);
      const taken = await this.#take(wanted);
      this.#learn(taken);
      for (const waitMs of taken.waitsMs) this.#letGo(waitMs);
      if (taken.waitsMs.length < wanted) await this.#pause(taken.nextMs);
    } catch (error) {
      this.#options.logger.warn({ error: String(error) }, 'HubSpot calls are counted by this process alone');
      const { alone } = this.#options;
      for (const { admission, go, refuse } of this.#waiting.splice(0)) alone.admit(admission).then(go, refuse);
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
    const nowMs = this.#options.time.nowMs();
    const late = this.#waiting.filter(({ admission }) => admission.giveUpAtMs < nowMs + afterMs);
    if (late.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !late.includes(waiting));
    const error = refusalOf(this.#heldUntilMs > nowMs ? this.#heldBecause : 'limit', afterMs);
    for (const { refuse } of late) refuse(error);
  }
}
