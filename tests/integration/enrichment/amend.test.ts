import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EnrichmentWire, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { OTHER_PORTAL, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
});

async function amend(id: string, action: 'apply' | 'undo', properties?: readonly string[]): Promise<EnrichmentWire> {
  const body = JSON.stringify(properties ? { properties } : {});
  const response = await world.send(
    `/api/hubspot/enrichments/${id}/${action}`,
    { portalId: PORTAL, userId: REP },
    { method: 'POST', body },
  );
  return z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
}

const ours = (values: Readonly<Record<string, string>>) =>
  Object.keys(values)
    .filter((name) => name.startsWith('oppspot_'))
    .sort();
const patches = async () => (await world.requests()).filter(({ method }) => method === 'PATCH').length;

describe('a preview', () => {
  it('is applied for chosen properties alone', async () => {
    const preview = await world.enrich('companies', 'kestrel', { mode: 'preview' });

    const applied = await amend(preview.id, 'apply', ['oppspot_score']);

    expect(
      applied.changes
        .filter(({ written }) => written)
        .map(({ property }) => property)
        .sort(),
    ).toEqual(['oppspot_last_enriched_at', 'oppspot_score']);
    expect(ours(await world.values('companies', 'kestrel'))).toEqual(['oppspot_last_enriched_at', 'oppspot_score']);
  });

  it('shows what changed in HubSpot since, and does not overwrite it', async () => {
    const preview = await world.enrich('contacts', 'ann', { mode: 'preview' });
    await world.edit('contacts', 'ann', { oppspot_summary: 'Typed meanwhile.' });

    const applied = await amend(preview.id, 'apply');

    expect(applied.changes).toContainEqual(
      expect.objectContaining({
        property: 'oppspot_summary',
        decision: 'keep',
        before: 'Typed meanwhile.',
        written: false,
      }),
    );
    expect(await world.values('contacts', 'ann')).toMatchObject({
      oppspot_summary: 'Typed meanwhile.',
      oppspot_company_number: '99100001',
    });
  });

  it('applied twice writes once', async () => {
    const preview = await world.enrich('contacts', 'bob', { mode: 'preview' });
    const first = await amend(preview.id, 'apply');
    await world.forgetRequests();

    expect(await amend(preview.id, 'apply')).toEqual(first);
    expect(await patches()).toBe(0);
  });
});

describe('a preview that was applied in two steps', () => {
  it('leaves alone what a person changed between the steps', async () => {
    const preview = await world.enrich('contacts', 'by-domain', { mode: 'preview' });
    await amend(preview.id, 'apply', ['oppspot_score_coverage']);
    await world.edit('contacts', 'by-domain', { oppspot_score_coverage: '0.99' });

    await amend(preview.id, 'apply');

    expect(await world.values('contacts', 'by-domain')).toMatchObject({
      oppspot_score_coverage: '0.99',
      oppspot_company_number: '99100001',
    });
  });

  it('is remembered as ours, like a run that wrote at once', async () => {
    const preview = await world.enrich('companies', 'twin', { mode: 'preview', companyId: 'gb-99100001' });
    await amend(preview.id, 'apply');
    await world.forgetRequests();

    const next = await world.enrich('companies', 'twin');

    expect(next.match?.company?.companyNumber).toBe('99100001');
    expect(next.changes).toEqual([]);
    expect(await patches()).toBe(0);
  });
});

describe('an undo', () => {
  it('empties what was empty before, keeps what a person edited since, and says so', async () => {
    const run = await world.enrich('companies', 'sinking');
    await world.edit('companies', 'sinking', { oppspot_summary: 'Mine now.' });

    const undone = await amend(run.id, 'undo');

    expect(undone.undo.undoneAt).not.toBeNull();
    expect(undone.changes).toContainEqual(
      expect.objectContaining({ property: 'oppspot_summary', decision: 'keep', written: false }),
    );
    expect(undone.changes).toContainEqual(
      expect.objectContaining({ property: 'oppspot_score', decision: 'write', after: '', written: true }),
    );
    expect(ours(await world.values('companies', 'sinking'))).toEqual(['oppspot_summary']);
  });

  it('twice writes once', async () => {
    const run = await world.enrich('companies', 'bare');
    await amend(run.id, 'undo');
    await world.forgetRequests();

    await amend(run.id, 'undo');

    expect(await patches()).toBe(0);
  });

  it('lets the next run write again', async () => {
    const run = await world.enrich('deals', 'deal');
    await amend(run.id, 'undo');

    const again = await world.enrich('deals', 'deal');

    expect(again.changes.every(({ written }) => written)).toBe(true);
  });

  it('of another portal’s run is not found', async () => {
    const run = await world.enrich('companies', 'kestrel');
    await world.install(OTHER_PORTAL, 601);

    const response = await world.send(
      `/api/hubspot/enrichments/${run.id}/undo`,
      { portalId: OTHER_PORTAL, userId: 601 },
      { method: 'POST', body: '{}' },
    );

    expect(response.status).toBe(404);
  });
});

describe('the activity', () => {
  it('lists what was written, kept and undone, newest first, page by page', async () => {
    const page = async (query: string) => {
      const response = await world.send(`/api/hubspot/activity${query}`, { portalId: PORTAL, userId: REP });
      return (await response.json()) as {
        items: { kind: string; at: string; written: string[] }[];
        nextCursor: string | null;
      };
    };

    const first = await page('?limit=3');
    const second = await page(`?limit=3&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    const times = [...first.items, ...second.items].map(({ at }) => at);

    expect(first.items).toHaveLength(3);
    expect([...times].sort().reverse()).toEqual(times);
    expect([...first.items, ...second.items].map(({ kind }) => kind)).toContain('undo');
  });
});
