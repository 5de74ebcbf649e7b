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
  externalOptions: z.boolean().nullish(),
  referencedObjectType: z.string().nullish(),
  modificationMetadata: z.object({ readOnlyValue: z.boolean().nullish() }).nullish(),
});

/** Reads the definitions that are not archived: all, or those of these names that are there. */
export async function readProperties(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
  names?: readonly string[],
): Promise<readonly PortalProperty[]> {
  if (names !== undefined) return readNamed(transport, session, objectType, names);
  const reply = await transport.call(session, {
    method: 'GET',
    path: PROPERTIES_PATH,
    params: { objectType },
    isRepeatable: true,
  });
  return parseReply(z.object({ results: z.array(wireProperty) }), reply).results.map(toPortalProperty);
}

async function readNamed(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
  names: readonly string[],
): Promise<readonly PortalProperty[]> {
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${PROPERTIES_PATH}/batch/read`,
    params: { objectType },
    json: { archived: false, dataSensitivity: 'non_sensitive', inputs: names.map((name) => ({ name })) },
    isRepeatable: true,
  });
  return parseReply(z.object({ results: z.array(wireProperty) }), reply).results.map(toPortalProperty);
}

/** Turns HubSpot's definition into ours. */
export function toPortalProperty(wire: z.infer<typeof wireProperty>): PortalProperty {
  const { name, label, type, fieldType, options, calculated, modificationMetadata } = wire;
  const readOnly = calculated === true || modificationMetadata?.readOnlyValue === true;
  const external = wire.referencedObjectType === 'OWNER' ? 'owners' : 'elsewhere';
  const optionsFrom = wire.externalOptions === true ? external : null;
  return { name, label, type, fieldType, options, readOnly, optionsFrom };
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
