import { AppError, type ErrorCode, type ErrorDetails } from '../../domain/errors.ts';
import { listRefusedProperties, listRequiredScopes, parseErrorBody } from './error-body.ts';
import { DAILY_MESSAGE, MOVING_MESSAGE } from './hold-reason.ts';
import type { WireAnswer } from './send-to-hubspot.ts';

/** What a status of HubSpot's means to us; what is not named follows from its hundred. By status, never by message text. */
const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'upstream_refused_token',
  403: 'upstream_missing_scopes',
  404: 'not_found',
  408: 'upstream_unavailable',
  409: 'conflict',
  423: 'upstream_unavailable',
  429: 'rate_limited',
  477: 'upstream_unavailable',
};

const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  upstream_refused_token: 'HubSpot refused the access token, also a fresh one. Connect the account again.',
  upstream_missing_scopes: 'The connection lacks a permission at HubSpot. Ask an admin to connect the account again.',
  not_found: 'HubSpot does not have this record. It may have been deleted.',
  conflict: 'HubSpot refused this because of something that exists already. Read it again and repeat.',
  rate_limited: 'HubSpot’s request limit for this account is used up. Try again later.',
  upstream_rejected: 'HubSpot refused the request as invalid. The log holds its correlation id for HubSpot’s support.',
  upstream_unavailable: 'HubSpot did not answer. Try again in a moment.',
};

const ADVICE_BY_STATUS: Readonly<Record<number, string>> = {
  423: 'HubSpot keeps this record locked by another change. Try again in a moment.',
  477: MOVING_MESSAGE,
};

/** The code for an answer; a 404 that is no JSON comes from something in between, not from HubSpot's records. */
export function codeOf(status: number, isJson: boolean): ErrorCode {
  if (status === 404 && !isJson) return 'upstream_unavailable';
  return CODE_BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'upstream_rejected' : 'upstream_unavailable');
}

/** Turns an answer that is no success, or the lack of one, into the product's error. */
export function toAppError(answer: WireAnswer, extra: ErrorDetails = {}): AppError {
  if (answer.kind === 'no_answer') {
    const message = 'HubSpot did not answer. Try again in a moment.';
    const { cause } = answer;
    return new AppError('upstream_unavailable', message, extra, cause === undefined ? {} : { cause });
  }
  const { status, correlationId, body } = answer;
  const error = parseErrorBody(body);
  const code = codeOf(status, error !== undefined);
  const refusedProperties = listRefusedProperties(error);
  const requiredScopes = listRequiredScopes(error);
  const advice = error?.policyName === 'DAILY' ? DAILY_MESSAGE : (ADVICE_BY_STATUS[status] ?? ADVICE[code]);
  return new AppError(code, advice ?? 'HubSpot did not do what was asked.', {
    upstreamStatus: status,
    ...(correlationId === null ? {} : { correlationId }),
    ...(error?.category === undefined ? {} : { upstreamCategory: error.category }),
    ...(refusedProperties.length === 0 ? {} : { refusedProperties }),
    ...(requiredScopes.length === 0 ? {} : { requiredScopes }),
    ...extra,
  });
}
