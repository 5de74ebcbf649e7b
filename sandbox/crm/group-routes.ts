import { type ApiRoute, type PortalCall, parseBody, readObjectType, readParam } from '../http/api-route.ts';
import { HubSpotError, notFoundError, validationError } from '../http/hubspot-error.ts';
import type { PropertyGroup } from '../state/property-definition.ts';
import { schemaReadScopes, schemaWriteScopes } from './object-scopes.ts';
import { getCatalog } from './portal-tables.ts';
import { presentGroup } from './present-property.ts';
import { groupCreateSchema, groupUpdateSchema } from './property-schemas.ts';

const BASE = '/crm/properties/2026-09/:objectType/groups';

const catalogOf = (call: PortalCall) => getCatalog(call.portal, readObjectType(call));
const mayRead = (call: PortalCall) => [schemaReadScopes(readObjectType(call))];
const mayWrite = (call: PortalCall) => [schemaWriteScopes(readObjectType(call))];

/** Property groups: the headings under which a record shows its properties. */
export const GROUP_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: BASE,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: mayRead,
    handle: (call) => {
      const living = [...catalogOf(call).groups.values()].filter((group) => !group.archived);
      return { status: 200, body: { results: living.map(presentGroup) } };
    },
  },
  {
    method: 'POST',
    path: BASE,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWrite,
    handle: (call) => {
      const input = parseBody(groupCreateSchema, call.body);
      const { groups } = catalogOf(call);
      if (groups.get(input.name)?.archived === false) {
        throw new HubSpotError(409, 'OBJECT_ALREADY_EXISTS', `A property group named '${input.name}' already exists.`, {
          subCategory: 'Properties.PROPERTY_GROUP_WITH_NAME_EXISTS',
        });
      }
      const group = { ...input, archived: false };
      groups.set(group.name, group);
      return { status: 201, body: presentGroup(group) };
    },
  },
  {
    method: 'GET',
    path: `${BASE}/:groupName`,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: mayRead,
    handle: (call) => ({ status: 200, body: presentGroup(getGroup(call)) }),
  },
  {
    method: 'PATCH',
    path: `${BASE}/:groupName`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWrite,
    handle: (call) => {
      const group = getGroup(call);
      const input = parseBody(groupUpdateSchema, call.body);
      group.label = input.label ?? group.label;
      group.displayOrder = input.displayOrder ?? group.displayOrder;
      return { status: 200, body: presentGroup(group) };
    },
  },
  {
    method: 'DELETE',
    path: `${BASE}/:groupName`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWrite,
    handle: (call) => {
      const group = getGroup(call);
      const isInUse = [...catalogOf(call).properties.values()].some(
        (definition) => definition.groupName === group.name && definition.archivedAtMs === undefined,
      );
      if (isInUse) throw validationError(`Property group ${group.name} still has properties`);
      group.archived = true;
      return { status: 204 };
    },
  },
];

function getGroup(call: PortalCall): PropertyGroup {
  const name = readParam(call, 'groupName');
  const group = catalogOf(call).groups.get(name);
  if (group === undefined || group.archived) throw notFoundError(`Property group ${name} does not exist`);
  return group;
}
