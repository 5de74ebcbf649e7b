/** What HubSpot's headers say about a limit; null: it does not say. */
export interface LimitHeaders {
  /** Calls in a window. */
  readonly max: number | null;
  readonly windowMs: number | null;
  /** Calls left in this window. */
  readonly remaining: number | null;
  /** Calls left of the day; only private apps have such a limit. */
  readonly dailyRemaining: number | null;
}

const PREFIX = 'x-hubspot-ratelimit-';

/**
 * Reads `X-HubSpot-RateLimit-*`; null when the answer has none of them, as those of search.
 *
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines (read 2026-11)
 */
export function readLimitHeaders(headers: { get(name: string): string | null }): LimitHeaders | null {
  const read = (name: string): number | null => {
    const value = Number.parseInt(headers.get(`${PREFIX}${name}`) ?? '', 10);
    return Number.isFinite(value) && value >= 0 ? value : null;
  };
  const limits = {
    max: read('max'),
    windowMs: read('interval-milliseconds'),
    remaining: read('remaining'),
    dailyRemaining: read('daily-remaining'),
  };
  return Object.values(limits).every((value) => value === null) ? null : limits;
}

/**
 * Reads `Retry-After` in milliseconds: seconds, or an HTTP date; null when absent or neither.
 *
 * @param nowMs Unix milliseconds
 */
export function readRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const seconds = Number(value);
  if (value.trim() !== '' && Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
