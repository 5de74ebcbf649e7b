/** What can go wrong that is not an expected outcome; each edge has one complete table from code to behaviour. */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'invalid_signature'
  | 'forbidden'
  | 'not_installed'
  | 'disconnected'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'daily_limit_reached'
  | 'payload_too_large'
  | 'not_configured'
  | 'upstream_unavailable'
  | 'upstream_rejected'
  | 'upstream_refused_token'
  | 'upstream_missing_scopes'
  | 'internal';

/** One bad member of an input: where it is (dotted path) and what to do about it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What a handler needs beyond the code; all members optional because most errors need none. */
export interface ErrorDetails {
  /** Milliseconds to wait before trying again. */
  readonly retryAfterMs?: number;
  readonly fields?: readonly FieldProblem[];
  /** HTTP status of the other system. */
  readonly upstreamStatus?: number;
  /** HubSpot's `correlationId`, for their support. */
  readonly correlationId?: string;
  /** HubSpot's `category` or OAuth `status`, as sent. */
  readonly upstreamCategory?: string;
  /** Properties that HubSpot named in a refusal, with its code and text. */
  readonly refusedProperties?: readonly RefusedProperty[];
  /** Scopes that HubSpot named in a 403. */
  readonly requiredScopes?: readonly string[];
  /** True when the request may have been applied although no answer came (timeout or reset after sending). */
  readonly mayHaveBeenApplied?: boolean;
}

/** A property that HubSpot refused to write, in its words. */
export interface RefusedProperty {
  readonly property: string;
  readonly code: string;
  readonly message: string;
}

/**
 * The one thrown error of the product. The message tells the reader what to do next and holds no secret;
 * the original error is the `cause`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** Tells whether trying the same thing again later can help; `mayHaveBeenApplied` writes need a read first. */
export function isRetryable(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'rate_limited' || error.code === 'upstream_unavailable');
}
