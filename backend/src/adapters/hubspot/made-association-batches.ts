import { z } from 'zod';
import { automationMarker } from '../../domain/automation/automation.ts';
import type { ObjectType } from '../../domain/portal/settings.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { MadeObject, MadeObjectType, RecordRef } from '../../ports/automation-crm.ts';
import { type MadeLink, recordName, type WantedObjects } from '../../ports/bulk-automation.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_ASSOCIATIONS_MADE, MAX_ASSOCIATIONS_READ, MAX_BATCH } from './batch-limits.ts';
import { inHalves } from './in-halves.ts';
import { typesOf } from './made-association-types.ts';
import { readObjects } from './made-objects.ts';
import { parseReply } from './parse-reply.ts';
import type { HubspotTransport } from './transport.ts';

const ASSOCIATIONS = `/crm/associations/${HUBSPOT_API_VERSION}/{fromObjectType}/{toObjectType}/batch`;

/** The text in which the key is written for people, per object type. */
export const MARKED_PROPERTY: Readonly<Record<MadeObjectType, string>> = {
  tasks: 'hs_task_body',
  deals: 'description',
};

/**
 * Puts objects to their records, as few requests as there are pairs of types; repeating it changes nothing.
 *
 * @returns for each link undefined, or why one of its records could not be put to it
 */
export async function associateAll(
  transport: HubspotTransport,
  session: CrmSession,
  links: readonly MadeLink[],
): Promise<readonly unknown[]> {
  const pairs = links.flatMap(({ objectType, id, belongsTo }, link) =>
    belongsTo.map((record) => ({
      link,
      from: objectType,
      to: record.objectType,
      input: inputOf(objectType, id, record),
    })),
  );
  const kinds = new Map(pairs.map(({ from, to }) => [`${from}>${to}`, { from, to }]));
  const problems: unknown[] = links.map(() => undefined);
  await Promise.all(
    [...kinds.values()].flatMap(({ from, to }) => {
      const ofKind = pairs.filter((pair) => pair.from === from && pair.to === to);
      const send = async (rows: typeof ofKind) => {
        await transport.call(session, {
          method: 'POST',
          path: `${ASSOCIATIONS}/create`,
          params: { fromObjectType: from, toObjectType: to },
          json: { inputs: rows.map(({ input }) => input) },
          bucket: 'associations',
          isRepeatable: true,
        });
        return rows;
      };
      return partsOf(ofKind, MAX_ASSOCIATIONS_MADE).map((part) =>
        inHalves(
          part,
          (rows) => send([...rows]),
          (row, error) => {
            problems[row.link] = error;
            return row;
          },
        ),
      );
    }),
  );
  return problems;
}

function inputOf(objectType: MadeObjectType, id: string, record: RecordRef) {
  return { from: { id }, to: { id: record.id }, types: typesOf(objectType, record) };
}

/** Finds among what is associated with each record the object whose text holds the marker of its key. */
export async function findAllByMarker(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, wanted }: WantedObjects,
): Promise<ReadonlyMap<string, MadeObject>> {
  const property = MARKED_PROPERTY[objectType];
  const records = wanted.map(({ record }) => record);
  const byRecord = await readAssociated(transport, session, { objectType, records, properties: [property] });
  const found = wanted.flatMap(({ key, record }) => {
    const marker = automationMarker(key);
    const object = byRecord.get(recordName(record))?.find(({ properties }) => properties[property]?.includes(marker));
    return object ? [[key, object] as const] : [];
  });
  return new Map(found);
}

/** Reads the deals of many records, with pipeline and stage. */
export async function readDealsOfAll(
  transport: HubspotTransport,
  session: CrmSession,
  records: readonly RecordRef[],
): Promise<ReadonlyMap<string, readonly MadeObject[]>> {
  const properties = ['pipeline', 'dealstage', 'dealname'];
  return readAssociated(transport, session, { objectType: 'deals', records, properties });
}

async function readAssociated(
  transport: HubspotTransport,
  session: CrmSession,
  wanted: {
    readonly objectType: MadeObjectType;
    readonly records: readonly RecordRef[];
    readonly properties: readonly string[];
  },
): Promise<ReadonlyMap<string, readonly MadeObject[]>> {
  const { objectType, properties } = wanted;
  const linked = await listAllAssociated(transport, session, objectType, wanted.records);
  const ids = [...new Set([...linked.values()].flat())];
  const read = await Promise.all(
    partsOf(ids, MAX_BATCH).map((part) => readObjects(transport, session, { objectType, ids: part, properties })),
  );
  const byId = new Map(read.flat().map((object) => [object.id, object]));
  return new Map([...linked].map(([name, of]) => [name, of.flatMap((id) => byId.get(id) ?? [])]));
}

const associated = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(z.object({ toObjectId: z.union([z.string(), z.number()]).transform(String) })),
      paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
    }),
  ),
});

/** Every id by `recordName`; HubSpot leaves records without associations out, and pages those that have more than 500. */
export async function listAllAssociated(
  transport: HubspotTransport,
  session: CrmSession,
  toObjectType: MadeObjectType,
  records: readonly RecordRef[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const types = [...new Set(records.map(({ objectType }) => objectType))];
  const found = new Map<string, string[]>();
  await Promise.all(
    types.flatMap((from) => {
      const ids = [...new Set(records.filter(({ objectType }) => objectType === from).map(({ id }) => id))];
      return partsOf(ids, MAX_ASSOCIATIONS_READ).map((part) =>
        readPages(transport, session, { from, to: toObjectType, ids: part }, found),
      );
    }),
  );
  return found;
}

async function readPages(
  transport: HubspotTransport,
  session: CrmSession,
  read: { readonly from: ObjectType; readonly to: MadeObjectType; readonly ids: readonly string[] },
  found: Map<string, string[]>,
): Promise<void> {
  let inputs: readonly { readonly id: string; readonly after?: string }[] = read.ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${ASSOCIATIONS}/read`,
      params: { fromObjectType: read.from, toObjectType: read.to },
      json: { inputs },
      bucket: 'associations',
      isRepeatable: true,
    });
    const { results } = parseReply(associated, reply);
    for (const { from, to } of results) {
      const name = recordName({ objectType: read.from, id: from.id });
      found.set(name, [...new Set([...(found.get(name) ?? []), ...to.map(({ toObjectId }) => toObjectId)])]);
    }
    inputs = results.flatMap(({ from: { id }, paging }) => (paging?.next ? [{ id, after: paging.next.after }] : []));
  }
}
