import { isBrokenCircuitError } from 'cockatiel';
import { AppError } from '../../domain/errors.ts';
import { RefusedRequest } from '../../lib/refused-request.ts';

/** Tells whether the same question may be answered in a moment: no connection, no answer in time, 429 or 5xx. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return false;
  return !(error instanceof RefusedRequest) || error.isPassing;
}

/** Turns whatever went wrong into the product's error, by type and status. */
export function toOppspotError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isBrokenCircuitError(error)) {
    const message = 'oppSpot failed repeatedly and is left alone for a moment. Try again later.';
    return new AppError('upstream_unavailable', message, {}, { cause: error });
  }
  if (!(error instanceof RefusedRequest)) {
    return new AppError('upstream_unavailable', 'oppSpot could not be reached. Try again later.', {}, { cause: error });
  }
  const details = { upstreamStatus: error.status };
  if (error.status === 401 || error.status === 403) {
    const message = 'oppSpot refused the key: check OPPSPOT_API_KEY.';
    return new AppError('upstream_rejected', message, details, { cause: error });
  }
  const code = error.status === 429 ? 'rate_limited' : isPassing(error) ? 'upstream_unavailable' : 'upstream_rejected';
  return new AppError(code, `oppSpot answered ${error.status}.`, details, { cause: error });
}
