import { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { IncomingEvent, WebhookReceipt } from '../../use-cases/receive-webhooks.ts';
import { type HubspotCallDeps, hubspotCall, rawBodyOf } from '../hubspot-call.ts';
import { parseInput } from '../parse-input.ts';
import { readWebhookEvent } from './webhook-event.ts';

/** What the webhooks route needs. */
export interface WebhookRoutesDeps {
  readonly hubspot: HubspotCallDeps;
  /** Our app's id, by which our own writes are known; undefined: the one each event is addressed to. */
  readonly appId: number | undefined;
  readonly receiveWebhooks: (events: readonly IncomingEvent[]) => Promise<WebhookReceipt>;
}

/** Largest batch (contract §4). */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** HubSpot sends fewer than a hundred; a few more are no reason to lose them. */
const batchSchema = z.array(z.unknown()).max(10_000);

/**
 * `POST /webhooks`: HubSpot's event batch, portals mixed. 204 once it is stored; nothing is refused but what is not
 * HubSpot's, too large or no list. What cannot be read is left out: a repeat of it would not be readable either.
 */
export function webhookRoutes(deps: WebhookRoutesDeps): Router {
  const router = Router();
  const gate = hubspotCall(deps.hubspot, { maxBytes: MAX_BODY_BYTES, version2: 'refused' });
  router.post('/webhooks', ...gate, async (request, response) => {
    const batch = parseInput(batchSchema, parseJson(rawBodyOf(request)));
    const events = batch.flatMap((one) => readWebhookEvent(one, deps.appId) ?? []);
    await deps.receiveWebhooks(events);
    response.status(204).end();
  });
  return router;
}

/** Values may hold any character: they are not stored. */
function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new AppError('invalid_input', 'The request body is not JSON.', {}, { cause });
  }
}
