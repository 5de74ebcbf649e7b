import { z } from 'zod';
import { OPPSPOT_GROUP_LABEL, OPPSPOT_GROUP_NAME } from '../../domain/enrichment/oppspot-properties.ts';
import { AppError } from '../../domain/errors.ts';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { CrmSession, EnsuredProperties, PortalProperty, PropertyDefinition } from '../../ports/crm.ts';
import { parseReply } from './parse-reply.ts';
import { PROPERTIES_PATH, readProperties, toPortalProperty, wireProperty } from './property-definitions.ts';
import type { HubspotTransport } from './transport.ts';

// -1 puts our group last among the portal's own.
const GROUP = { name: OPPSPOT_GROUP_NAME, label: OPPSPOT_GROUP_LABEL, displayOrder: -1 } as const;

/**
 * Creates the missing ones of these properties, their group first; leaves every existing one as it is.
 *
 * One batch creates them all. What the batch did not confirm (a part failed, somebody else was faster, the answer was
 * lost) is settled one by one: HubSpot restores an archived property when its name is created again, and answers 409
 * for a live one. A run in which nothing is missing makes one call.
 */
export async function ensureProperties(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
  definitions: readonly PropertyDefinition[],
): Promise<EnsuredProperties> {
  const before = new Map((await readProperties(transport, session, objectType)).map((found) => [found.name, found]));
  const missing = definitions.filter(({ name }) => !before.has(name));
  const call: CreateCall = { transport, session, objectType };
  const created = new Map<string, PortalProperty>();
  if (missing.length > 0) {
    await ensureGroup(call);
    for (const made of await createBatch(call, missing)) created.set(made.name, made);
    for (const definition of missing.filter(({ name }) => !created.has(name))) {
      const settled = await createOne(call, definition);
      (settled.isCreated ? created : before).set(definition.name, settled.property);
    }
  }
  return compare(objectType, definitions, before, created);
}

interface CreateCall {
  readonly transport: HubspotTransport;
  readonly session: CrmSession;
  readonly objectType: ObjectType;
}

async function ensureGroup({ transport, session, objectType }: CreateCall): Promise<void> {
  const path = `${PROPERTIES_PATH}/groups`;
  const params = { objectType };
  const listed = await transport.call(session, { method: 'GET', path, params, isRepeatable: true });
  const groups = parseReply(z.object({ results: z.array(z.object({ name: z.string() })) }), listed);
  if (groups.results.some(({ name }) => name === GROUP.name)) return;
  // 409: another install of the same portal was faster. So a lost answer may be repeated, too.
  await transport.call(session, {
    method: 'POST',
    path,
    params,
    json: GROUP,
    isRepeatable: true,
    handledStatuses: [409],
  });
}

async function createBatch(call: CreateCall, missing: readonly PropertyDefinition[]): Promise<PortalProperty[]> {
  const { transport, session, objectType } = call;
  try {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${PROPERTIES_PATH}/batch/create`,
      params: { objectType },
      json: { inputs: missing.map(toWire) },
      isRepeatable: false,
      handledStatuses: [400, 409],
    });
    return z
      .object({ results: z.array(wireProperty) })
      .catch({ results: [] })
      .parse(reply.body)
      .results.map(toPortalProperty);
  } catch (error) {
    // The answer was lost: asking for each one tells what was carried out.
    if (error instanceof AppError && error.details.mayHaveBeenApplied) return [];
    throw error;
  }
}

async function createOne(
  call: CreateCall,
  definition: PropertyDefinition,
): Promise<{ readonly isCreated: boolean; readonly property: PortalProperty }> {
  const { transport, session, objectType } = call;
  // Repeatable: the name is the key, a second creation answers 409.
  const reply = await transport.call(session, {
    method: 'POST',
    path: PROPERTIES_PATH,
    params: { objectType },
    json: toWire(definition),
    isRepeatable: true,
    handledStatuses: [409],
  });
  if (reply.status !== 409) return { isCreated: true, property: toPortalProperty(parseReply(wireProperty, reply)) };
  const found = await transport.call(session, {
    method: 'GET',
    path: `${PROPERTIES_PATH}/{propertyName}`,
    params: { objectType, propertyName: definition.name },
    isRepeatable: true,
  });
  return { isCreated: false, property: toPortalProperty(parseReply(wireProperty, found)) };
}

function toWire(definition: PropertyDefinition) {
  const { name, label, description, type, fieldType, options } = definition;
  const wire = { name, label, description, type, fieldType, groupName: GROUP.name };
  if (type !== 'enumeration') return wire;
  return { ...wire, options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) };
}

function compare(
  objectType: ObjectType,
  definitions: readonly PropertyDefinition[],
  before: ReadonlyMap<string, PortalProperty>,
  created: ReadonlyMap<string, PortalProperty>,
): EnsuredProperties {
  const incompatible = definitions.flatMap(({ name, type }) => {
    const actualType = (before.get(name) ?? created.get(name))?.type;
    return actualType === undefined || actualType === type ? [] : [{ name, expectedType: type, actualType }];
  });
  const unfit = new Set(incompatible.map(({ name }) => name));
  const listIn = (found: ReadonlyMap<string, PortalProperty>) =>
    definitions.map(({ name }) => name).filter((name) => found.has(name) && !unfit.has(name));
  return { objectType, created: listIn(created), present: listIn(before), incompatible };
}
