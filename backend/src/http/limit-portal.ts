import { type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { AppError } from '../domain/errors.ts';
import { sendError } from './error-response.ts';

const WINDOW_MS = 60_000;
/** Twice what the contract promises at least (300 a minute per portal), so that a busy sales floor never meets it. */
const REQUESTS_PER_WINDOW = 600;

/** Refuses a portal that asks more than 600 times a minute; keyed by the portal of the signed query. */
export function makeLimitPortal(): RateLimitRequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: REQUESTS_PER_WINDOW,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => String(response.locals.portalId),
    handler: (_request, response) => {
      const message =
        'This HubSpot account asks too often (more than 600 requests a minute). Wait a minute and try again.';
      sendError(response, new AppError('rate_limited', message, { retryAfterMs: WINDOW_MS }));
    },
  });
}
