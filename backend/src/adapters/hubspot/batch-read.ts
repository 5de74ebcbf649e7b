import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { BulkCrm, ReadRecordsInput, RecordPage } from '../../ports/bulk-crm.ts';
import type { CrmRecord, CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_ASSOCIATIONS_READ, MAX_BATCH, MAX_BATCH_WITH_HISTORY } from './batch-limits.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import { countRecords, listRecords, SEARCH_PAGE, searchAnswer, searchRecords } from './search-read.ts';
import type { HubspotTransport } from './transport.ts';

const RECORDS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;
const LISTS = `/crm/lists/${HUBSPOT_API_VERSION}/{listId}`;

const MEMBER_PAGE = 250;
// An IN filter takes 100 values and a request body 3,000 characters.
const MAX_DOMAINS = 40;

/** The record types whose primary company HubSpot marks by this association type. */
const PRIMARY_COMPANY: Readonly<Record<ObjectType, number | undefined>> = {
  contacts: 1,
  deals: 5,
  companies: undefined,
};
const TYPE_NAMES: Readonly<Record<string, ObjectType>> = { '0-1': 'contacts', '0-2': 'companies', '0-3': 'deals' };

/** HubSpot's batch endpoints, search and lists as the bulk port. */
export function makeBulkCrm(transport: HubspotTransport): BulkCrm {
  return {
    readRecords: (session, input) => readRecords(transport, session, input),
    findCompaniesByDomains: (session, domains, properties) => findByDomains(transport, session, domains, properties),
    readCompanyIds: async (session, objectType, objectIds) => {
      const links = await readLinks(transport, session, objectType, 'companies', objectIds);
      return new Map([...links].flatMap(([id, [companyId]]) => (companyId === undefined ? [] : [[id, companyId]])));
    },
    searchRecords: async (session, input) => {
      const found = await searchRecords(transport, session, input);
      return new Map(await withCompanies(transport, session, input, [...found]));
    },
    countRecords: (session, objectType) => countRecords(transport, session, objectType),
    listRecords: async (session, objectType, cursor, wanted) => {
      const page = await listRecords(transport, session, { objectType, cursor, wanted });
      if (wanted === undefined || page.records === undefined) return page;
      const pairs = page.records.map((record) => [record.id, record] as const);
      const completed = await withCompanies(transport, session, { ...wanted, objectType }, pairs);
      return { ...page, records: completed.map(([, record]) => record) };
    },
    readList: (session, listId) => readList(transport, session, listId),
    listMembers: (session, listId, cursor) => listMembers(transport, session, listId, cursor),
  };
}

const batchAnswer = z.object({ results: z.array(wireRecord) });

