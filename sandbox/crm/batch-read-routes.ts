import { type ApiReply, type ApiRoute, type PortalCall, parseBody, readObjectType } from '../http/api-route.ts';
import { answerBatch, checkBatchSize, describeMissing, MAX_BATCH, MAX_BATCH_WITH_HISTORY } from './batch-answer.ts';
import { archiveRecord } from './change-records.ts';
import { findNamedRecord } from './find-by-id.ts';
import { batchIdsSchema, batchReadSchema } from './object-schemas.ts';
import { readScopes, writeScopes } from './object-scopes.ts';
import { presentRecord } from './present-record.ts';

const BASE = '/crm/objects/2026-09/:objectType/batch';

/** Batches that name records only: read and archive. */
export const BATCH_READ_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: `${BASE}/read`,
    auth: 'portal',
    bucket: 'main',
    latency: 'read',
    scopes: (call) => [readScopes(readObjectType(call))],
    handle: readBatch,
  },
  {
    method: 'POST',
    path: `${BASE}/archive`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: (call) => [writeScopes(readObjectType(call))],
    handle: (call) => {
      const typeId = readObjectType(call);
      const { inputs } = parseBody(batchIdsSchema, call.body);
      checkBatchSize(inputs, MAX_BATCH);
      for (const { id } of inputs) {
        const record = findNamedRecord(call.portal, typeId, { id });
        // Archiving what is archived already is no fault.
        if (record !== undefined) archiveRecord(call, record);
      }
      return { status: 204 };
    },
  },
];

function readBatch(call: PortalCall): ApiReply {
  const typeId = readObjectType(call);
  const input = parseBody(batchReadSchema, call.body);
  const hasHistory = input.propertiesWithHistory.length > 0;
  if (hasHistory) checkBatchSize(input.inputs, MAX_BATCH_WITH_HISTORY, 'property histories');
  checkBatchSize(input.inputs, MAX_BATCH);
  const archived = call.query.get('archived') === 'true';
  const ids = [...new Set(input.inputs.map(({ id }) => id))];
  const found = ids.map((id) => ({
    id,
    record: findNamedRecord(call.portal, typeId, { id, idProperty: input.idProperty, archived }),
  }));
  const view = { properties: input.properties, withHistory: input.propertiesWithHistory };
  return answerBatch(call.state, {
    results: found.flatMap(({ record }) => (record === undefined ? [] : [presentRecord(call.portal, record, view)])),
    errors: describeMissing(
      typeId,
      found.filter(({ record }) => record === undefined).map(({ id }) => id),
    ),
  });
}
