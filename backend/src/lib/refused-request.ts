/** What a web API answered instead of data, before it is known whether asking again helps. */
export class RefusedRequest extends Error {
  readonly status: number;
  /** Milliseconds from `Retry-After`; undefined when absent. */
  readonly retryAfterMs: number | undefined;

  /** @param retryAfter the header's value in seconds, as sent; null when absent */
  constructor(who: string, status: number, retryAfter: string | null) {
    super(`${who} answered ${status}`);
    this.name = 'RefusedRequest';
    this.status = status;
    const seconds = Number.parseFloat(retryAfter ?? '');
    this.retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
  }

  /** Tells whether the same question may be answered in a moment: 429 or 5xx. */
  get isPassing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}
