import type { ErrorRequestHandler, Response } from 'express';
import { failureOf, type SyncErrorCode, type SyncFailure } from '../domain/sync/sync-result.ts';
import type { Logger } from '../ports/logger.ts';
import { asAppError } from './error-response.ts';
import { pathForLog } from './path-for-log.ts';
import { requestIdOf } from './request-id.ts';

/** What each code answers over HTTP; complete by type. */
const STATUS = {
  VALIDATION: 422,
  PAYLOAD_TOO_LARGE: 413,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INTEGRATION_NOT_FOUND: 404,
  INVALID_CREDENTIALS: 400,
  UNSUPPORTED_CRM: 422,
  MISSING_SCOPES: 409,
  SUPPRESSED: 422,
  CONFLICT: 409,
  RATE_LIMIT: 429,
  CRM_UNAVAILABLE: 503,
  CRM_REJECTED: 502,
  INTERNAL: 500,
  not_configured: 503,
} as const satisfies Record<SyncErrorCode, number>;

/** Seconds to wait before trying again when nothing better is known. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** Status of a failure, unless the route knows better. */
export function statusOf({ code }: SyncFailure): number {
  return STATUS[code];
}

/** The body of a failure, as it is sent and as an idempotency key keeps it. */
export function failureBody({ error, code, fields }: SyncFailure, requestId: string): object {
  return { success: false, error, code, requestId, ...(fields ? { details: { fields } } : {}) };
}

/** Says when to try again, where that can help. */
export function setRetryAfter(response: Response, status: number, retryAfterMs: number | undefined): void {
  if (status !== 429 && status !== 503) return;
  response.setHeader('Retry-After', Math.ceil((retryAfterMs ?? DEFAULT_RETRY_AFTER_SECONDS * 1000) / 1000));
}

/** Answers a failure. */
export function sendFailure(response: Response, failure: SyncFailure, status: number = statusOf(failure)): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  setRetryAfter(response, status, failure.retryAfterMs);
  response.status(status).json(failureBody(failure, requestIdOf(response)));
}

/** The last middleware of the integration API: every thrown thing becomes the API's own body. */
export function makeIntegrationErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const failure = failureOf(asAppError(error));
    const fields = {
      requestId: requestIdOf(response),
      method: request.method,
      path: pathForLog(request.path),
      code: failure.code,
    };
    if (failure.code === 'INTERNAL') logger.error({ ...fields, err: error }, 'request failed');
    else logger.info({ ...fields, message: failure.error }, 'request refused');
    sendFailure(response, failure);
  };
}
