import { type ApiReply, type ApiRoute, type PortalCall, readLimit, readParam } from '../http/api-route.ts';
import { notFoundError } from '../http/hubspot-error.ts';
import type { PortalList } from '../state/portal.ts';

const SCOPES = [['crm.lists.read']];
const BASE = '/crm/lists/2026-09/:listId';
// HubSpot: a page of members holds at most 250.
const MAX_PAGE = 250;

/** Lists: what they are and who is on them. */
export const LIST_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: BASE,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: () => SCOPES,
    handle: (call) => ({ status: 200, body: { list: presentList(getList(call)) } }),
  },
  {
    method: 'GET',
    path: `${BASE}/memberships`,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: () => SCOPES,
    handle: readMembers,
  },
];

function getList(call: PortalCall): PortalList {
  const list = call.portal.lists.get(readParam(call, 'listId'));
  if (list === undefined) throw notFoundError();
  return list;
}

function presentList(list: PortalList): Record<string, unknown> {
  const at = new Date(list.createdAtMs).toISOString();
  return {
    listId: list.listId,
    listVersion: 1,
    name: list.name,
    objectTypeId: list.objectTypeId,
    processingStatus: 'COMPLETE',
    processingType: 'MANUAL',
    createdAt: at,
    updatedAt: at,
    size: list.recordIds.length,
  };
}

/** In the order of the ids, page by page. */
function readMembers(call: PortalCall): ApiReply {
  const list = getList(call);
  const limit = readLimit(call.query, { fallback: 100, max: MAX_PAGE });
  const offset = Number(call.query.get('after') ?? 0);
  const page = list.recordIds.slice(offset, offset + limit);
  const hasMore = offset + limit < list.recordIds.length;
  const membershipTimestamp = new Date(list.createdAtMs).toISOString();
  return {
    status: 200,
    body: {
      total: list.recordIds.length,
      results: page.map((recordId) => ({ recordId, membershipTimestamp })),
      ...(hasMore ? { paging: { next: { after: String(offset + limit) } } } : {}),
    },
  };
}
