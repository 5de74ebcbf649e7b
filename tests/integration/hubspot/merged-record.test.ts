import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema, recordAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { PORTAL, REP } from '../enrichment/world.ts';
import { anEvent, eventually, sendEvents } from './events-world.ts';
import { startWebhooksWorld, type WebhooksWorld } from './webhooks-world.ts';

const caller = { portalId: PORTAL, userId: REP };
const KESTREL = { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' };
const NOBODY = { name: 'Nobody Knows Me Ltd' };

let world: WebhooksWorld;
beforeAll(async () => {
  world = await startWebhooksWorld();
  await world.use({ direction: 'from_crm', frequency: 'manual' });
});
afterAll(() => world.stop());

const enrich = async (objectType: string, objectId: string) => {
  const { body } = await world.post({ objectType, objectId, idempotencyKey: `of-${objectId}` });
  return z.object({ enrichment: enrichmentSchema }).parse(body).enrichment;
};
const act = (id: string, action: string, body: object) =>
  world.send(`/api/hubspot/enrichments/${id}/${action}`, caller, { method: 'POST', body: JSON.stringify(body) });
const view = async (objectType: string, id: string) =>
  recordAnswerSchema.parse(await (await world.send(`/api/hubspot/records/${objectType}/${id}`, caller)).json());
const oursIn = async (objectType: string, id: string) => {
  const record = await world.control(`/portals/${PORTAL}/records/${objectType}/${id}`);
  const { properties } = z.object({ properties: z.record(z.string(), z.string().nullable()) }).parse(record);
  return Object.keys(properties).filter((name) => name.startsWith('oppspot_') && properties[name]);
};
const merged = (objectTypeId: string, gone: string, stays: string) =>
  anEvent('object.merge', stays, {
    objectTypeId,
    primaryObjectId: Number(stays),
    mergedObjectIds: [Number(gone)],
    newObjectId: Number(stays),
  });
/** Merges as a person does in HubSpot, which tells of it. */
const merge = async (objectType: string, gone: string, stays: string) => {
  const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
  const answer = await fetch(`${world.sandbox.url}/crm/objects/2026-09/${objectType}/merge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ primaryObjectId: stays, objectIdToMerge: gone }),
  });
  expect(answer.status).toBe(200);
  await sendEvents(world, [merged(objectType === 'contacts' ? '0-1' : '0-2', gone, stays)]);
  await world.quiet();
};

describe('a record that another one was merged into', () => {
  it('shows the result, scores and feedback of the other, and undoes there what it wrote', async () => {
    const gone = await world.create('companies', KESTREL);
    const stays = await world.create('companies', NOBODY);
    const { id } = await enrich('companies', gone);
    await act(id, 'feedback', { about: 'score', isUseful: false });

    await merge('companies', gone, stays);
    const shown = await view('companies', stays);
    const inherited = await oursIn('companies', stays);
    const undone = await act(id, 'undo', {});

    expect(shown.enrichment).toMatchObject({ id, objectId: stays });
    expect([shown.history?.length, shown.feedback?.length]).toEqual([1, 1]);
    expect((await view('companies', gone)).enrichment).toBeNull();
    expect(undone.status).toBe(200);
    expect(inherited).toContain('oppspot_summary');
    expect(await oursIn('companies', stays)).toEqual([]);
  });

  it('keeps its own result where it has one', async () => {
    const gone = await world.create('companies', KESTREL);
    const stays = await world.create('companies', NOBODY);
    const own = await enrich('companies', stays);
    const other = await enrich('companies', gone);

    await merge('companies', gone, stays);

    expect((await view('companies', stays)).enrichment).toMatchObject({ id: own.id, status: 'no_match' });
    expect((await view('companies', gone)).enrichment).toMatchObject({ id: other.id });
  });

  it.each([
    ['after', (first: object, second: object) => [[first], [second]]],
    ['before', (first: object, second: object) => [[second], [first]]],
    ['together with', (first: object, second: object) => [[second, first]]],
  ])('is forgotten with the other, when HubSpot tells so %s the merge', async (_, order) => {
    const person = (name: string) =>
      world.create('contacts', { firstname: name, email: `${name}-${randomUUID()}@kestrel-loom.example` });
    const [gone, stays] = [await person('gwen'), await person('sam')];
    await enrich('contacts', gone);
    await enrich('contacts', stays);
    const forgotten = anEvent('contact.privacyDeletion', stays, { objectTypeId: undefined, changeFlag: 'DELETED' });

    for (const events of order(merged('0-1', gone, stays), forgotten)) {
      await sendEvents(world, events as Record<string, unknown>[]);
      await world.quiet();
    }

    await eventually(
      () => world.query('SELECT FROM enrichments WHERE object_id IN ($1, $2)', [gone, stays]),
      (rows) => rows.length === 0,
    );
  });
});
