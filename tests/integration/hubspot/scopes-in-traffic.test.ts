/** HubSpot's review reads 30 days of logs and refuses a scope that nobody used: each one must show in traffic. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import app from '../../../hubspot-project/app/app-hsmeta.json' with { type: 'json' };
import { ADMIN, PORTAL, type World } from '../enrichment/world.ts';
import { eventually, readCallbacks, runAction, startEventsWorld } from './events-world.ts';

const { requiredScopes, optionalScopes } = app.config.auth;
const shape = z.object({
  requests: z.array(z.object({ path: z.string(), status: z.number(), scopes: z.array(z.string()) })),
});

let world: World;
let used: ReadonlySet<string>;

beforeAll(async () => {
  world = await startEventsWorld();
  const send = (path: string, body?: object) =>
    world.send(
      `/api/hubspot${path}`,
      { portalId: PORTAL, userId: ADMIN },
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
  for (const [objectType, key] of [
    ['contacts', 'ann'],
    ['companies', 'kestrel'],
    ['deals', 'deal'],
  ] as const)
    await world.enrich(objectType, key);
  await send('/automation/options');
  await world.control(`/portals/${PORTAL}/lists/77`, 'PUT', {
    name: 'Loom people',
    objectTypeId: '0-1',
    recordIds: [world.id('bob')],
  });
  await send('/bulk-enrichments', { objectType: 'contacts', listId: '77', idempotencyKey: 'k', dryRun: true });
  await completeSlowWork();
  const { requests } = shape.parse(await world.control('/requests'));
  used = new Set(
    requests
      .filter(({ status }) => status < 300)
      .flatMap(({ scopes }) => scopes)
      // Of the app's own token: the schedule may read the webhooks journal in the meantime, and no installer is asked for that.
      .filter((scope) => !scope.startsWith('developer.')),
  );
});

afterAll(() => world.stop());

/** A workflow that had to wait is told the outcome. */
async function completeSlowWork(): Promise<void> {
  await world.control('/faults', 'POST', {
    match: { method: 'GET', pathPattern: '/crm/objects/2026-09/deals/' },
    fault: { kind: 'delay', ms: 4_500 },
  });
  const { callbackId } = await runAction(world, 'enrich', {
    object: { objectType: 'deals', objectId: world.id('loose-deal') },
    timeoutMs: 5_000,
  });
  await eventually(
    () => readCallbacks(world),
    (all) => all.some((one) => one.callbackId === callbackId),
  );
}

describe('the scopes of app-hsmeta.json', () => {
  it.each([...requiredScopes, ...optionalScopes])('%s is used by a request that HubSpot granted', (scope) => {
    expect([...used]).toContain(scope);
  });

  it('are all that were needed', () => {
    expect([...used].filter((scope) => ![...requiredScopes, ...optionalScopes].includes(scope))).toEqual([]);
  });
});
