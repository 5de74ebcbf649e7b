import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrichmentAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { PORTAL, REP, startWorld, type World } from './world.ts';

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

describe('a record that another process is enriching', () => {
  it('is answered with the result of that run once it is there, not with a run to ask for again', async () => {
    await world.control('/faults', 'POST', {
      match: { method: 'GET', pathPattern: '/companies/\\d+$' },
      times: 1,
      fault: { kind: 'delay', ms: 1_500 },
    });
    const objectId = world.id('kestrel');
    const caller = { portalId: PORTAL, userId: REP };
    const begin = (idempotencyKey: string) => JSON.stringify({ objectType: 'companies', objectId, idempotencyKey });
    const first = world.send('/api/hubspot/enrichments', caller, { method: 'POST', body: begin('first') });
    await expect
      .poll(async () => (await world.query("SELECT id FROM enrichments WHERE status = 'running'")).length)
      .toBe(1);

    const joined = await twin.send('/api/hubspot/enrichments', caller, { method: 'POST', body: begin('second') });

    expect(joined.status).toBe(200);
    const { enrichment } = enrichmentAnswerSchema.parse(await joined.json());
    expect(enrichment.status).toBe('completed');
    expect(enrichment.id).toBe(enrichmentAnswerSchema.parse(await (await first).json()).enrichment.id);
  });
});
