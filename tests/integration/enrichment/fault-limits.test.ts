import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema, healthSchema } from '../../../hubspot-project/contract/index.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { ADMIN, followRun, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const fault = (status: number, body: object, headers: Readonly<Record<string, string>> = {}) =>
  world.control('/faults', 'POST', {
    match: { pathPattern: '/crm/objects/', portalId: PORTAL },
    times: 1,
    fault: { kind: 'status', status, body: { status: 'error', message: 'no', ...body }, headers },
  });
const readRun = async (id: string) => {
  const answer = await world.send(`/api/hubspot/enrichments/${id}`, { portalId: PORTAL, userId: REP });
  return z.object({ enrichment: z.looseObject({ status: z.string() }) }).parse(await answer.json()).enrichment;
};
const readHealth = async () => {
  const answer = await world.send('/api/hubspot/health', { portalId: PORTAL, userId: ADMIN });
  return healthSchema.parse(await answer.json());
};

/** Who was told sends nothing more; another process believes for five seconds that an account is quiet, and asks once. */
const EACH_OTHER_PROCESS_LEARNS = PROCESSES;

describe('HubSpot’s limit, for a card', () => {
  it('is waited for beyond the first answer, and whoever looks is told what for', async () => {
    await fault(429, { category: 'RATE_LIMITS', policyName: 'TEN_SECONDLY_ROLLING' }, { 'Retry-After': '14' });
    const begun = await world.post({ objectType: 'companies', objectId: world.id('kestrel'), idempotencyKey: 'limit' });
    const { enrichment } = z.object({ enrichment: enrichmentSchema }).parse(begun.body);
    const { waitingFor } = await readRun(enrichment.id);

    const ended = await followRun(world, enrichment);

    expect([begun.status, waitingFor]).toEqual([202, 'hubspot_limit']);
    expect(ended.status).toBe('completed');
    expect(await readRun(enrichment.id)).not.toHaveProperty('waitingFor');
  });
});

describe('an account that must be left alone', () => {
  it('for the day ends the run at once, says until when, and sends nothing more', async () => {
    await fault(429, { category: 'RATE_LIMITS', policyName: 'DAILY' });
    const run = await world.enrich('companies', 'bare');
    await world.forgetRequests();

    const next = await world.enrich('companies', 'kestrel');
    const health = await readHealth();

    const ofTheDay = { code: 'rate_limited', message: expect.stringContaining('of the day are used up') };
    expect([run.error, next.error]).toMatchObject([ofTheDay, ofTheDay]);
    expect(run.error?.retryAfterMs).toBeGreaterThan(0);
    expect(health.hubspotCalls).toMatchObject({ state: 'daily_limit', message: expect.stringContaining('midnight') });
    const sent = (await world.requests()).filter(({ path }) => path.startsWith('/crm/objects/'));
    expect(sent.length).toBeLessThan(EACH_OTHER_PROCESS_LEARNS);
  });

  it('while HubSpot moves it says so in the run and in health, and sends nothing more', async () => {
    await fault(477, { category: 'MIGRATION_IN_PROGRESS' }, { 'Retry-After': '3600' });
    const run = await world.enrich('companies', 'bare');
    await world.forgetRequests();

    const next = await world.enrich('companies', 'kestrel');
    const health = await readHealth();

    const moving = { code: 'upstream_unavailable', message: expect.stringContaining('is moving this account') };
    expect([run.error, next.error]).toMatchObject([moving, moving]);
    expect(health.hubspotCalls).toMatchObject({ state: 'moving', message: expect.stringContaining('is moving') });
    expect(health.missingPropertiesUnknownBecause).toContain('is moving this account');
    expect(Date.parse(health.hubspotCalls?.until ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    expect((await world.requests()).length).toBeLessThan(EACH_OTHER_PROCESS_LEARNS);
  });

  it('and none that must not is said to be within its limits', async () => {
    expect((await readHealth()).hubspotCalls).toEqual({ state: 'normal', message: null, until: null });
  });
});
