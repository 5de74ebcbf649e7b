import { type ApiReply, type ApiRoute, type PortalCall, parseBody, readObjectType } from '../http/api-route.ts';
import { notFoundError, validationError } from '../http/hubspot-error.ts';
import { type CrmRecord, readStored, storeValue } from '../state/crm-record.ts';
import { type ChangeContext, forgetRecord, publish } from './change-records.ts';
import { findNamedRecord, getNamedRecord } from './find-by-id.ts';
import { gdprDeleteSchema, mergeSchema } from './object-schemas.ts';
import { writeScopes } from './object-scopes.ts';
import { getRecords } from './portal-tables.ts';
import { presentRecord } from './present-record.ts';
import { noteHolder } from './unique-holders.ts';

const BASE = '/crm/objects/2026-09/:objectType';

/** Two records become one; a contact is forgotten for good. */
export const MERGE_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: `${BASE}/merge`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: (call) => [writeScopes(readObjectType(call))],
    handle: (call) => {
      const typeId = readObjectType(call);
      if (typeId === '0-27' || typeId === '0-46') throw notFoundError();
      const input = parseBody(mergeSchema, call.body);
      if (input.primaryObjectId === input.objectIdToMerge)
        throw validationError('A record cannot be merged with itself');
      const primary = getNamedRecord(call.portal, typeId, { id: input.primaryObjectId });
      const other = getNamedRecord(call.portal, typeId, { id: input.objectIdToMerge });
      mergeRecords(call, primary, other);
      return { status: 200, body: presentRecord(call.portal, primary, { properties: ['hs_merged_object_ids'] }) };
    },
  },
  {
    method: 'POST',
    path: `${BASE}/gdpr-delete`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: (call) => [writeScopes(readObjectType(call))],
    handle: forgetContact,
  },
];

/** Merges the second record into the first: values the first lacks and all associations move, the second is gone. */
export function mergeRecords(context: ChangeContext, primary: CrmRecord, other: CrmRecord): void {
  const nowMs = context.state.clock.nowMs();
  const origin = { ...context.origin, sourceType: 'MERGE_OBJECTS' };
  for (const [name, [newest]] of other.history) {
    if (newest === undefined || (readStored(primary, name) ?? '') !== '') continue;
    storeValue(primary, name, { ...origin, value: newest.value, timestampMs: nowMs });
    noteHolder(getRecords(context.portal, primary.objectTypeId), primary, name, newest.value);
  }
  const merged = [readStored(primary, 'hs_merged_object_ids'), other.id].filter(Boolean).join(';');
  storeValue(primary, 'hs_merged_object_ids', { ...origin, value: merged, timestampMs: nowMs });
  primary.updatedAtMs = nowMs;
  const typeId = primary.objectTypeId;
  context.portal.associations.moveAll({ typeId, id: other.id }, { typeId, id: primary.id });
  getRecords(context.portal, typeId).delete(other.id);
  publish(context, primary, {
    kind: 'merge',
    merge: { primaryObjectId: primary.id, mergedObjectId: other.id, newObjectId: primary.id },
  });
}

function forgetContact(call: PortalCall): ApiReply {
  if (readObjectType(call) !== '0-1') throw notFoundError();
  const input = parseBody(gdprDeleteSchema, call.body);
  const record = findNamedRecord(call.portal, '0-1', { id: input.objectId, idProperty: input.idProperty });
  if (record === undefined) throw notFoundError();
  forgetRecord(call, record);
  return { status: 204 };
}
