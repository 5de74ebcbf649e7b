import { type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { failure, SEED_MESSAGES } from '../domain/sync/sync-result.ts';
import { sendFailure } from './integration-errors.ts';

const WINDOW_MS = 60_000;

/** Requests that an organisation may send a minute to one process. A batch is one request. */
export const API_REQUESTS_PER_MINUTE = 300;

/** Refuses an organisation that asks too often; runs after the token was checked, so that nobody spends another's share. */
export function makeLimitOrganization(requestsPerMinute = API_REQUESTS_PER_MINUTE): RateLimitRequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => String(response.locals.organizationId),
    handler: (_request, response) => {
      sendFailure(response, { ...failure('RATE_LIMIT', SEED_MESSAGES.rateLimit), retryAfterMs: WINDOW_MS });
    },
  });
}
