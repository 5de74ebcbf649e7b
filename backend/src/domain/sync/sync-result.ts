import { AppError, type ErrorCode } from '../errors.ts';

/** What can be wrong with a call of the integration API; the seed's words, `not_configured` as the contract writes it. */
export type SyncErrorCode =
  | 'VALIDATION'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INTEGRATION_NOT_FOUND'
  | 'INVALID_CREDENTIALS'
  | 'UNSUPPORTED_CRM'
  | 'MISSING_SCOPES'
  | 'SUPPRESSED'
  | 'CONFLICT'
  | 'RATE_LIMIT'
  | 'CRM_UNAVAILABLE'
  | 'CRM_REJECTED'
  | 'INTERNAL'
  | 'not_configured';

/** Why something was not done. */
export interface SyncFailure {
  readonly success: false;
  /** For the developer who reads it; no address, no token. */
  readonly error: string;
  readonly code: SyncErrorCode;
  /** Milliseconds after which trying again can help; absent when it cannot, or nothing is known. */
  readonly retryAfterMs?: number;
  /** Wrong members of the request. */
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

/** How the sync of one contact or company ended. */
export type SyncResult =
  | { readonly success: true; readonly crmContactId: string; readonly entityType: 'contact' }
  | { readonly success: true; readonly crmCompanyId: string; readonly entityType: 'company' }
  | SyncFailure;

/** Messages that the seed promised. */
export const SEED_MESSAGES = {
  notFound: 'Integration not found or inactive',
  credentials: 'Invalid CRM credentials',
  rateLimit: 'Rate limit exceeded',
} as const;

const CODES = {
  invalid_input: 'VALIDATION',
  unauthenticated: 'UNAUTHORIZED',
  invalid_signature: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_installed: 'INTEGRATION_NOT_FOUND',
  disconnected: 'INTEGRATION_NOT_FOUND',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  rate_limited: 'RATE_LIMIT',
  daily_limit_reached: 'RATE_LIMIT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  not_configured: 'not_configured',
  upstream_unavailable: 'CRM_UNAVAILABLE',
  upstream_rejected: 'CRM_REJECTED',
  upstream_refused_token: 'INVALID_CREDENTIALS',
  upstream_missing_scopes: 'MISSING_SCOPES',
  internal: 'INTERNAL',
} as const satisfies Record<ErrorCode, SyncErrorCode>;

const MESSAGES: Readonly<Partial<Record<SyncErrorCode, string>>> = {
  INTEGRATION_NOT_FOUND: SEED_MESSAGES.notFound,
  INVALID_CREDENTIALS: SEED_MESSAGES.credentials,
  RATE_LIMIT: SEED_MESSAGES.rateLimit,
};

/** Turns what was thrown into the API's words; what we did not expect says nothing about our insides. */
export function failureOf(error: unknown): SyncFailure {
  if (!(error instanceof AppError)) {
    return failure('INTERNAL', 'Something went wrong on our side. Try again, and quote the request id if it stays.');
  }
  const code = CODES[error.code];
  const { retryAfterMs, fields } = error.details;
  return {
    ...failure(code, MESSAGES[code] ?? error.message),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(fields === undefined ? {} : { fields }),
  };
}

/** CRMs that a caller may name; all but HubSpot are answered with `UNSUPPORTED_CRM` until they are built. */
export const CRM_TYPES = ['hubspot', 'salesforce'] as const;
/** One of them. */
export type CrmType = (typeof CRM_TYPES)[number];

/** Why nothing can be done in this CRM; undefined: it can, or none was named. */
export function whyUnsupported(crmType: CrmType | undefined): SyncFailure | undefined {
  if (crmType === undefined || crmType === 'hubspot') return undefined;
  return failure('UNSUPPORTED_CRM', `${crmType} is not supported yet; use hubspot`);
}

/** A failure in the API's words. */
export function failure(code: SyncErrorCode, error: string): SyncFailure {
  return { success: false, error, code };
}
