import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { companyScoresAnswerSchema, type EnrichmentWire } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, OTHER_PORTAL, PORTAL, REP, startWorld, viewRecord, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.forgetRequests());

const company = (key: string) => ({ objectType: 'companies', objectId: world.id(key) });
const numberOf = ({ match }: EnrichmentWire) => match?.company?.companyNumber;
const writtenBy = ({ changes }: EnrichmentWire) => changes.filter(({ written }) => written);

describe('enriching a company', () => {
  it('matches it by name and place, scores it, and writes every property with its evidence', async () => {
    const run = await world.enrich('companies', 'kestrel');
    const values = await world.values('companies', 'kestrel');

    expect(run.status).toBe('completed');
    expect(run.match?.company).toMatchObject({ companyNumber: '99100001', status: 'Active' });
    expect(run.match?.confidence).toBeGreaterThanOrEqual(0.95);
    expect(run.score?.parts.fit.value).toBe(100);
    expect(run.summary?.source).toBe('template');
    expect(run.evidence.map(({ id }) => id)).toEqual(expect.arrayContaining(run.summary?.evidence ?? ['missing']));
    expect(values).toMatchObject({
      oppspot_company_number: '99100001',
      oppspot_enrichment_status: 'enriched',
      oppspot_score: String(run.score?.total),
      oppspot_deal_stage: run.dealStage,
      oppspot_summary: run.summary?.text,
    });
    expect(writtenBy(run)).toEqual(run.changes);
    expect(await world.reads()).toHaveLength(1);
    expect(await world.writes()).toHaveLength(1);
  });

  it('again reads the record once, writes nothing and keeps the date', async () => {
    const before = await world.values('companies', 'kestrel');

    const run = await world.enrich('companies', 'kestrel');

    expect(run.status).toBe('completed');
    expect(writtenBy(run)).toEqual([]);
    expect(await world.requests()).toHaveLength(1);
    expect(await world.values('companies', 'kestrel')).toEqual(before);
  });

  it('with the same key replays the stored answer without asking HubSpot', async () => {
    const body = { ...company('kestrel'), idempotencyKey: 'same-key' };
    const first = await world.post(body);
    await world.forgetRequests();

    const second = await world.post(body);

    expect(second).toEqual(first);
    expect(await world.requests()).toEqual([]);
  });

  it('with a key used for another record, mode or company is refused with 409', async () => {
    const body = { ...company('kestrel'), idempotencyKey: 'used-key' };
    await world.post(body);

    expect((await world.post({ ...body, objectId: world.id('sinking') })).status).toBe(409);
    expect((await world.post({ ...body, mode: 'preview' })).status).toBe(409);
    expect((await world.post({ ...body, companyId: 'gb-99100003' })).status).toBe(409);
  });

  it('clicked many times at once runs once', async () => {
    const slowRead = { match: { method: 'GET' }, times: 1, fault: { kind: 'delay', ms: 2000 } };
    await world.control('/faults', 'POST', slowRead);

    const runs = await Promise.all(Array.from({ length: 8 }, () => world.enrich('companies', 'sinking')));

    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    expect(await world.writes()).toHaveLength(1);
  });

  it('in liquidation is capped at 10 and not to be pursued', async () => {
    const run = await world.enrich('companies', 'sinking');

    expect(run.score?.total).toBeLessThanOrEqual(10);
    expect(run.score?.gates).toContainEqual(expect.objectContaining({ cap: 10 }));
    expect(run.nextActions).toHaveLength(1);
  });

  it('of which only name and status are known ends as insufficient data, with no score written', async () => {
    const run = await world.enrich('companies', 'bare');
    const values = await world.values('companies', 'bare');

    expect(run.status).toBe('insufficient_data');
    expect(run.score?.total).toBeNull();
    expect(values).toMatchObject({
      oppspot_enrichment_status: 'insufficient_data',
      oppspot_company_number: '99100005',
    });
    expect(values).not.toHaveProperty('oppspot_score');
    expect(values).not.toHaveProperty('oppspot_next_actions');
  });

  it('that the register does not hold ends as no match: status and date alone are written', async () => {
    const run = await world.enrich('companies', 'stranger');

    expect(run.status).toBe('no_match');
    expect(run.changes.map(({ property }) => property).sort()).toEqual([
      'oppspot_enrichment_status',
      'oppspot_last_enriched_at',
    ]);
  });

  it('in preview shows the changes and writes none', async () => {
    const run = await world.enrich('companies', 'twin', { mode: 'preview', companyId: 'gb-99100003' });

    expect(run.changes.length).toBeGreaterThan(5);
    expect(writtenBy(run)).toEqual([]);
    expect(await world.writes()).toEqual([]);
  });
});

describe('a company that is one of two', () => {
  it('is left to the rep, and the choice is written and remembered', async () => {
    const open = await world.enrich('companies', 'twin');
    expect(open.status).toBe('needs_review');
    expect(open.match?.candidates.map(({ companyNumber }) => companyNumber).sort()).toEqual(['99100003', '99100004']);
    expect(await world.values('companies', 'twin')).not.toHaveProperty('oppspot_company_number');

    const chosen = await world.enrich('companies', 'twin', { companyId: 'gb-99100004' });
    expect(numberOf(chosen)).toBe('99100004');
    expect(await world.values('companies', 'twin')).toMatchObject({ oppspot_company_number: '99100004' });

    const again = await world.enrich('companies', 'twin');
    expect(numberOf(again)).toBe('99100004');
  });

  it('is known by its domain on other records after the choice', async () => {
    const run = await world.enrich('companies', 'twin-branch');

    expect(numberOf(run)).toBe('99100004');
  });

  it('cannot be answered with a company that does not exist', async () => {
    const answer = await world.post({ ...company('twin'), idempotencyKey: 'x', companyId: 'gb-99999999' });

    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ error: { details: { fields: [{ field: 'companyId' }] } } });
  });
});

