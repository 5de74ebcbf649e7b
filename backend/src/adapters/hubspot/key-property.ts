import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import { OPPSPOT_GROUP_LABEL, OPPSPOT_GROUP_NAME } from '../../domain/enrichment/oppspot-properties.ts';
import type { MadeObjectType } from '../../ports/automation-crm.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { parseReply } from './parse-reply.ts';
import { PROPERTIES_PATH } from './property-definitions.ts';
import type { HubspotReply, HubspotTransport } from './transport.ts';

/** What we make, and so keep single by a key. */
type KeyedObjectType = MadeObjectType | 'companies';

const definition = z.object({ hasUniqueValue: z.boolean().nullish(), archived: z.boolean().nullish() });

// An admin may delete the property; an account that could not have one may get another plan.
const REMEMBERED_MS = 3_600_000;
/** Portals of one process that are remembered; the oldest goes first. */
const MAX_REMEMBERED = 5_000;

/**
 * Tells whether an object type of a portal has the unique key property, and creates it where it is missing. Asked once
 * an hour per portal and object type.
 */
export function makeKeyProperty(transport: HubspotTransport, nowMs: () => number = () => performance.now()) {
  const remembered = new Map<string, { readonly isKept: boolean; readonly untilMs: number }>();
  const placeOf = (session: CrmSession, objectType: KeyedObjectType) => `${session.portalId}:${objectType}`;
  // Steps of a bulk run ask side by side: the second waits for what the first finds out or makes.
  const asking = new Map<string, Promise<boolean>>();
  const keepsKeys = async (session: CrmSession, objectType: KeyedObjectType): Promise<boolean> => {
    const place = placeOf(session, objectType);
    const known = remembered.get(place);
    if (known !== undefined && known.untilMs > nowMs()) return known.isKept;
    const asked = asking.get(place) ?? ask(session, objectType, place).finally(() => asking.delete(place));
    asking.set(place, asked);
    return asked;
  };
  const ask = async (session: CrmSession, objectType: KeyedObjectType, place: string): Promise<boolean> => {
    const isKept = await ensureKeyProperty(transport, session, objectType);
    const [oldest] = remembered.keys();
    if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    remembered.set(place, { isKept, untilMs: nowMs() + REMEMBERED_MS });
    return isKept;
  };
  /** For when HubSpot refuses what was remembered: the property is gone. */
  const forget = (session: CrmSession, objectType: KeyedObjectType): void =>
    void remembered.delete(placeOf(session, objectType));
  return Object.assign(keepsKeys, { forget });
}

const KEYED_TYPES: readonly KeyedObjectType[] = ['tasks', 'deals', 'companies'];

/** Archives the key property with its values on every object type; HubSpot passes over where there is none. */
export async function removeKeyProperties(transport: HubspotTransport, session: CrmSession): Promise<void> {
  for (const objectType of KEYED_TYPES) {
    await transport.call(session, {
      method: 'POST',
      path: `${PROPERTIES_PATH}/batch/archive`,
      params: { objectType },
      json: { inputs: [{ name: AUTOMATION_KEY_PROPERTY }] },
      isRepeatable: true,
    });
  }
}

/** HubSpot refuses with one of these what an object type or a plan does not allow; no answer at all is thrown instead. */
const REFUSED = [400, 403, 404, 405];

async function ensureKeyProperty(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: KeyedObjectType,
): Promise<boolean> {
  const params = { objectType, propertyName: AUTOMATION_KEY_PROPERTY };
  const read = () =>
    transport.call(session, {
      method: 'GET',
      path: `${PROPERTIES_PATH}/{propertyName}`,
      params,
      isRepeatable: true,
      handledStatuses: REFUSED,
    });
  // Repeatable: the name is the key, a second creation answers 409.
  const create = (path: string, json: object) =>
    transport.call(session, {
      method: 'POST',
      path,
      params,
      json,
      isRepeatable: true,
      handledStatuses: [...REFUSED, 409],
    });
  const found = await read();
  if (found.status < 300) return isUnique(found);
  if (found.status !== 404) return false;
  const group = { name: OPPSPOT_GROUP_NAME, label: OPPSPOT_GROUP_LABEL, displayOrder: -1 };
  await create(`${PROPERTIES_PATH}/groups`, group);
  const created = await create(PROPERTIES_PATH, KEY_DEFINITION);
  if (created.status === 409) return isUnique(await read());
  return created.status < 300 && isUnique(created);
}

const KEY_DEFINITION = {
  name: AUTOMATION_KEY_PROPERTY,
  label: 'oppSpot automation key',
  description: 'Keeps oppSpot from making the same thing twice. Leave it as it is.',
  type: 'string',
  fieldType: 'text',
  groupName: OPPSPOT_GROUP_NAME,
  hasUniqueValue: true,
};

/** A property of this name that somebody made without unique values is of no use, and is left alone. */
function isUnique(reply: HubspotReply): boolean {
  return reply.status < 300 && parseReply(definition, reply).hasUniqueValue === true;
}
