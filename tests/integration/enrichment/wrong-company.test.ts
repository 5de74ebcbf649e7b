import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { PORTAL, REP, startWorld, viewRecord, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
});

const rep = { portalId: PORTAL, userId: REP };
const answerSchema = z.object({ enrichment: enrichmentSchema });

const forget = (objectType: string, key: string) =>
  world.send(`/api/hubspot/records/${objectType}/${world.id(key)}/forget-match`, rep, { method: 'POST', body: '' });

async function forgotten(objectType: string, key: string) {
  return answerSchema.parse(await (await forget(objectType, key)).json()).enrichment;
}

const domains = () => world.query<{ domain: string }>('SELECT domain FROM company_domains');

describe('forgetting a company', () => {
  it('clears our values that nobody touched, keeps and lists the edited ones, and asks which company it is', async () => {
    await world.enrich('companies', 'kestrel');
    await world.edit('companies', 'kestrel', { oppspot_summary: 'Mine now.' });

    const run = await forgotten('companies', 'kestrel');

    expect(run.status).toBe('needs_review');
    expect(run.match?.company).toBeNull();
    expect(run.changes).toContainEqual(
      expect.objectContaining({ property: 'oppspot_summary', before: 'Mine now.', decision: 'keep', written: false }),
    );
    expect(Object.keys(await world.values('companies', 'kestrel')).filter((name) => /^oppspot/.test(name))).toEqual(
      expect.arrayContaining(['oppspot_enrichment_status', 'oppspot_last_enriched_at', 'oppspot_summary']),
    );
    expect(await world.values('companies', 'kestrel')).not.toHaveProperty('oppspot_company_number');
  });

  it('is asked about again by the next run, with the wrong one last and marked', async () => {
    const next = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(next.status).toBe('needs_review');
    expect(next.match?.candidates.at(-1)).toMatchObject({
      companyNumber: '99100001',
      reasons: expect.arrayContaining(['a person said that it is not this company']),
    });
  });

  it('is seen by the next view of the record, and a second click answers the same', async () => {
    const latest = await viewRecord(world, 'companies', 'kestrel');

    expect(latest.enrichment?.status).toBe('needs_review');
    expect((await forgotten('companies', 'kestrel')).id).toBe(latest.enrichment?.id);
  });

  it('ends when a person chooses that company after all', async () => {
    await world.enrich('companies', 'kestrel', { companyId: 'gb-99100001' });

    const next = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(next.match?.company?.companyNumber).toBe('99100001');
  });

  it('takes back what the choice taught about the domain, and only then', async () => {
    await world.enrich('companies', 'twin', { companyId: 'gb-99100003' });
    await world.enrich('companies', 'twin-branch');
    expect(await domains()).toContainEqual({ domain: 'copper-finch.example' });

    await forgotten('companies', 'twin-branch');
    expect(await domains()).toContainEqual({ domain: 'copper-finch.example' });
    expect((await world.enrich('companies', 'twin-branch', { refresh: true })).status).toBe('needs_review');

    await forgotten('companies', 'twin');
    expect(await domains()).not.toContainEqual({ domain: 'copper-finch.example' });
  });

  it('is refused in words where no company is matched', async () => {
    await world.enrich('companies', 'stranger');

    const response = await forget('companies', 'stranger');

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'conflict' } });
  });

  it('can be undone, and stands in the activity with who did it', async () => {
    await world.enrich('companies', 'bare');
    const before = await world.values('companies', 'bare');
    const run = await forgotten('companies', 'bare');

    await world.send(`/api/hubspot/enrichments/${run.id}/undo`, rep, { method: 'POST', body: '{}' });

    const { hs_lastmodifieddate: _now, ...after } = await world.values('companies', 'bare');
    expect(before).toMatchObject(after);
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length - 1);
    const activity = await (await world.send('/api/hubspot/activity?limit=5', rep)).json();
    expect(activity).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ kind: 'forget', requestedBy: { kind: 'card', userId: REP } }),
      ]),
    });
  });
});

describe('replacing a company', () => {
  it('writes the values of the other one and clears what does not hold for it', async () => {
    await world.enrich('companies', 'sinking');

    const run = await world.enrich('companies', 'sinking', { companyId: 'gb-99100005' });

    expect(run.match?.company?.companyNumber).toBe('99100005');
    expect(await world.values('companies', 'sinking')).toMatchObject({ oppspot_company_number: '99100005' });
  });
});

describe('a result that is not useful', () => {
  const judge = (id: string, body: object) =>
    world.send(`/api/hubspot/enrichments/${id}/feedback`, rep, { method: 'POST', body: JSON.stringify(body) });

  it('is remembered with who said so, shown with the record, and taken back', async () => {
    const run = await world.enrich('contacts', 'ann');

    const response = await judge(run.id, { about: 'score', isUseful: false });

    expect(await response.json()).toMatchObject({ feedback: [{ about: 'score', userId: REP }] });
    expect((await viewRecord(world, 'contacts', 'ann')).feedback).toHaveLength(1);
    expect(await (await judge(run.id, { about: 'score', isUseful: true })).json()).toEqual({ feedback: [] });
  });

  it('must be there', async () => {
    const run = await world.enrich('contacts', 'bob');

    const response = await judge(run.id, {
      about: 'signal',
      kind: 'no_such',
      occurredAt: '2026-01-01',
      isUseful: false,
    });

    expect(response.status).toBe(422);
  });
});
