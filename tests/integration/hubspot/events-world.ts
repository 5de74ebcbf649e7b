import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import type { StartProductOptions } from '../../support/start-product.ts';
import { PORTAL, startWorld, type World } from '../enrichment/world.ts';

const ACTION_URL = 'https://smartsync.example.test/api/hubspot/workflow-actions';

/** Starts the world with a local HubSpot that knows where the product really is. */
export async function startEventsWorld(options: Partial<StartProductOptions> = {}): Promise<World> {
  const world = await startWorld({ startsWorker: true, ...options });
  await world.control('/origin-map', 'PUT', { [world.publicUrl]: world.origin });
  return world;
}

/** What an execution of a workflow action was answered. */
export interface ExecutionAnswer {
  readonly callbackId: string;
  readonly status: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs a workflow action as HubSpot does, for a record of the seed; the local HubSpot signs and sends it. */
export async function runAction(
  world: World,
  action: 'enrich' | 'score',
  input: Readonly<Record<string, unknown>>,
): Promise<ExecutionAnswer> {
  const path = `/portals/${PORTAL}/workflow-executions`;
  const body = { actionUrl: `${ACTION_URL}/${action}`, objectProperties: ['name', 'domain', 'email'], ...input };
  const answer = z
    .object({ callbackId: z.string(), status: z.number(), body: z.string() })
    .parse(await world.control(path, 'POST', body));
  const outputs = z
    .object({ outputFields: z.record(z.string(), z.string()).default({}) })
    .parse(JSON.parse(answer.body));
  return { callbackId: answer.callbackId, status: answer.status, outputs: outputs.outputFields };
}

/** Completions that the local HubSpot received. */
export async function readCallbacks(world: World) {
  const shape = z.object({
    callbacks: z.array(z.object({ callbackId: z.string(), outputFields: z.record(z.string(), z.string()) })),
  });
  return shape.parse(await world.control('/callbacks')).callbacks;
}

/** Sends a batch of webhook events as HubSpot does. */
export function sendEvents(world: World, events: readonly Readonly<Record<string, unknown>>[], options = {}) {
  return world.send('/api/hubspot/webhooks', {}, { method: 'POST', body: JSON.stringify(events), ...options });
}

let lastEventId = 0;

/** One event of the first portal, told by a person unless said otherwise. */
export function anEvent(
  subscriptionType: string,
  objectId: string,
  members: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  lastEventId += 1;
  return {
    eventId: lastEventId,
    subscriptionId: 1,
    portalId: PORTAL,
    appId: 4096,
    occurredAt: Date.now(),
    subscriptionType,
    objectTypeId: '0-2',
    objectId: Number(objectId),
    attemptNumber: 0,
    changeSource: 'CRM_UI',
    sourceId: 'userId:502',
    isSensitive: false,
    ...members,
  };
}

/** The project's webhooks as the local HubSpot is told them. */
export function projectWebhooks() {
  const file = z
    .object({ config: z.object({ subscriptions: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) }) })
    .parse(JSON.parse(readFileSync('hubspot-project/app/webhooks/webhooks-hsmeta.json', 'utf8')));
  return {
    targetUrl: 'https://smartsync.example.test/api/hubspot/webhooks',
    subscriptions: Object.values(file.config.subscriptions).flat(),
  };
}

/** Headers of signature version 2 alone, as HubSpot documents it for actions. */
export function version2Headers(secret: string, method: string, url: string, body: string) {
  const signature = createHash('sha256').update(`${secret}${method}${url}${body}`).digest('hex');
  return { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': 'v2' };
}

/** Waits until something holds, for twenty seconds. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  return vi.waitFor(
    async () => {
      const value = await look();
      expect(value).toSatisfy(holds);
      return value;
    },
    { timeout: 20_000, interval: 50 },
  );
}
