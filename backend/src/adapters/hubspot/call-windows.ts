import type { RateBucket } from './portal-limiter.ts';

/** What HubSpot allows in one bucket, as all processes count it. */
export interface CallWindow {
  readonly portalId: number;
  readonly bucket: RateBucket;
  /** Calls in any window of `windowMs`. */
  readonly limit: number;
  /** Left free for interactive calls while there are any. */
  readonly reserve: number;
  readonly windowMs: number;
}

/** Times that were given out. */
export interface TakenCalls {
  /** Milliseconds from now at which one call each may be sent. */
  readonly waitsMs: readonly number[];
  /** Where fewer were given than wanted: ask again in so many milliseconds. */
  readonly nextMs: number;
  /** Calls in the window before these. */
  readonly used: number;
}

/**
 * When calls may be sent, over all processes.
 *
 * Contract: over any sequence of `take`, by whichever process, no window of `windowMs` holds more than `limit` of the times
 * given out; a time further off than `horizonMs` is not given out.
 */
export interface CallWindows {
  take(
    window: CallWindow,
    wanted: { readonly calls: number; readonly isInteractive: boolean; readonly horizonMs: number },
  ): Promise<TakenCalls>;
  hold(target: Pick<CallWindow, 'portalId' | 'bucket'>, forMs: number): Promise<void>;
}
