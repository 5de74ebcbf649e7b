import { z } from 'zod';
import { automationMarker } from '../../domain/automation/automation.ts';
import type { AutomationCrm, MadeObject, MadeObjectType, RecordRef } from '../../ports/automation-crm.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { typesOf } from './made-association-types.ts';
import { readObjects } from './made-objects.ts';
import { parseReply } from './parse-reply.ts';
import type { HubspotTransport } from './transport.ts';

const ASSOCIATIONS = `/crm/associations/${HUBSPOT_API_VERSION}/{fromObjectType}/{toObjectType}/batch`;

/** The text in which the key is written for people, per object type. */
const MARKED_PROPERTY: Readonly<Record<MadeObjectType, string>> = { tasks: 'hs_task_body', deals: 'description' };

// HubSpot: a batch read holds at most 100 records, and lists at most 500 associations of a record at once.
const READ_AT_ONCE = 100;

/** Puts the object to its records, one request per object type; repeating it changes nothing. */
export async function associate(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, id, belongsTo }: Parameters<AutomationCrm['associate']>[1],
): Promise<void> {
  for (const toObjectType of new Set(belongsTo.map((record) => record.objectType))) {
    const inputs = belongsTo
      .filter((record) => record.objectType === toObjectType)
      .map((record) => ({ from: { id }, to: { id: record.id }, types: typesOf(objectType, record) }));
    await transport.call(session, {
      method: 'POST',
      path: `${ASSOCIATIONS}/create`,
      params: { fromObjectType: objectType, toObjectType },
      json: { inputs },
      isRepeatable: true,
    });
  }
}

/** Finds among what is associated with the record the one whose text holds the marker of the key. */
export async function findByMarker(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, key, record }: Parameters<AutomationCrm['findByMarker']>[1],
): Promise<MadeObject | undefined> {
  const property = MARKED_PROPERTY[objectType];
  const objects = await readAssociated(transport, session, { objectType, record, properties: [property] });
  return objects.find(({ properties }) => properties[property]?.includes(automationMarker(key)));
}

/** Reads the deals of several records, each once, with pipeline and stage. */
export async function readDealsOf(
  transport: HubspotTransport,
  session: CrmSession,
  records: readonly RecordRef[],
): Promise<readonly MadeObject[]> {
  const properties = ['pipeline', 'dealstage', 'dealname'];
  const found = await Promise.all(
    records.map((record) => readAssociated(transport, session, { objectType: 'deals', record, properties })),
  );
  return [...new Map(found.flat().map((deal) => [deal.id, deal])).values()];
}

async function readAssociated(
  transport: HubspotTransport,
  session: CrmSession,
  wanted: {
    readonly objectType: MadeObjectType;
    readonly record: RecordRef;
    readonly properties: readonly string[];
  },
): Promise<readonly MadeObject[]> {
  const { objectType, properties } = wanted;
  const ids = await listAssociated(transport, session, objectType, wanted.record);
  const pages = Array.from({ length: Math.ceil(ids.length / READ_AT_ONCE) }, (_, page) =>
    ids.slice(page * READ_AT_ONCE, (page + 1) * READ_AT_ONCE),
  );
  const read = await Promise.all(
    pages.map((page) => readObjects(transport, session, { objectType, ids: page, properties })),
  );
  return read.flat();
}

const associated = z.object({
  results: z.array(
    z.object({
      to: z.array(z.object({ toObjectId: z.union([z.string(), z.number()]).transform(String) })),
      paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
    }),
  ),
});

/** Every id, page after page; HubSpot leaves a record without associations out of the answer. */
async function listAssociated(
  transport: HubspotTransport,
  session: CrmSession,
  toObjectType: MadeObjectType,
  record: RecordRef,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${ASSOCIATIONS}/read`,
      params: { fromObjectType: record.objectType, toObjectType },
      json: { inputs: [{ id: record.id, ...(after === undefined ? {} : { after }) }] },
      isRepeatable: true,
    });
    const [page] = parseReply(associated, reply).results;
    ids.push(...(page?.to.map(({ toObjectId }) => toObjectId) ?? []));
    after = page?.paging?.next?.after;
  } while (after !== undefined);
  return [...new Set(ids)];
}
