import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { IncomingEvent } from '../../use-cases/receive-webhooks.ts';
import { type HubspotCallDeps, hubspotCall, rawBodyOf } from '../hubspot-call.ts';
import { jsonTextOf, parseInput } from '../parse-input.ts';
import { readWebhookEvent } from './webhook-event.ts';

/** What the webhooks route needs. */
export interface WebhookRoutesDeps {
  readonly hubspot: HubspotCallDeps;
  /** Our app's id, by which our own writes are known; undefined: the one each event is addressed to. */
  readonly appId: number | undefined;
  readonly receiveWebhooks: (events: readonly IncomingEvent[]) => Promise<void>;
}

/** Largest batch (contract §4). */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** HubSpot sends fewer than a hundred; a few more are no reason to lose them. */
const batchSchema = z.array(z.unknown()).max(10_000);

/**
 * Requests that wait for the database, at most: at HubSpot's highest rate those of three seconds, and it waits five. More
 * would only be stored for nobody, since HubSpot repeats what it got no answer to.
 */
const MAX_WAITING = 450;
const REPEAT_AFTER_MS = 5_000;

/**
 * `POST /webhooks`: HubSpot's event batch, portals mixed. 204 once it is stored; nothing is refused but what is not
 * HubSpot's, too large or no list, and what the database cannot take in time (503). What cannot be read is left out: a
 * repeat of it would not be readable either.
 */
export function webhookRoutes(deps: WebhookRoutesDeps): Router {
  const router = Router();
  const gate = hubspotCall(deps.hubspot, { maxBytes: MAX_BODY_BYTES, version2: 'refused' });
  let waiting = 0;
  // Counts checked requests only, so that nobody but HubSpot can use the places up; asked before a body is read.
  const refuseTooMany: RequestHandler = (_request, _response, next) => {
    if (waiting >= MAX_WAITING) throw new AppError('upstream_unavailable', TOO_MANY, { retryAfterMs: REPEAT_AFTER_MS });
    next();
  };
  router.post('/webhooks', refuseTooMany, ...gate, async (request, response) => {
    const batch = parseInput(batchSchema, parseJson(rawBodyOf(request)));
    const events = batch.flatMap((one) => readWebhookEvent(one, deps.appId) ?? []);
    waiting += 1;
    await deps.receiveWebhooks(events).finally(() => {
      waiting -= 1;
    });
    response.status(204).end();
  });
  return router;
}

const TOO_MANY = 'The database is slower than these requests come. Send this one again.';

/** Values may hold any character: they are not stored. */
function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(jsonTextOf(rawBody));
  } catch (cause) {
    throw new AppError('invalid_input', 'The request body is not JSON.', {}, { cause });
  }
}
