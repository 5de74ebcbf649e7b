import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCompaniesHouse } from '../../../sandbox/companies-house/start-companies-house.ts';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { startOppspot } from '../../../sandbox/oppspot/start-oppspot.ts';
import { companyFile } from '../companies-house/company-file.ts';
import { companyBody, daysAgo, signalBody } from '../oppspot/oppspot-body.ts';
import { saveSettings, startWorld, type World } from './world.ts';

let api: RunningLocalApi;
let house: RunningLocalApi;
let world: World;

const PARTNERSHIP = signalBody({
  id: 'sig_2',
  signal_type: 'partnership',
  headline: 'Kestrel Loom and Copper Finch weave together',
  signal_strength: 'moderate',
  confidence_score: 0.8,
  signal_date: daysAgo(10),
  documents: [{ title: 'Weaving together', url: 'https://news.example/weave' }],
});

beforeAll(async () => {
  api = await startOppspot([
    companyBody({ signals: [signalBody(), PARTNERSHIP] }),
    companyBody({ id: 'cmp_2', name: 'SINKING BARGE LIMITED', company_number: '99100002', domains: [], signals: [] }),
  ]);
  house = await startCompaniesHouse([companyFile('99100001', 'KESTREL LOOM SOFTWARE LIMITED')]);
  world = await startWorld({
    env: {
      OPPSPOT_API_URL: api.url,
      OPPSPOT_API_KEY: api.apiKey,
      COMPANIES_HOUSE_API_URL: house.url,
      COMPANIES_HOUSE_API_KEY: house.apiKey,
    },
  });
});

afterAll(async () => {
  await world.stop();
  await api.stop();
  await house.stop();
});

afterEach(() => api.faults.clear());

const answerAll = (status: number) => api.faults.add({ match: {}, times: 1_000, fault: { kind: 'status', status } });
const outcomeOf = (run: Awaited<ReturnType<World['enrich']>>) => run.sources.find(({ name }) => name === 'oppspot');

describe('enriching with the oppSpot API', () => {
  it.each([
    ['is down', () => answerAll(503), 'could not be reached'],
    [
      'answers junk',
      () => api.faults.add({ match: {}, times: 99, fault: { kind: 'junk-after-apply', text: '<b>' } }),
      'could not be reached',
    ],
    ['allows no more', () => answerAll(429), 'the limit of requests is used up'],
    ['refuses the key', () => answerAll(401), 'refused the key'],
  ])('degrades to the other sources when oppSpot %s, and says so', async (_, breakIt, reason) => {
    breakIt();

    const run = await world.enrich('companies', 'sinking', { refresh: true });

    expect(run.status).toBe('completed');
    expect(outcomeOf(run)).toMatchObject({ status: 'failed', reason });
    expect(run.evidence.map(({ source }) => source)).not.toContain('oppspot');
  });

  it('adds figures and events, and makes one signal of a round and its allotment', async () => {
    const run = await world.enrich('companies', 'kestrel');

    expect(outcomeOf(run)).toMatchObject({ status: 'used', reason: null });
    expect(run.signals.map(({ kind, occurredAt }) => [kind, occurredAt])).toEqual([
      ['executive_change', daysAgo(20)],
      ['funding_round', daysAgo(45)],
      ['partnership', daysAgo(10)],
    ]);
    const financial = run.score?.parts.financial.factors ?? [];
    expect(financial.find(({ name }) => name === 'turnover')).toMatchObject({ points: 10, observedAt: '2025-12-31' });
    expect(financial.map(({ name }) => name)).not.toContain('net_assets');
    const cited = run.evidence.filter(({ id }) => run.signals[1]?.evidence.includes(id));
    expect(cited.map(({ source, url }) => [source, url])).toEqual(
      expect.arrayContaining([
        ['oppspot', 'https://news.example/kestrel'],
        ['companies_house', expect.stringContaining('company-information')],
      ]),
    );
  });

  it('asks only once for the records of one company, and again when the rep refreshes', async () => {
    api.requests.length = 0;

    expect(outcomeOf(await world.enrich('contacts', 'ann'))?.status).toBe('cached');
    expect(api.requests).toEqual([]);
    expect(outcomeOf(await world.enrich('companies', 'kestrel', { refresh: true }))?.status).toBe('used');
    expect(api.requests.map(({ path }) => path)).toEqual([
      '/companies/search?company_number=99100001',
      '/companies/cmp_1',
    ]);
  });

  it('uses the last answer when oppSpot is down, and says how old it is', async () => {
    await world.query(`UPDATE source_answers SET fetched_at = now() - interval '3 days' WHERE source = 'oppspot'`);
    answerAll(500);

    const run = await world.enrich('companies', 'kestrel');

    expect(outcomeOf(run)).toMatchObject({
      status: 'cached',
      reason: 'could not be reached; its answer of 3 days ago is used',
    });
    expect(run.signals.map(({ kind }) => kind)).toContain('funding_round');
  });

  it('does not let a slow oppSpot hold up the answer for longer than the deadline', async () => {
    api.faults.add({ match: {}, times: 99, fault: { kind: 'hang-before' } });

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(outcomeOf(run)).toMatchObject({ status: 'cached', reason: expect.stringContaining('could not be reached') });
    expect(run.status).toBe('completed');
  }, 20_000);

  it('asks nobody when the portal switched it off', async () => {
    const all = { register: true, companiesHouse: true, website: true, oppspot: false, hubspotActivity: true };
    await saveSettings(world, { sources: all });
    api.requests.length = 0;

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(outcomeOf(run)).toMatchObject({ status: 'skipped', reason: 'switched off in settings' });
    expect(api.requests).toEqual([]);
  });
});

describe('without an oppSpot key', () => {
  it('the result says that the source was skipped, and health says why', async () => {
    const bare = await startWorld();

    const run = await bare.enrich('companies', 'kestrel');
    const health = await (await fetch(`${bare.origin}/healthz`)).json();
    await bare.stop();

    expect(outcomeOf(run)).toMatchObject({ status: 'skipped', reason: expect.stringContaining('not set up here') });
    expect(health).toMatchObject({ notes: expect.arrayContaining([expect.stringContaining('OPPSPOT_API_KEY')]) });
  });
});
