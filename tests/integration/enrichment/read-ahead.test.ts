import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { connect } from '../../support/test-database.ts';
import { PORTAL, REP, startWorld, viewRecord, type World } from './world.ts';

let world: World;
let twin: Twin;

beforeAll(async () => {
  world = await startWorld();
  twin = await startTwin(world);
});
afterAll(async () => {
  await twin.stop();
  await world.stop();
});
const answerSchema = z.object({ enrichment: enrichmentSchema });

beforeEach(() => world.control('/requests', 'DELETE'));

const caller = { portalId: PORTAL, userId: REP };
const enrich = async (by: Pick<World, 'send'>, key: string, idempotencyKey: string = randomUUID()) => {
  const body = JSON.stringify({ objectType: 'companies', objectId: world.id(key), idempotencyKey });
  const response = await by.send('/api/hubspot/enrichments', caller, { method: 'POST', body });
  return answerSchema.parse(await response.json()).enrichment;
};
const methods = async () => (await world.requests()).map(({ method }) => method);

describe('a record whose card was opened', () => {
  it('is asked of HubSpot while its run is still being started, and once', async () => {
    await viewRecord(world, 'companies', 'kestrel');
    const holder = await connect(world.database.administratorUrl);
    await holder.query('BEGIN; LOCK TABLE enrichment_requests IN ACCESS EXCLUSIVE MODE');
    const answer = enrich(world, 'kestrel');
    await expect.poll(methods).toEqual(['GET']);
    await holder.query('COMMIT');

    const { status, usage } = await answer;

    expect(status).toBe('completed');
    expect(await methods()).toEqual(['GET', 'PATCH']);
    expect(usage.hubspotCalls).toBe(2);
  });

  it('costs one read again when nothing changed, and none for a key that comes again', async () => {
    await enrich(world, 'kestrel', 'c8f3b1f2-5b4e-4d52-9c7e-0d6a2f4f1a01');
    expect(await methods()).toEqual(['GET']);
    await world.control('/requests', 'DELETE');

    await enrich(world, 'kestrel', 'c8f3b1f2-5b4e-4d52-9c7e-0d6a2f4f1a01');

    expect(await methods()).toEqual([]);
  });

  it('is read anew when another process ended a run of it meanwhile', async () => {
    await viewRecord(world, 'companies', 'kestrel');
    await enrich(twin, 'kestrel');
    await world.control('/requests', 'DELETE');

    const { status, usage, changes } = await enrich(world, 'kestrel');

    expect(status).toBe('completed');
    expect(await methods()).toEqual(['GET', 'GET']);
    expect(usage.hubspotCalls).toBe(2);
    expect(changes.filter(({ written }) => written)).toEqual([]);
  });
});