describe('enriching a contact', () => {
  it('goes by its company: two reads and one write', async () => {
    const run = await world.enrich('contacts', 'ann');

    expect(run).toMatchObject({ status: 'completed', match: { company: { companyNumber: '99100001' } } });
    expect(await world.reads()).toHaveLength(2);
    expect(await world.writes()).toHaveLength(1);
  });

  it('again needs the record alone', async () => {
    await world.enrich('contacts', 'ann');

    expect(await world.requests()).toHaveLength(1);
  });

  it('writes its own record only, never that of a colleague or the company', async () => {
    await world.enrich('contacts', 'bob');

    expect((await world.writes()).map(({ path }) => path)).toEqual([
      `/crm/objects/2026-09/contacts/${world.id('bob')}`,
    ]);
    expect(await world.values('contacts', 'bob')).toMatchObject({ oppspot_company_number: '99100001' });
  });

  it('without a company is matched by its e-mail domain', async () => {
    const run = await world.enrich('contacts', 'by-domain');

    expect(numberOf(run)).toBe('99100001');
  });

  it('with a free-mail address and no company ends as no match, also the second time', async () => {
    await world.enrich('contacts', 'loner');
    const again = await world.enrich('contacts', 'loner');

    expect(again.status).toBe('no_match');
    expect(writtenBy(again)).toEqual([]);
  });
});

describe('enriching a deal', () => {
  it('goes by its company', async () => {
    const run = await world.enrich('deals', 'deal');

    expect(run).toMatchObject({ status: 'completed', match: { company: { companyNumber: '99100001' } } });
  });

  it('without a company says so', async () => {
    const run = await world.enrich('deals', 'loose-deal');

    expect(run.status).toBe('no_match');
    expect(run.match?.reasons.join()).toContain('no company');
  });
});

describe('a card', () => {
  it('shows the stored result at once, without asking HubSpot', async () => {
    await world.enrich('companies', 'kestrel');
    await world.forgetRequests();

    const view = await viewRecord(world, 'companies', 'kestrel');

    expect(view.enrichment?.match?.company?.companyNumber).toBe('99100001');
    expect(view.connection.status).toBe('connected');
    expect(view.settings).toMatchObject({ icpCriteria: 2, isAdmin: false });
    expect(await world.requests()).toEqual([]);
  });

  it('shows what the record scored before, and the scores of a company over its records', async () => {
    const run = await world.enrich('companies', 'kestrel');

    const view = await viewRecord(world, 'companies', 'kestrel');
    const response = await world.send('/api/hubspot/companies/99100001/scores', { portalId: PORTAL });
    const { history } = companyScoresAnswerSchema.parse(await response.json());

    const { total, coverage, asOf, inputHash } = run.score ?? {};
    expect(view.history[0]).toMatchObject({ companyNumber: '99100001', total, coverage, asOf, inputHash });
    expect(history).toContainEqual(view.history[0]);
    expect((await world.send('/api/hubspot/companies/no!/scores', { portalId: PORTAL })).status).toBe(422);
  });

  it('finds companies by name and by number for the picker', async () => {
    expect((await world.searchCompanies('copper finch')).toSorted()).toEqual(['99100003', '99100004']);
    expect(await world.searchCompanies('99100005')).toEqual(['99100005']);
  });

  it('of another portal sees nothing of ours', async () => {
    const ours = await world.enrich('companies', 'kestrel');
    await world.install(OTHER_PORTAL, 601);
    const caller = { portalId: OTHER_PORTAL, userId: 601 };

    const foreign = await world.send(`/api/hubspot/enrichments/${ours.id}`, caller);
    const sameRecordId = await viewRecord(world, 'companies', 'kestrel', OTHER_PORTAL);

    expect(foreign.status).toBe(404);
    expect(sameRecordId.enrichment).toBeNull();
  });
});

describe('what a person typed', () => {
  it('is kept and listed, and the rest is still written', async () => {
    await world.enrich('contacts', 'bob');
    await world.edit('contacts', 'bob', { oppspot_summary: 'My own words.', oppspot_score_fit: '' });

    const run = await world.enrich('contacts', 'bob', { refresh: true });

    expect(run.changes).toContainEqual(
      expect.objectContaining({ property: 'oppspot_summary', decision: 'keep', written: false }),
    );
    expect(await world.values('contacts', 'bob')).toMatchObject({ oppspot_summary: 'My own words.' });
  });
});

describe('settings', () => {
  it('may be changed by admins alone', async () => {
    expect((await world.changeSettings(REP)).status).toBe(403);
    expect((await world.changeSettings(REP, { limits: 'none' })).status).toBe(403);
    expect((await world.changeSettings(ADMIN)).status).toBe(200);
  });

  it('keep suppressed domains out of every lookup', async () => {
    await world.changeSettings(ADMIN, { suppression: { emails: [], domains: ['suppressed.example'] } });

    const run = await world.enrich('companies', 'listed');

    expect(run).toMatchObject({ status: 'failed', error: { code: 'suppressed' }, changes: [] });
    expect(await world.writes()).toEqual([]);
  });
});

describe('every request to HubSpot', () => {
  it('is on a dated path and valid against its OpenAPI document, as is every answer', async () => {
    const conformance = await world.control('/conformance');

    expect(conformance).toMatchObject({ requests: [], responses: [] });
  });
});
