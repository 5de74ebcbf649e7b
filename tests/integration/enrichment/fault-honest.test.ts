import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, viewRecord, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await world.control('/faults', 'DELETE');
});

afterAll(async () => {
  await world.stop();
});

const ALWAYS = 1_000;
const hubspotError = { status: 'error', message: 'no', category: 'VALIDATION_ERROR', correlationId: 'c' };

/** What HubSpot does with every write, and the record it is done to. */
const FAULTS = [
  ['answers 500', 'kestrel', { kind: 'status', status: 500, body: {} }],
  ['cuts the connection before it wrote', 'sinking', { kind: 'reset-before' }],
  ['cuts the connection after it wrote', 'bare', { kind: 'reset-after-apply' }],
  ['answers junk after it wrote', 'stranger', { kind: 'junk-after-apply' }],
  ['refuses without naming a property', 'twin', { kind: 'status', status: 400, body: hubspotError }],
  [
    'says that the record is gone',
    'listed',
    { kind: 'status', status: 404, body: { ...hubspotError, category: 'OBJECT_NOT_FOUND' } },
  ],
] as const;

describe('HubSpot', () => {
  it.each(FAULTS)(
    '%s, however often: the card calls nothing written that is not in HubSpot',
    async (_name, key, kind) => {
      await world.control('/faults', 'POST', { match: { method: 'PATCH' }, times: ALWAYS, fault: kind });

      const run = await world.enrich('companies', key);
      const held = await world.values('companies', key);

      const claimed = run.changes.filter(({ written }) => written);
      expect(claimed.filter(({ property, after }) => (held[property] ?? '') !== (after ?? ''))).toEqual([]);
      expect(['failed', 'completed', 'insufficient_data', 'needs_review', 'no_match']).toContain(run.status);
      expect((await viewRecord(world, 'companies', key)).enrichment?.status).toBe(run.status);
    },
  );

  it.each(FAULTS)('%s, and stops doing so: the next run leaves in HubSpot what it says', async (_name, key) => {
    const run = await world.enrich('companies', key, { refresh: true });
    const held = await world.values('companies', key);

    const claimed = run.changes.filter(({ written }) => written);
    expect(claimed.filter(({ property, after }) => (held[property] ?? '') !== (after ?? ''))).toEqual([]);
    expect(run.error).toBeNull();
  });
});
