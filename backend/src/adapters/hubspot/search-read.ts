import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { BulkCrm, RecordPage } from '../../ports/bulk-crm.ts';
import type { CrmRecord, CrmSession, ReadRecordInput } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import type { HubspotTransport } from './transport.ts';

const SEARCH = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}/search`;

/** HubSpot answers at most so many records at once. */
export const SEARCH_PAGE = 200;
// An IN filter takes 100 values and a request body 3,000 characters: ids have up to 13 digits, quotes and a comma.
const MAX_IDS = 100;
const MAX_BODY = 2_900;
const CHARACTERS_PER_ID = 16;
/** Contacts carry the id of their primary company as a property. */
const PRIMARY_COMPANY = 'associatedcompanyid';

/** What a search answers. */
export const searchAnswer = z.object({ total: z.number(), results: z.array(wireRecord) });

interface Search {
  readonly objectType: ObjectType;
  readonly filters: readonly object[];
  readonly properties: readonly string[];
  readonly limit: number;
}

async function search(transport: HubspotTransport, session: CrmSession, wanted: Search) {
  const { objectType, filters, properties, limit } = wanted;
  const reply = await transport.call(session, {
    method: 'POST',
    path: SEARCH,
    params: { objectType },
    json: {
      filterGroups: filters.length === 0 ? [] : [{ filters }],
      properties,
      sorts: ['hs_object_id'],
      limit,
      after: '0',
    },
    bucket: 'search',
    isRepeatable: true,
  });
  return parseReply(searchAnswer, reply);
}

/** How many records of the type there are, as far as the search knows. */
export async function countRecords(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
): Promise<number> {
  return (await search(transport, session, { objectType, filters: [], properties: ['hs_object_id'], limit: 1 })).total;
}

/** Records in growing order of their ids. A filter on the id instead of HubSpot's cursor: that ends at 10,000 results. */
export async function listRecords(
  transport: HubspotTransport,
  session: CrmSession,
  page: {
    readonly objectType: ObjectType;
    /** The id after which the page begins. */
    readonly cursor: string | null;
    readonly wanted: Pick<ReadRecordInput, 'properties' | 'associations'> | undefined;
  },
): Promise<RecordPage> {
  const { objectType, cursor, wanted } = page;
  const filters = cursor === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: cursor }];
  const properties = wanted === undefined ? ['hs_object_id'] : propertiesOf(objectType, wanted);
  const { results } = await search(transport, session, { objectType, filters, properties, limit: SEARCH_PAGE });
  const objectIds = results.map(({ id }) => id);
  return {
    objectIds,
    next: objectIds.length < SEARCH_PAGE ? null : (objectIds.at(-1) ?? null),
    ...(wanted === undefined ? {} : { records: results.map((wire) => toRecord(objectType, wire, wanted)) }),
  };
}

/** Records by their ids, 100 at once, fewer where the names of the properties leave no room for more. */
export async function searchRecords(
  transport: HubspotTransport,
  session: CrmSession,
  input: Parameters<BulkCrm['searchRecords']>[1],
): Promise<ReadonlyMap<string, CrmRecord>> {
  const { objectType, objectIds } = input;
  const properties = propertiesOf(objectType, input);
  const room = Math.floor((MAX_BODY - JSON.stringify(properties).length - 250) / CHARACTERS_PER_ID);
  const atOnce = Math.max(1, Math.min(MAX_IDS, room));
  const parts = Array.from({ length: Math.ceil(objectIds.length / atOnce) }, (_, part) =>
    objectIds.slice(part * atOnce, (part + 1) * atOnce),
  );
  const found = await Promise.all(
    parts.map(async (values) => {
      const filters = [{ propertyName: 'hs_object_id', operator: 'IN', values }];
      return (await search(transport, session, { objectType, filters, properties, limit: SEARCH_PAGE })).results;
    }),
  );
  return new Map(found.flat().map((wire) => [wire.id, toRecord(objectType, wire, input)]));
}

function propertiesOf(
  objectType: ObjectType,
  { properties, associations }: Pick<ReadRecordInput, 'properties' | 'associations'>,
): readonly string[] {
  return objectType === 'contacts' && associations.length > 0
    ? [...new Set([...properties, PRIMARY_COMPANY])]
    : properties;
}

function toRecord(
  objectType: ObjectType,
  wire: z.infer<typeof wireRecord>,
  { associations }: Pick<ReadRecordInput, 'associations'>,
): CrmRecord {
  const { [PRIMARY_COMPANY]: companyId, ...properties } = wire.properties;
  const record = toCrmRecord(objectType, wire);
  if (!associations.includes('companies')) return record;
  return { ...record, properties, associations: { companies: companyId ? [companyId] : [] } };
}
