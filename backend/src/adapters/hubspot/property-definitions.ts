import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { CrmSession, PortalProperty } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { parseReply } from './parse-reply.ts';
import type { HubspotTransport } from './transport.ts';

/** Definitions of one object type's properties. */
export const PROPERTIES_PATH = `/crm/properties/${HUBSPOT_API_VERSION}/{objectType}`;

/** A property definition as HubSpot sends it. */
export const wireProperty = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
  calculated: z.boolean().nullish(),
  modificationMetadata: z.object({ readOnlyValue: z.boolean().nullish() }).nullish(),
});

/** Reads all definitions that are not archived. */
export async function readProperties(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
): Promise<readonly PortalProperty[]> {
  const reply = await transport.call(session, {
    method: 'GET',
    path: PROPERTIES_PATH,
    params: { objectType },
    isRepeatable: true,
  });
  return parseReply(z.object({ results: z.array(wireProperty) }), reply).results.map(toPortalProperty);
}

/** Turns HubSpot's definition into ours. */
export function toPortalProperty(wire: z.infer<typeof wireProperty>): PortalProperty {
  const { name, label, type, fieldType, options, calculated, modificationMetadata } = wire;
  const readOnly = calculated === true || modificationMetadata?.readOnlyValue === true;
  return { name, label, type, fieldType, options, readOnly };
}

/** Archives properties in one batch; HubSpot passes over names that it does not have. */
export async function removeProperties(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
  names: readonly string[],
): Promise<void> {
  await transport.call(session, {
    method: 'POST',
    path: `${PROPERTIES_PATH}/batch/archive`,
    params: { objectType },
    json: { inputs: names.map((name) => ({ name })) },
    isRepeatable: true,
  });
}
