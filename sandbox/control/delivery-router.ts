import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { z } from 'zod';
import { findRecord } from '../crm/change-records.ts';
import { readValue } from '../crm/record-values.ts';
import { signVersion2, signVersion3 } from '../delivery/sign-request.ts';
import { notFoundError, validationError } from '../http/hubspot-error.ts';
import { OBJECT_TYPES, parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { type ControlParts, getPortal, readJson } from './control-parts.ts';

const deliverSchema = z.object({ events: z.array(z.record(z.string(), z.unknown())).optional() });

const executionSchema = z.object({
  /** The action's public https address. */
  actionUrl: z.string(),
  object: z.object({ objectType: z.string(), objectId: z.string() }).optional(),
  /** Names listed in the action's `objectRequestOptions`. */
  objectProperties: z.array(z.string()).default([]),
  inputFields: z.record(z.string(), z.string()).default({}),
  callbackId: z.string().optional(),
  source: z.enum(['WORKFLOWS', 'AGENTS', 'COPILOT', 'STANDALONE', 'TEST']).default('WORKFLOWS'),
  /** HubSpot documents version 2 for actions and sends version 3 as well; a test may leave version 3 out. */
  signs: z.enum(['v2', 'v3', 'both']).default('both'),
  timeoutMs: z.number().positive().default(20_000),
});

const MAX_RESPONSE_BYTES = 1_048_576;

/** What HubSpot sends to an app by itself: webhooks and executions of workflow actions. */
export function makeDeliveryRouter(parts: ControlParts): Router {
  const router = express.Router();

  router.post('/portals/:portalId/webhooks/deliver', async (request, response) => {
    const portal = getPortal(parts, request);
    const { events } = readJson(deliverSchema, request);
    const owned = events?.map((event) => ({ portalId: portal.id, appId: parts.state.app?.appId ?? 0, ...event }));
    response.json({ attempts: await parts.webhooks.deliverNow(owned) });
  });

  router.get('/webhooks/attempts', (_request, response) => {
    response.json({ attempts: parts.webhooks.attempts() });
  });

  router.get('/journal-files/:offset', (request, response) => {
    const file = parts.state.journal.files().find(({ offset }) => offset === request.params.offset);
    if (file === undefined) throw notFoundError('This file of the journal is not kept any more');
    const { offset, journalEvents, publishedAtMs } = file;
    response.json({ offset, journalEvents, publishedAt: new Date(publishedAtMs).toISOString() });
  });

  router.put('/origin-map', (request, response) => {
    parts.originMap = readJson(z.record(z.string(), z.string()), request);
    response.json(parts.originMap);
  });

  router.post('/portals/:portalId/workflow-executions', async (request, response) => {
    const portal = getPortal(parts, request);
    response.json(await execute(parts, portal, readJson(executionSchema, request)));
  });
  return router;
}

type Execution = z.infer<typeof executionSchema>;

async function execute(parts: ControlParts, portal: Portal, execution: Execution): Promise<Record<string, unknown>> {
  const clientSecret = parts.state.app?.clientSecret;
  if (clientSecret === undefined) throw validationError('No app is registered');
  const callbackId = execution.callbackId ?? `ap-${portal.id}-${randomUUID()}`;
  const body = JSON.stringify({
    callbackId,
    origin: { portalId: portal.id, actionDefinitionId: 1, actionDefinitionVersion: 1 },
    context: { source: execution.source, workflowId: 1 },
    ...describeObject(portal, execution),
    inputFields: execution.inputFields,
  });
  const signed = { method: 'POST', url: execution.actionUrl, body, clientSecret, nowMs: parts.state.clock.nowMs() };
  const result = await parts.send({
    method: 'POST',
    url: execution.actionUrl,
    body,
    timeoutMs: execution.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    headers: {
      'Content-Type': 'application/json',
      ...(execution.signs === 'v3' ? {} : signVersion2(signed)),
      ...(execution.signs === 'v2' ? {} : signVersion3(signed)),
    },
  });
  return { callbackId, ...result };
}

function describeObject(portal: Portal, execution: Execution): Record<string, unknown> {
  if (execution.object === undefined) return {};
  const typeId = parseObjectType(execution.object.objectType);
  const record = typeId === undefined ? undefined : findRecord(portal, typeId, execution.object.objectId);
  if (typeId === undefined || record === undefined) throw validationError('The record of the execution does not exist');
  const properties = Object.fromEntries(
    execution.objectProperties.map((name) => [name, readValue(portal, record, name) ?? null]),
  );
  const objectType = OBJECT_TYPES[typeId].singular.toUpperCase();
  return { object: { objectId: Number(record.id), objectType, properties } };
}
