import type { CallTier } from '../domain/model-usage/model-prices.ts';
import type { TokenUsage } from '../domain/model-usage/token-usage.ts';
import type { IsoDate } from '../domain/time.ts';

/** Tokens set aside for calls that are about to be made, on the day whose budget they come from. */
export interface TokenReservation {
  readonly day: IsoDate;
  readonly tokens: number;
}

/** What a model used on one day. */
export interface ModelUse extends TokenUsage {
  readonly model: string;
  readonly tier: CallTier;
  readonly calls: number;
}

/** What a portal used on one day (UTC). */
export interface DayOfUse {
  readonly day: IsoDate;
  readonly models: readonly ModelUse[];
  /** Set aside for calls that have not ended, and for those of processes that died. */
  readonly reservedTokens: number;
}

/**
 * Counts model calls by portal and UTC day, on the clock of the database.
 *
 * Contract for implementers:
 * - `reserve` sets tokens aside if the day's used and reserved ones leave room for them within the limit, in one step
 *   over all processes; undefined otherwise. What a process that died had reserved stays reserved for that day;
 * - `settle` replaces a reservation by what was used, on the day of the reservation; without one, today;
 * - `readToday` answers zeros before the first call of the day.
 */
export interface ModelUsageStore {
  reserve(input: {
    readonly organizationId: string;
    readonly tokens: number;
    readonly limit: number;
  }): Promise<TokenReservation | undefined>;
  settle(input: {
    readonly organizationId: string;
    readonly reservation: TokenReservation | undefined;
    readonly used: ModelUse;
  }): Promise<void>;
  readToday(organizationId: string): Promise<DayOfUse>;
}
