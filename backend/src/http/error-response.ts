import type { ErrorRequestHandler, Request, Response } from 'express';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Logger } from '../ports/logger.ts';
import { pathForLog } from './path-for-log.ts';
import { requestIdOf } from './request-id.ts';

/** What each code answers over HTTP; complete by type. */
const STATUS = {
  invalid_input: 422,
  unauthenticated: 401,
  invalid_signature: 401,
  forbidden: 403,
  not_installed: 403,
  disconnected: 409,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  daily_limit_reached: 429,
  payload_too_large: 413,
  not_configured: 503,
  upstream_unavailable: 503,
  upstream_rejected: 502,
  upstream_refused_token: 409,
  upstream_missing_scopes: 409,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** Seconds to wait before trying again when nothing better is known. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** Writes the error body of contract §4. Details hold fields and waiting times, never internals. */
export function sendError(response: Response, error: AppError): void {
  const requestId = requestIdOf(response);
  const { fields, retryAfterMs, requiredScopes } = error.details;
  const details = { ...(fields ? { fields } : {}), ...(requiredScopes ? { requiredScopes } : {}) };
  if (STATUS[error.code] === 429 || STATUS[error.code] === 503) {
    response.setHeader('Retry-After', Math.ceil((retryAfterMs ?? DEFAULT_RETRY_AFTER_SECONDS * 1000) / 1000));
  }
  response.status(STATUS[error.code]).json({
    error: {
      code: error.code,
      message: error.message,
      requestId,
      ...(Object.keys(details).length > 0 ? { details } : {}),
    },
  });
}

/** The last middleware: every thrown thing becomes one body; what we did not expect says nothing about our insides. */
export function makeErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asAppError(error);
    const fields = {
      requestId: requestIdOf(response),
      method: request.method,
      path: pathForLog(request.path),
      code: known.code,
    };
    if (STATUS[known.code] >= 500) logger.error({ ...fields, err: error }, 'request failed');
    else logger.info({ ...fields, message: known.message }, 'request refused');
    sendError(response, known);
  };
}

const BYTES_PER_MIB = 1_048_576;

/** body-parser's error says what the route allows: cards send up to one MiB, webhooks up to five. */
function tooLargeMessage(error: unknown): string {
  const limit = typeof error === 'object' && error !== null && 'limit' in error ? Number(error.limit) : Number.NaN;
  const most = limit >= BYTES_PER_MIB ? ` Send at most ${Math.floor(limit / BYTES_PER_MIB)} MiB.` : '';
  return `The request body is too large.${most}`;
}

function malformedAddress(): AppError {
  const message = 'The address of the request could not be read: a % in it begins no UTF-8 character.';
  return new AppError('invalid_input', message, { fields: [{ field: '(address)', message }] });
}

/** What was thrown as the one error of the product; of what we did not expect it says nothing. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // Express throws it for a part of the path that it cannot decode, with the same status as body-parser's errors.
  if (error instanceof URIError) return malformedAddress();
  // body-parser's errors carry an HTTP status: the only other ones that reach us are too large and unreadable bodies.
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new AppError('payload_too_large', tooLargeMessage(error));
  if (status === 400 || status === 415) {
    return new AppError('invalid_input', 'The request body could not be read. Send plain JSON in UTF-8.');
  }
  return new AppError(
    'internal',
    'Something went wrong on our side. Nothing was lost; try again, and quote the request id if it stays.',
  );
}
