import type { RateBucket } from './admission.ts';
import type { HoldReason } from './hold-reason.ts';

/** What HubSpot allows in one bucket, as all processes count it. */
export interface CallWindow {
  readonly portalId: number;
  readonly bucket: RateBucket;
  /** Calls in any window of `windowMs`, as long as nothing else was learnt. */
  readonly limit: number;
  /** Left free for interactive calls while there are any. */
  readonly reserve: number;
  readonly windowMs: number;
}

/** A window as HubSpot's headers tell it, with our guard on top. */
export interface Allowance {
  readonly calls: number;
  readonly windowMs: number;
}

/** Times that were given out, and what is known of the window. */
export interface TakenCalls {
  /** Milliseconds from now at which one call each may be sent. */
  readonly waitsMs: readonly number[];
  /** Where fewer were given than wanted: ask again in so many milliseconds. */
  readonly nextMs: number;
  /** Calls in the window before these. */
  readonly used: number;
  /** Calls that the window holds now. */
  readonly limitNow: number;
  /** As HubSpot's headers told some process; null: none did. */
  readonly allowance: Allowance | null;
  /** Why nothing is given out before `nextMs`; null: only the count decides. */
  readonly heldBecause: HoldReason | null;
  /** Writes of companies at once in each process of this portal; null: as usual. */
  readonly companyWrites: number | null;
}

/**
 * When calls may be sent, over all processes.
 *
 * Contract: over any sequence of `take`, by whichever process, no window of `windowMs` holds more than `limit` of the times
 * given out, or what was learnt of them; a time further off than `horizonMs` is not given out. What the others tell is
 * known to every process with its next `take`. `holdForDay` holds until the account's midnight and answers how long that
 * is; `tighten` makes the window smaller when our own count does not explain a refusal, from where it grows back within
 * `forMs`, and answers null when it does; `halveCompanyWrites` answers how many are left.
 */
export interface CallWindows {
  take(
    window: CallWindow,
    wanted: { readonly calls: number; readonly isInteractive: boolean; readonly horizonMs: number },
  ): Promise<TakenCalls>;
  hold(target: Pick<CallWindow, 'portalId' | 'bucket'>, forMs: number, because: HoldReason): Promise<void>;
  holdForDay(target: Pick<CallWindow, 'portalId' | 'bucket'>): Promise<number>;
  learn(target: Pick<CallWindow, 'portalId' | 'bucket'>, allowance: Allowance): Promise<void>;
  tighten(window: CallWindow, forMs: number): Promise<number | null>;
  halveCompanyWrites(portalId: number, usual: number, forMs: number): Promise<number>;
}
