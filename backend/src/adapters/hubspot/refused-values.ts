import type { RefusedProperty } from '../../domain/errors.ts';
import { type HubspotErrorBody, listRefusedProperties, parseErrorBody } from './error-body.ts';
import { toAppError } from './errors.ts';
import type { HubspotReply } from './transport.ts';

/** What HubSpot refused of one record: an outcome, not an error. */
export interface RefusedValues {
  readonly kind: 'refused';
  /** [] when HubSpot names none. */
  readonly properties: readonly RefusedProperty[];
  readonly message: string;
}

/** The error of one row as the refusal that it is. */
export function toRefusal(body: HubspotErrorBody | undefined): RefusedValues {
  const message = body?.message ?? 'HubSpot refused these values.';
  return { kind: 'refused', properties: listRefusedProperties(body), message };
}

/** Tells whether an error body is about values, and not about the request or the account. */
export function isAboutValues(body: HubspotErrorBody | undefined): boolean {
  return body?.category === 'VALIDATION_ERROR' || listRefusedProperties(body).length > 0;
}

/** The refusal that a 400 about one record is; throws what it is instead. */
export function refusalOf(reply: HubspotReply): RefusedValues {
  const body = parseErrorBody(reply.body);
  if (!isAboutValues(body)) throw toAppError(reply);
  return toRefusal(body);
}
