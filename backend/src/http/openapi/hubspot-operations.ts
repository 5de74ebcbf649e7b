import { z } from 'zod';
import {
  automationOptionsSchema,
  bulkAnswerSchema,
  bulkDryRunAnswerSchema,
  bulkRequestSchema,
  chosenPropertiesSchema,
  companiesAnswerSchema,
  companiesQuerySchema,
  companyScoresAnswerSchema,
  enrichmentAnswerSchema,
  enrichRequestSchema,
  errorBodySchema,
  feedbackAnswerSchema,
  feedbackRequestSchema,
  recordAnswerSchema,
  scorePreviewAnswerSchema,
  scorePreviewRequestSchema,
  settingsSchema,
} from '../../../../hubspot-project/contract/index.ts';
import type { Operation } from './operation.ts';
import { propertyShape } from './property-shape.ts';

const BASE = '/api/hubspot';
const shared = { tag: 'For HubSpot', security: 'hubspot' } as const;
const failures = (...statuses: readonly number[]): Operation['answers'] =>
  Object.fromEntries([401, 403, 413, 429, 500, 503, ...statuses].map((status) => [status, errorBodySchema]));

const activityQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
  status: z.enum(['success', 'failed', 'pending']).optional(),
});
const activity = z.object({
  items: z.array(z.looseObject({ id: z.uuid(), at: z.iso.datetime() })),
  nextCursor: z.string().nullable(),
});

/** What HubSpot's side calls: signed requests, the portal in the signed query. */
export const HUBSPOT_OPERATIONS: readonly Operation[] = [
  {
    ...shared,
    method: 'get',
    path: `${BASE}/records/{objectType}/{objectId}`,
    summary: 'The newest result of a record, and what the card needs',
    answers: { 200: recordAnswerSchema, ...failures(422) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/records/{objectType}/{objectId}/forget-match`,
    summary: 'Say that the record is not the company it was matched to',
    answers: { 200: enrichmentAnswerSchema, 202: enrichmentAnswerSchema, ...failures(404, 409, 422) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/enrichments`,
    summary: 'Enrich one record; 202 when it takes longer than ten seconds',
    body: enrichRequestSchema,
    answers: { 200: enrichmentAnswerSchema, 202: enrichmentAnswerSchema, ...failures(409, 422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/enrichments/{id}`,
    summary: 'One run',
    answers: { 200: enrichmentAnswerSchema, ...failures(404) },
  },
  ...(['apply', 'undo'] as const).map(
    (action): Operation => ({
      ...shared,
      method: 'post',
      path: `${BASE}/enrichments/{id}/${action}`,
      summary: action === 'apply' ? 'Write what a preview decided' : 'Take back what a run wrote',
      body: chosenPropertiesSchema,
      answers: { 200: enrichmentAnswerSchema, ...failures(404, 409, 422) },
    }),
  ),
  {
    ...shared,
    method: 'post',
    path: `${BASE}/enrichments/{id}/feedback`,
    summary: 'Call a score or a signal not useful',
    body: feedbackRequestSchema,
    answers: { 200: feedbackAnswerSchema, ...failures(404, 422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/companies`,
    summary: 'Companies of the register to choose from',
    query: companiesQuerySchema,
    answers: { 200: companiesAnswerSchema, ...failures(422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/companies/{companyNumber}/scores`,
    summary: 'What a company scored, seen from all its records',
    answers: { 200: companyScoresAnswerSchema, ...failures(422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/settings`,
    summary: 'Settings of the portal',
    answers: { 200: z.looseObject({ settings: settingsSchema }), ...failures() },
  },
  {
    ...shared,
    method: 'put',
    path: `${BASE}/settings`,
    summary: 'Replace the settings (admin)',
    body: z.object({ settings: settingsSchema }),
    answers: { 200: z.looseObject({ settings: settingsSchema }), ...failures(422) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/settings/score-preview`,
    summary: 'What other weights or another ideal customer would do to scores (admin); stores nothing',
    body: scorePreviewRequestSchema,
    answers: { 200: scorePreviewAnswerSchema, ...failures(422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/properties/{objectType}`,
    summary: 'Properties of the portal that a mapping can point at',
    answers: { 200: z.looseObject({ properties: z.array(propertyShape) }), ...failures(409, 422, 502) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/automation/options`,
    summary: 'Owners and pipelines that automation can name',
    answers: { 200: automationOptionsSchema, ...failures(409, 502) },
  },
  {
    ...shared,
    method: 'post',
    path: `${BASE}/bulk-enrichments`,
    summary: 'Enrich a list, a selection or everything; a dry run answers the estimate',
    body: bulkRequestSchema,
    answers: { 200: bulkDryRunAnswerSchema, 202: bulkAnswerSchema, ...failures(409, 422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/bulk-enrichments/{id}`,
    summary: 'How far a bulk run is',
    answers: { 200: bulkAnswerSchema, ...failures(404) },
  },
  ...(['stop', 'resume', 'undo'] as const).map(
    (action): Operation => ({
      ...shared,
      method: 'post',
      path: `${BASE}/bulk-enrichments/{id}/${action}`,
      summary: { stop: 'Stop a bulk run', resume: 'Go on with a bulk run', undo: 'Take back a bulk run' }[action],
      answers: { 200: bulkAnswerSchema, 202: bulkAnswerSchema, ...failures(404, 409) },
    }),
  ),
  {
    ...shared,
    method: 'post',
    path: `${BASE}/webhooks`,
    summary: 'HubSpot’s event batch',
    body: z.array(z.looseObject({})),
    answers: { 204: null, ...failures(422) },
  },
  ...(['enrich', 'score'] as const).map(
    (action): Operation => ({
      ...shared,
      method: 'post',
      path: `${BASE}/workflow-actions/${action}`,
      summary: `HubSpot’s custom workflow action: ${action}`,
      body: z.looseObject({ callbackId: z.string(), origin: z.looseObject({ portalId: z.int() }) }),
      answers: { 200: z.looseObject({ outputFields: z.record(z.string(), z.string()) }), ...failures(422) },
    }),
  ),
  {
    ...shared,
    method: 'get',
    path: `${BASE}/activity`,
    summary: 'What the app did, the newest first',
    query: activityQuery,
    answers: { 200: activity, ...failures(422) },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/health`,
    summary: 'How the app stands in the portal',
    answers: { 200: z.looseObject({}), ...failures() },
  },
  {
    ...shared,
    method: 'get',
    path: `${BASE}/export`,
    summary: 'Everything kept of the portal, one JSON value a line (admin)',
    answers: { 200: null, ...failures() },
  },
  {
    ...shared,
    method: 'delete',
    path: `${BASE}/installation`,
    summary: 'Disconnect the portal (admin)',
    body: z.object({ removeProperties: z.boolean().default(false) }),
    answers: { 200: z.looseObject({ receipt: z.looseObject({}) }), ...failures(422) },
  },
];
