import type { AppError, ErrorCode } from '../errors.ts';

/** What becomes of a job that failed. */
export type RepeatVerdict = { readonly kind: 'repeat'; readonly delayMs: number } | { readonly kind: 'give_up' };

/** Errors that pass by themselves; with every other one a repeat would end the same way. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'rate_limited',
  'upstream_unavailable',
  'daily_limit_reached',
  'internal',
]);

/** Tells whether an error passes by itself. */
export function isPassing(code: ErrorCode): boolean {
  return PASSING.has(code);
}

/** With the waits below, a little more than a day: HubSpot moves an account within that time. */
const MAX_ATTEMPTS = 25;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Decides by the class of the error whether and when a failed job is tried again: with growing waits, spread so that
 * jobs that failed together do not come back together, and never before the other side asked for.
 *
 * @param attempts how often it was tried, this time included; 1 or more
 * @param random 0 to 1
 */
export function decideRepeat(error: AppError, attempts: number, random: number): RepeatVerdict {
  if (!PASSING.has(error.code) || attempts >= MAX_ATTEMPTS) return { kind: 'give_up' };
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  const asked = error.details.retryAfterMs ?? 0;
  // Never earlier than asked: the spread is added.
  const delayMs = asked > 0 ? asked + random * Math.min(doubled, asked) : doubled * (0.5 + random / 2);
  return { kind: 'repeat', delayMs: Math.ceil(delayMs) };
}