async function readRecords(
  transport: HubspotTransport,
  session: CrmSession,
  input: ReadRecordsInput,
): Promise<ReadonlyMap<string, CrmRecord>> {
  const { objectType, properties, propertiesWithHistory } = input;
  const ids = [...new Set(input.objectIds)];
  const size = propertiesWithHistory.length > 0 ? MAX_BATCH_WITH_HISTORY : MAX_BATCH;
  const reads = partsOf(ids, size).map(async (chunk) => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${RECORDS}/batch/read`,
      params: { objectType },
      json: { inputs: chunk.map((id) => ({ id })), properties, propertiesWithHistory },
      isRepeatable: true,
    });
    const found = parseReply(batchAnswer, reply).results.map((wire) => toCrmRecord(objectType, wire));
    return byAskedId(chunk, found);
  });
  const links = input.associations.map(
    async (to) => [to, await readLinks(transport, session, objectType, to, ids)] as const,
  );
  const [read, linked] = await Promise.all([Promise.all(reads), Promise.all(links)]);
  return new Map(
    read.flat().map(([id, record]) => {
      const associations = Object.fromEntries(linked.map(([to, byId]) => [to, byId.get(id) ?? []]));
      return [id, { ...record, associations }];
    }),
  );
}

/**
 * A merged record answers under the id of the one that survived.
 *
 * Its place tells it only where all others stand in the places in which they were asked for, or where it is the only
 * one: a wrong guess would write one record's values to another.
 */
function byAskedId(ids: readonly string[], found: readonly CrmRecord[]): readonly (readonly [string, CrmRecord])[] {
  const byId = new Map(found.map((record) => [record.id, record]));
  const missing = ids.filter((id) => !byId.has(id));
  const others = found.filter(({ id }) => !ids.includes(id));
  const isInOrder = found.length === ids.length && ids.every((id, index) => !byId.has(id) || found[index]?.id === id);
  const sole = missing.length === 1 && others.length === 1 ? others[0] : undefined;
  return ids.flatMap((id, index) => {
    const record = byId.get(id) ?? sole ?? (isInOrder ? found[index] : undefined);
    return record ? [[id, record] as const] : [];
  });
}

const linksAnswer = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(
        z.object({
          toObjectId: z.union([z.string(), z.number()]).transform(String),
          associationTypes: z.array(z.object({ typeId: z.number(), category: z.string() })).default([]),
        }),
      ),
    }),
  ),
});

/** Ids of what is associated, the primary company first; a record has at most 500 in one answer, which is enough to go by. */
async function readLinks(
  transport: HubspotTransport,
  session: CrmSession,
  from: ObjectType,
  to: ObjectType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const primary = to === 'companies' ? PRIMARY_COMPANY[from] : undefined;
  const answers = partsOf(ids, MAX_ASSOCIATIONS_READ).map(async (chunk) => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `/crm/associations/${HUBSPOT_API_VERSION}/{fromObjectType}/{toObjectType}/batch/read`,
      params: { fromObjectType: from, toObjectType: to },
      json: { inputs: chunk.map((id) => ({ id })) },
      bucket: 'associations',
      isRepeatable: true,
    });
    return parseReply(linksAnswer, reply).results;
  });
  const results = (await Promise.all(answers)).flat();
  return new Map(
    results.map(({ from: { id }, to: links }) => {
      const isPrimary = (link: (typeof links)[number]) =>
        link.associationTypes.some(({ typeId, category }) => category === 'HUBSPOT_DEFINED' && typeId === primary);
      const first = links.filter(isPrimary);
      return [id, [...new Set([...first, ...links].map(({ toObjectId }) => toObjectId))]];
    }),
  );
}

/**
 * The search tells a contact's primary company by a property, which may be empty although there is one: the index is
 * behind, or no company of his is marked as primary. Who seems to have none is asked for his associations.
 */
async function withCompanies(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, associations }: Pick<ReadRecordsInput, 'objectType' | 'associations'>,
  found: readonly (readonly [string, CrmRecord])[],
): Promise<readonly (readonly [string, CrmRecord])[]> {
  if (objectType !== 'contacts' || !associations.includes('companies')) return found;
  const alone = found.filter(([, record]) => !record.associations.companies?.length).map(([id]) => id);
  const links = await readLinks(transport, session, objectType, 'companies', alone);
  return found.map(([id, record]) => {
    const companies = links.get(id);
    return [id, companies ? { ...record, associations: { ...record.associations, companies } } : record];
  });
}

async function findByDomains(
  transport: HubspotTransport,
  session: CrmSession,
  domains: readonly string[],
  properties: readonly string[],
): Promise<ReadonlyMap<string, readonly CrmRecord[]>> {
  const wanted = [...new Set(domains.map((domain) => domain.toLowerCase()))];
  const answers = partsOf(wanted, MAX_DOMAINS).map(async (values) => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${RECORDS}/search`,
      params: { objectType: 'companies' },
      json: {
        filterGroups: [{ filters: [{ propertyName: 'domain', operator: 'IN', values }] }],
        properties: [...new Set(['domain', ...properties])],
        sorts: ['createdate'],
        limit: SEARCH_PAGE,
        after: '0',
      },
      bucket: 'search',
      isRepeatable: true,
    });
    return parseReply(searchAnswer, reply).results.map((wire) => toCrmRecord('companies', wire));
  });
  const found = new Map<string, CrmRecord[]>();
  for (const company of (await Promise.all(answers)).flat()) {
    const domain = company.properties.domain?.toLowerCase();
    if (domain) found.set(domain, [...(found.get(domain) ?? []), company]);
  }
  return found;
}

const listAnswer = z.object({
  list: z.object({
    name: z.string(),
    objectTypeId: z.string(),
    size: z.number().nullish(),
  }),
});

async function readList(
  transport: HubspotTransport,
  session: CrmSession,
  listId: string,
): ReturnType<BulkCrm['readList']> {
  const reply = await transport.call(session, {
    method: 'GET',
    path: LISTS,
    params: { listId },
    isRepeatable: true,
    handledStatuses: [404],
  });
  if (reply.status === 404) return undefined;
  const { list } = parseReply(listAnswer, reply);
  return {
    name: list.name,
    objectType: TYPE_NAMES[list.objectTypeId] ?? null,
    size: list.size ?? null,
  };
}

const membersAnswer = z.object({
  results: z.array(z.object({ recordId: z.union([z.string(), z.number()]).transform(String) })),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

async function listMembers(
  transport: HubspotTransport,
  session: CrmSession,
  listId: string,
  cursor: string | null,
): Promise<RecordPage> {
  const reply = await transport.call(session, {
    method: 'GET',
    path: `${LISTS}/memberships`,
    params: { listId },
    query: [['limit', String(MEMBER_PAGE)], ...(cursor === null ? [] : [['after', cursor] as const])],
    isRepeatable: true,
    handledStatuses: [],
  });
  const page = parseReply(membersAnswer, reply);
  return { objectIds: page.results.map(({ recordId }) => recordId), next: page.paging?.next?.after ?? null };
}
