import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';

/** Why the model could not be asked, in words for the log and the card, and whether asking again can help. */
export interface ModelFailure {
  readonly reason: string;
  readonly isRetryable: boolean;
  /** Milliseconds from `Retry-After`; null when absent. */
  readonly retryAfterMs: number | null;
}

const REASON_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'the model service refused the request',
  401: 'the model service refused the key: check OPENAI_API_KEY',
  403: 'the model service does not allow this: check the key’s project and region',
  404: 'the model service does not know this model: check OPENAI_MODEL',
  429: 'the model service is over its limit or the account’s quota is used up',
};

/** Reads an error of the SDK by its class and status. */
export function readModelFailure(error: unknown): ModelFailure {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return { reason: 'the model did not answer in time', isRetryable: false, retryAfterMs: null };
  }
  if (error instanceof APIConnectionError) {
    return { reason: 'the model service could not be reached', isRetryable: true, retryAfterMs: null };
  }
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status, headers } = error;
    const seconds = Number.parseFloat(headers instanceof Headers ? (headers.get('retry-after') ?? '') : '');
    return {
      reason: REASON_BY_STATUS[status] ?? `the model service answered ${status}`,
      isRetryable: status === 429 || status >= 500,
      retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null,
    };
  }
  return { reason: 'the model service answered something unreadable', isRetryable: true, retryAfterMs: null };
}
