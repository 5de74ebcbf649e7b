import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import type { RefusedProperty } from '../../domain/errors.ts';
import type { MadeDraft, MadeObject, MadeObjectType, MakeOutcome } from '../../ports/automation-crm.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { toAppError } from './errors.ts';
import { associationsOf } from './made-association-types.ts';
import { inDoubt } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { wireRecord } from './record-shape.ts';
import { refusalOf } from './refused-values.ts';
import type { HubspotReply, HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;

const batch = z.object({ results: z.array(wireRecord) });

/**
 * Makes the object, or finds the one with this key and leaves it as it is.
 *
 * An upsert changes what it finds. So it comes only after a look-up found none, and what another call made in between
 * gets the values that it has anyway: both come from the same decision.
 */
export async function upsertByKey(
  transport: HubspotTransport,
  session: CrmSession,
  draft: MadeDraft,
): Promise<MakeOutcome> {
  const { objectType, key, properties } = draft;
  const known = await findByKey(transport, session, objectType, key);
  if (known !== undefined) return { kind: 'made', object: known, isNew: false };
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${OBJECTS}/batch/upsert`,
    params: { objectType },
    json: { inputs: [{ id: key, idProperty: AUTOMATION_KEY_PROPERTY, properties }] },
    isRepeatable: true,
    handledStatuses: [400, 409],
  });
  if (reply.status === 409) {
    // Two upserts at once: the other one was faster.
    const made = await findByKey(transport, session, objectType, key);
    if (made !== undefined) return { kind: 'made', object: made, isNew: false };
    throw toAppError(reply);
  }
  if (reply.status === 400) {
    const refused = refusalOf(reply);
    const lesser = withoutRefused(draft, refused.properties);
    const isLess = lesser !== undefined && Object.keys(lesser.properties).length < Object.keys(properties).length;
    return isLess ? upsertByKey(transport, session, lesser) : refused;
  }
  return madeFrom(properties, parseReply(batch, reply).results[0], reply);
}

/** What an object can do without where its key tells what it is. */
const DISPENSABLE: Readonly<Partial<Record<MadeObjectType, readonly string[]>>> = { deals: ['description'] };

/** The draft without what the account refused; undefined where that is nothing, or something it cannot do without. */
export function withoutRefused(draft: MadeDraft, refused: readonly RefusedProperty[]): MadeDraft | undefined {
  const names = refused.map(({ property }) => property);
  const dispensable = DISPENSABLE[draft.objectType] ?? [];
  if (names.length === 0 || !names.every((name) => dispensable.includes(name))) return undefined;
  const kept = Object.entries(draft.properties).filter(([name]) => !names.includes(name));
  return { ...draft, properties: Object.fromEntries(kept) };
}

/** Makes one object with its associations in one request, which is not repeated once it may have been carried out. */
export async function createPlain(
  transport: HubspotTransport,
  session: CrmSession,
  draft: MadeDraft,
): Promise<MakeOutcome> {
  const { objectType, properties, belongsTo } = draft;
  const reply = await transport.call(session, {
    method: 'POST',
    path: OBJECTS,
    params: { objectType },
    json: { properties, associations: associationsOf(objectType, belongsTo) },
    isRepeatable: false,
    handledStatuses: [400],
  });
  if (reply.status === 400) return refusalOf(reply);
  return madeFrom(properties, parseReply(wireRecord, reply), reply);
}

/** Finds the object with this key; undefined when there is none. */
export async function findByKey(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: MadeObjectType,
  key: string,
): Promise<MadeObject | undefined> {
  const wanted = { objectType, ids: [key], properties: [], idProperty: AUTOMATION_KEY_PROPERTY };
  return (await readObjects(transport, session, wanted))[0];
}

/** Reads objects by id, or by a unique property; those that are not there are left out. At most 100. */
export async function readObjects(
  transport: HubspotTransport,
  session: CrmSession,
  wanted: {
    readonly objectType: MadeObjectType;
    readonly ids: readonly string[];
    readonly properties: readonly string[];
    readonly idProperty?: string;
  },
): Promise<readonly MadeObject[]> {
  if (wanted.ids.length === 0) return [];
  const { objectType, ids, properties, idProperty } = wanted;
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${OBJECTS}/batch/read`,
    params: { objectType },
    json: {
      ...(idProperty === undefined ? {} : { idProperty }),
      properties,
      propertiesWithHistory: [],
      inputs: ids.map((id) => ({ id })),
    },
    isRepeatable: true,
  });
  return parseReply(batch, reply).results.map(({ id, properties: values }) => ({ id, properties: values }));
}

/** Moves an object to the recycle bin; fine when it is there already. */
export async function removeObject(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: MadeObjectType,
  objectId: string,
): Promise<void> {
  await transport.call(session, {
    method: 'DELETE',
    path: `${OBJECTS}/{objectId}`,
    params: { objectType, objectId },
    isRepeatable: true,
    handledStatuses: [404],
  });
}

/** HubSpot answers how it keeps the values, which is what a later comparison must be with. */
function madeFrom(
  sent: Readonly<Record<string, string>>,
  wire: z.infer<typeof wireRecord> | undefined,
  reply: HubspotReply,
): MakeOutcome {
  if (wire === undefined) throw inDoubt(reply.status);
  return { kind: 'made', object: { id: wire.id, properties: { ...sent, ...wire.properties } }, isNew: true };
}
