import { z } from 'zod';
import { batchAnswerShape, failureShape, integrationShape, logShape, syncedShape } from '../integration-answers.ts';
import {
  batchRequestShape,
  connectionsQueryShape,
  connectRequestShape,
  fieldsQueryShape,
  logsQueryShape,
  mappingsRequestShape,
  mappingsShape,
  syncRequestShape,
} from '../integration-shapes.ts';
import type { Operation } from './operation.ts';
import { propertyShape } from './property-shape.ts';

const BASE = '/api/integrations/crm';
const shared = { tag: 'Integration API', security: 'jwt' } as const;

/** What every route of the integration API may answer. */
const failures = (...statuses: readonly number[]): Operation['answers'] =>
  Object.fromEntries([401, 403, 429, 500, 503, ...statuses].map((status) => [status, failureShape]));

const onceHeaders = {
  'Idempotency-Key':
    'Made by the caller, 1 to 200 visible characters: the same key and body get the same answer for 24 hours.',
};
const done = z.object({ success: z.literal(true), message: z.string() });

/** The integration API, route by route. */
export const INTEGRATION_OPERATIONS: readonly Operation[] = [
  {
    ...shared,
    method: 'post',
    path: `${BASE}/connect`,
    summary: 'Connect a CRM account, or update the connection (owner, admin)',
    body: connectRequestShape,
    answers: {
      200: z.object({ success: z.literal(true), integration: integrationShape, message: z.string() }),
      ...failures(400, 409, 413, 422, 502),
    },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/connect`,
    summary: 'List the connections of the organisation',
    query: connectionsQueryShape,
    answers: { 200: z.object({ integrations: z.array(integrationShape) }), ...failures(422) },
  },
  {
    ...shared,
    method: 'delete',
    path: `${BASE}/connect/{id}`,
    summary: 'Disconnect (owner, admin)',
    answers: { 200: done, ...failures(404) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/sync`,
    summary: 'Sync one contact or company',
    headers: onceHeaders,
    body: syncRequestShape,
    answers: { 200: syncedShape, ...failures(400, 404, 409, 413, 422, 502) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/sync/batch`,
    summary: 'Sync up to 100 contacts or companies; 207 when some failed',
    headers: onceHeaders,
    body: batchRequestShape,
    answers: { 200: batchAnswerShape, 207: batchAnswerShape, ...failures(400, 404, 409, 413, 422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/sync`,
    summary: 'What was synced, the newest first',
    query: logsQueryShape,
    answers: {
      200: z.object({ logs: z.array(logShape), nextCursor: z.string().nullable() }),
      ...failures(404, 422),
    },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/{id}/mappings`,
    summary: 'Which result goes into which property',
    answers: { 200: z.object({ mappings: mappingsShape }), ...failures(404) },
  },
  {
    ...shared,
    method: 'put',
    path: `${BASE}/{id}/mappings`,
    summary: 'Replace the mappings of the object types that are sent (owner, admin)',
    body: mappingsRequestShape,
    answers: { 200: z.object({ mappings: mappingsShape }), ...failures(400, 404, 413, 422, 502) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/{id}/fields`,
    summary: 'Properties of the account that a mapping can point at',
    query: fieldsQueryShape,
    answers: { 200: z.object({ fields: z.array(propertyShape) }), ...failures(404, 422, 502) },
  },
];
