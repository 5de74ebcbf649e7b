import {
  type ApiRoute,
  type PortalCall,
  parseBody,
  readLimit,
  readList,
  readObjectType,
  readParam,
} from '../http/api-route.ts';
import { HubSpotError, validationError } from '../http/hubspot-error.ts';
import { associateOnCreate, checkAssociations } from './associate-on-create.ts';
import { archiveRecord, createRecord, updateRecord } from './change-records.ts';
import { getNamedRecord } from './find-by-id.ts';
import { createSchema, updateSchema } from './object-schemas.ts';
import { readScopes, writeScopes } from './object-scopes.ts';
import { getRecords } from './portal-tables.ts';
import { presentRecord, type RecordView } from './present-record.ts';
import { recordsAfter } from './records-in-order.ts';

const BASE = '/crm/objects/2026-09/:objectType';
// HubSpot: a page of a list holds 100 records, 50 when histories are asked for.
const MAX_PAGE = 100;
const MAX_PAGE_WITH_HISTORY = 50;

const mayRead = (call: PortalCall) => [readScopes(readObjectType(call))];
const mayWrite = (call: PortalCall) => [writeScopes(readObjectType(call))];

/** Single records: list, read, create, change, archive. */
export const OBJECT_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: BASE,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: mayRead,
    handle: (call) => {
      const view = readView(call);
      const max = view.withHistory?.length ? MAX_PAGE_WITH_HISTORY : MAX_PAGE;
      const limit = readLimit(call.query, { fallback: 10, max });
      const after = Number(call.query.get('after') ?? 0);
      if (!Number.isFinite(after)) throw validationError('after is not a paging cursor of this list');
      const archived = call.query.get('archived') === 'true';
      const rest = recordsAfter(getRecords(call.portal, readObjectType(call)), after).filter(
        (record) => (record.archivedAtMs !== undefined) === archived,
      );
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      const paging = rest.length > limit && last !== undefined ? { paging: { next: { after: last.id } } } : {};
      return {
        status: 200,
        body: { results: page.map((record) => presentRecord(call.portal, record, view)), ...paging },
      };
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
      const input = parseBody(createSchema, call.body);
      const typeId = readObjectType(call);
      checkAssociations(call, typeId, input.associations);
      const record = createRecord(call, typeId, input.properties);
      associateOnCreate(call, record, input.associations);
      return { status: 201, body: presentRecord(call.portal, record, { properties: Object.keys(input.properties) }) };
    },
  },
  {
    method: 'GET',
    path: `${BASE}/:objectId`,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: mayRead,
    handle: (call) => {
      const record = getNamedRecord(call.portal, readObjectType(call), {
        id: readParam(call, 'objectId'),
        idProperty: call.query.get('idProperty') ?? undefined,
        archived: call.query.get('archived') === 'true',
      });
      return { status: 200, body: presentRecord(call.portal, record, readView(call)) };
    },
  },
  {
    method: 'PATCH',
    path: `${BASE}/:objectId`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWrite,
    handle: (call) => {
      const input = parseBody(updateSchema, call.body);
      const record = getNamedRecord(call.portal, readObjectType(call), {
        id: readParam(call, 'objectId'),
        idProperty: call.query.get('idProperty') ?? undefined,
      });
      updateRecord(call, record, input.properties);
      return { status: 200, body: presentRecord(call.portal, record, { properties: Object.keys(input.properties) }) };
    },
  },
  {
    method: 'DELETE',
    path: `${BASE}/:objectId`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWrite,
    handle: (call) => {
      const record = getNamedRecord(call.portal, readObjectType(call), { id: readParam(call, 'objectId') });
      archiveRecord(call, record);
      return { status: 204 };
    },
  },
];

// HubSpot's front end refuses addresses longer than this with 414.
const MAX_URL_LENGTH = 8_192;

function readView(call: PortalCall): RecordView {
  if (call.query.toString().length > MAX_URL_LENGTH) {
    throw new HubSpotError(414, 'URI_TOO_LONG', 'URI too long: use the batch endpoint');
  }
  return {
    properties: readList(call.query, 'properties'),
    withHistory: readList(call.query, 'propertiesWithHistory'),
    associations: readList(call.query, 'associations'),
  };
}
