import { type ApiReply, type ApiRoute, type PortalCall, parseBody, readObjectType } from '../http/api-route.ts';
import { validationError } from '../http/hubspot-error.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import { findProperty } from '../state/property-definition.ts';
import { compareByType, type IndexView, matchesFilter, typeOf } from './match-filter.ts';
import { type SearchRequest, searchSchema } from './object-schemas.ts';
import { readScopes } from './object-scopes.ts';
import { getCatalog, getRecords } from './portal-tables.ts';
import { presentRecord } from './present-record.ts';
import { readIndexedValue } from './record-values.ts';
import { recordsAfter } from './records-in-order.ts';

// HubSpot's documented limits of the search endpoint.
const MAX_GROUPS = 5;
const MAX_FILTERS_PER_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_PAGE = 200;
const MAX_RESULTS = 10_000;
const MAX_BODY_LENGTH = 3_000;

/** Search: what the index knows, which is a little behind the records. */
export const SEARCH_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/crm/objects/2026-09/:objectType/search',
    auth: 'portal',
    bucket: 'search',
    latency: 'search',
    scopes: (call) => [readScopes(readObjectType(call))],
    handle: search,
  },
];

const ID = 'hs_object_id';

function search(call: PortalCall): ApiReply {
  const typeId = readObjectType(call);
  const request = parseBody(searchSchema, call.body);
  const offset = checkSearch(call, typeId, request);
  const view: IndexView = { portal: call.portal, atMs: call.state.clock.nowMs() - call.state.settings.searchLagMs };
  const { candidates, filterGroups } = candidatesOf(getRecords(call.portal, typeId), request);
  const matching = candidates
    .filter((record) => isIndexed(record, view.atMs))
    .filter(
      (record) =>
        filterGroups.length === 0 ||
        filterGroups.some(({ filters }) => filters.every((filter) => matchesFilter(view, record, filter))),
    )
    .filter((record) => matchesQuery(view, record, request.query));
  const found = sorted(view, matching, request.sorts[0]);
  const page = found.slice(offset, offset + request.limit);
  const hasMore = offset + request.limit < Math.min(found.length, MAX_RESULTS);
  return {
    status: 200,
    body: {
      total: found.length,
      results: page.map((record) => presentRecord(call.portal, record, { properties: request.properties })),
      ...(hasMore ? { paging: { next: { after: String(offset + request.limit) } } } : {}),
    },
  };
}

function checkSearch(call: PortalCall, typeId: ObjectTypeId, request: SearchRequest): number {
  const { filterGroups, sorts, limit } = request;
  const counts = filterGroups.map(({ filters }) => filters.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const refuse = (message: string): never => {
    throw validationError(message);
  };
  if (filterGroups.length > MAX_GROUPS)
    refuse(`too many filterGroups (count: ${filterGroups.length}, max allowed: ${MAX_GROUPS})`);
  if (counts.some((count) => count > MAX_FILTERS_PER_GROUP))
    refuse(`too many filters in a group, max allowed: ${MAX_FILTERS_PER_GROUP}`);
  if (total > MAX_FILTERS) refuse(`too many filters (count: ${total}, max allowed: ${MAX_FILTERS})`);
  if (JSON.stringify(call.body).length > MAX_BODY_LENGTH)
    refuse(`The request is longer than ${MAX_BODY_LENGTH} characters`);
  if (sorts.length > 1) refuse(`too many sorts (count: ${sorts.length}, max allowed: 1)`);
  if (limit < 1 || limit > MAX_PAGE) refuse(`limit must be between 1 and ${MAX_PAGE}`);
  const offset = request.after === '' ? 0 : Number(request.after);
  if (!Number.isInteger(offset) || offset < 0)
    refuse(`after must be a paging cursor of this search, got "${request.after}"`);
  if (offset + limit > MAX_RESULTS) refuse(`The search returns at most ${MAX_RESULTS} results`);
  for (const filter of filterGroups.flatMap(({ filters }) => filters)) {
    if (findProperty(getCatalog(call.portal, typeId), filter.propertyName) === undefined) {
      refuse(`There was a problem with the request: no property "${filter.propertyName}"`);
    }
    const needsList = filter.operator === 'IN' || filter.operator === 'NOT_IN';
    const needsNothing = filter.operator === 'HAS_PROPERTY' || filter.operator === 'NOT_HAS_PROPERTY';
    if (needsList && filter.values === undefined) refuse(`Operator ${filter.operator} requires values`);
    if (!needsList && !needsNothing && filter.value === undefined)
      refuse(`Operator ${filter.operator} requires a value`);
  }
  return offset;
}

function isIndexed(record: CrmRecord, atMs: number): boolean {
  return record.createdAtMs <= atMs && (record.archivedAtMs === undefined || record.archivedAtMs > atMs);
}

const QUERY_PROPERTIES: Record<ObjectTypeId, readonly string[]> = {
  '0-1': ['firstname', 'lastname', 'email', 'phone', 'company'],
  '0-2': ['name', 'domain', 'website', 'phone'],
  '0-3': ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
  '0-27': ['hs_task_subject', 'hs_task_body'],
  '0-46': ['hs_note_body'],
};

function matchesQuery(view: IndexView, record: CrmRecord, query: string | undefined): boolean {
  if (query === undefined || query === '') return true;
  return QUERY_PROPERTIES[record.objectTypeId].some((property) =>
    readIndexedValue(view.portal, record, { property, atMs: view.atMs })?.toLowerCase().includes(query.toLowerCase()),
  );
}

/** Sorts by one property what is in the order of its ids; a leading minus turns the order round. Without one, oldest first. */
function sorted(view: IndexView, found: readonly CrmRecord[], sort: string | undefined): readonly CrmRecord[] {
  const [first] = found;
  if (first === undefined) return found;
  const property = (sort ?? ID).replace(/^-/, '');
  if (property === ID && sort?.startsWith('-') !== true) return found;
  const sign = sort?.startsWith('-') === true ? -1 : 1;
  const type = typeOf({ ...view, record: first, property });
  return found
    .map((record) => ({ record, value: readIndexedValue(view.portal, record, { property, atMs: view.atMs }) ?? '' }))
    .sort((a, b) => sign * compareByType(type, a.value, b.value))
    .map(({ record }) => record);
}

/** The records that a search has to look at, in growing order of their ids, and the filters that are not met by that alone. */
function candidatesOf(
  records: ReadonlyMap<string, CrmRecord>,
  { filterGroups }: SearchRequest,
): { readonly candidates: readonly CrmRecord[]; readonly filterGroups: SearchRequest['filterGroups'] } {
  const [group] = filterGroups;
  const ofId = filterGroups.length === 1 ? group?.filters.filter(({ propertyName }) => propertyName === ID) : undefined;
  const byId = ofId?.find(({ operator }) => operator === 'IN');
  if (byId !== undefined) {
    const ids = [...new Set(byId.values)].sort((a, b) => Number(a) - Number(b));
    return { candidates: ids.flatMap((id) => records.get(id) ?? []), filterGroups };
  }
  const above = ofId?.find(({ operator, value }) => operator === 'GT' && /^\d+$/.test(value ?? ''));
  if (group === undefined || above === undefined) return { candidates: [...records.values()], filterGroups };
  const others = group.filters.filter((filter) => filter !== above);
  return { candidates: recordsAfter(records, Number(above.value)), filterGroups: [{ filters: others }] };
}
