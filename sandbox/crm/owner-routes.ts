import { type ApiRoute, readLimit, readParam } from '../http/api-route.ts';
import { notFoundError } from '../http/hubspot-error.ts';
import type { Portal, PortalOwner } from '../state/portal.ts';

const SCOPES = [['crm.objects.owners.read']];
// HubSpot: a page of owners holds at most 500.
const MAX_PAGE = 500;

/** Owners: the people records can be given to. An owner's id is not the user's id. */
export const OWNER_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/crm/owners/2026-09',
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: () => SCOPES,
    handle: (call) => {
      const limit = readLimit(call.query, { fallback: 100, max: MAX_PAGE });
      const email = call.query.get('email')?.toLowerCase();
      const archived = call.query.get('archived') === 'true';
      const offset = Number(call.query.get('after') ?? 0);
      const found = call.portal.owners.filter(
        (owner) => owner.archived === archived && (email === undefined || owner.email.toLowerCase() === email),
      );
      const hasMore = found.length > offset + limit;
      return {
        status: 200,
        body: {
          results: found.slice(offset, offset + limit).map((owner) => presentOwner(call.portal, owner)),
          ...(hasMore ? { paging: { next: { after: String(offset + limit) } } } : {}),
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/crm/owners/2026-09/:ownerId',
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: () => SCOPES,
    handle: (call) => {
      const id = readParam(call, 'ownerId');
      const isByUser = call.query.get('idProperty') === 'userId';
      const archived = call.query.get('archived') === 'true';
      const owner = call.portal.owners.find(
        (candidate) => (isByUser ? String(candidate.userId) : candidate.id) === id && candidate.archived === archived,
      );
      if (owner === undefined) throw notFoundError();
      return { status: 200, body: presentOwner(call.portal, owner) };
    },
  },
];

function presentOwner(portal: Portal, owner: PortalOwner): Record<string, unknown> {
  const since = new Date(portal.createdAtMs).toISOString();
  return {
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: owner.userId,
    userIdIncludingInactive: owner.userId,
    createdAt: since,
    updatedAt: since,
    archived: owner.archived,
    teams: [],
  };
}
