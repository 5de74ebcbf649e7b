import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { followRun, SEED, startWorld, type World } from './world.ts';

/** Ten accounts side by side: one alone may ask 600 times a minute. */
const PORTALS = Array.from({ length: 10 }, (_, index) => 8_001 + index);
const RECORDS_EACH = 100;
const EDITED_EACH = 2;
const ADMIN = 701;

const users = [{ id: ADMIN, email: 'admin@many.example', firstName: 'Ma', lastName: 'Ny', superAdmin: true }];
const [FIRST] = SEED.portals;
const companies = FIRST?.companies?.filter(({ key }) => key === 'kestrel') ?? [];
const keys = Array.from({ length: RECORDS_EACH }, (_, index) => `many-${index}`);
const contacts = keys.map((key, index) => ({
  key,
  properties: { firstname: 'Many', lastname: String(index), email: `m${index}@kestrel-loom.example` },
  associations: ['kestrel'],
}));

let world: World;

beforeAll(async () => {
  const many = PORTALS.map((id) => ({ id, name: `Many ${id}`, users, companies, contacts }));
  world = await startWorld({ seed: { portals: [...SEED.portals, ...many] } });
  for (const portalId of PORTALS) await world.install(portalId, ADMIN);
}, 120_000);

afterAll(() => world.stop());

const recordSchema = z.object({ properties: z.record(z.string(), z.string().nullable()) });
const answerSchema = z.object({ enrichment: enrichmentSchema });

async function valuesOf(portalId: number, key: string): Promise<string> {
  const path = `/portals/${portalId}/records/contacts/${world.id(key, portalId)}`;
  const { properties } = recordSchema.parse(await world.control(path));
  const filled = Object.entries(properties).filter(([name, value]) => value && !/lastmodifieddate$/.test(name));
  return JSON.stringify(filled.sort(([a], [b]) => a.localeCompare(b)));
}

async function ask(portalId: number, path: string, body: object) {
  const call = { method: 'POST', body: JSON.stringify(body) };
  const response = await world.send(`/api/hubspot${path}`, { portalId, userId: ADMIN }, call);
  const { enrichment } = answerSchema.parse(await response.json());
  return followRun(world, enrichment, { portalId, userId: ADMIN });
}

const isEdited = (key: string) => keys.indexOf(key) < EDITED_EACH;

/** What became of one record: whether it is as it was, and what was kept. */
async function liveThrough(portalId: number, key: string) {
  const objectId = world.id(key, portalId);
  const before = await valuesOf(portalId, key);
  const run = await ask(portalId, '/enrichments', { objectType: 'contacts', objectId, idempotencyKey: key });
  const enriched = await valuesOf(portalId, key);
  const typed = { properties: { oppspot_summary: 'Typed by hand.' }, userId: ADMIN };
  const recordPath = `/portals/${portalId}/records/contacts/${objectId}`;
  await (isEdited(key) ? world.control(recordPath, 'PATCH', typed) : undefined);

  const undone = await ask(portalId, `/enrichments/${run.id}/undo`, {});

  const after = await valuesOf(portalId, key);
  const kept = undone.changes.filter(({ decision }) => decision === 'keep').map(({ property }) => property);
  return { wasEnriched: enriched !== before, isAsBefore: after === before, kept, after };
}

it('after 1,000 enrichments and 20 edits by hand, an undo makes 980 as they were and keeps and lists the 20', async () => {
  const lives = await Promise.all(
    PORTALS.map(async (portalId) => {
      const done = [];
      for (const key of keys) done.push(await liveThrough(portalId, key));
      return done;
    }),
  );

  const all = lives.flat();
  const kept = all.filter((life) => life.kept.length > 0);
  expect(all.filter(({ wasEnriched }) => wasEnriched)).toHaveLength(1_000);
  expect(all.filter(({ isAsBefore }) => isAsBefore)).toHaveLength(980);
  expect(kept.map((life) => life.kept)).toEqual(Array.from({ length: 20 }, () => ['oppspot_summary']));
  expect(kept.filter(({ after }) => after.includes('Typed by hand.'))).toHaveLength(20);
}, 300_000);
