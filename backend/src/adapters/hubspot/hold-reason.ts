import { AppError } from '../../domain/errors.ts';

/** Why calls of a portal are held: a burst limit, the limit of the day, or HubSpot moves the account. */
export type HoldReason = 'limit' | 'daily' | 'moving';

/** What HubSpot says of an account that it moves, and what comes of it. */
export const MOVING_MESSAGE =
  'HubSpot is moving this account to another data centre. Work goes on by itself when it is done.';

/** What is said of an account whose calls of the day are used up. */
export const DAILY_MESSAGE =
  'This account’s HubSpot requests of the day are used up. Work goes on by itself after its midnight.';

const MESSAGES: Readonly<Record<HoldReason, string>> = {
  limit: 'This account’s share of HubSpot requests is used up. Try again later.',
  daily: DAILY_MESSAGE,
  moving: MOVING_MESSAGE,
};

/** The refusal of a call that would have to wait longer than makes sense. */
export function refusalOf(because: HoldReason, afterMs: number): AppError {
  const retryAfterMs = Math.max(1_000, Math.ceil(afterMs));
  return new AppError(because === 'moving' ? 'upstream_unavailable' : 'rate_limited', MESSAGES[because], {
    retryAfterMs,
  });
}
