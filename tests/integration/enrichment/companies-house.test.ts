import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCompaniesHouse } from '../../../sandbox/companies-house/start-companies-house.ts';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { companyFile, daysAgo } from '../companies-house/company-file.ts';
import { saveSettings, startWorld, type World } from './world.ts';

let house: RunningLocalApi;
let world: World;

beforeAll(async () => {
  house = await startCompaniesHouse([
    companyFile('99100001', 'KESTREL LOOM SOFTWARE LIMITED'),
    companyFile('99100002', 'SINKING BARGE LIMITED'),
  ]);
  world = await startWorld({
    env: { COMPANIES_HOUSE_API_URL: house.url, COMPANIES_HOUSE_API_KEY: house.apiKey },
  });
});

afterAll(async () => {
  await world.stop();
  await house.stop();
});

afterEach(() => house.faults.clear());

const goDown = () => house.faults.add({ match: {}, times: 1_000, fault: { kind: 'status', status: 503, body: {} } });
const outcomeOf = (run: Awaited<ReturnType<World['enrich']>>) =>
  run.sources.find(({ name }) => name === 'companies_house');

describe('enriching with Companies House', () => {
  it('degrades to the register when Companies House never answered, and says so', async () => {
    goDown();

    const run = await world.enrich('companies', 'sinking');

    expect(run.status).toBe('completed');
    expect(outcomeOf(run)).toMatchObject({ status: 'failed', reason: 'could not be reached' });
    expect(run.evidence.map(({ source }) => source)).toContain('register');
    expect(run.evidence.map(({ source }) => source)).not.toContain('companies_house');
  });

  it('adds facts, evidence and signals that the register does not have', async () => {
    const run = await world.enrich('companies', 'kestrel');

    expect(outcomeOf(run)).toMatchObject({ status: 'used', reason: null });
    expect(run.signals.map(({ kind, occurredAt }) => [kind, occurredAt])).toEqual([
      ['executive_change', daysAgo(20)],
      ['capital_allotment', daysAgo(45)],
    ]);
    const growth = run.score?.parts.growth.factors.map(({ name }) => name);
    expect(growth).toEqual(expect.arrayContaining(['signals', 'capital', 'directors']));
    const ids = run.evidence.map(({ id }) => id);
    expect(run.signals.flatMap(({ evidence }) => evidence).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('asks only once for the records of one company, and says that it was cached', async () => {
    house.requests.length = 0;

    const runs = [await world.enrich('contacts', 'ann'), await world.enrich('contacts', 'bob')];

    expect(runs.map((run) => outcomeOf(run)?.status)).toEqual(['cached', 'cached']);
    expect(runs[0]?.signals).toHaveLength(2);
    expect(house.requests).toEqual([]);
  });

  it('asks again when the rep refreshes', async () => {
    house.requests.length = 0;

    expect(outcomeOf(await world.enrich('companies', 'kestrel', { refresh: true }))?.status).toBe('used');
    expect(house.requests.length).toBe(5);
  });

  it('uses the last answer when Companies House is down, and says how old it is', async () => {
    await world.query(`UPDATE source_answers SET fetched_at = now() - interval '3 days'`);
    goDown();

    const run = await world.enrich('companies', 'kestrel');

    expect(outcomeOf(run)).toEqual(
      expect.objectContaining({ status: 'cached', reason: 'could not be reached; its answer of 3 days ago is used' }),
    );
    expect(run.signals).toHaveLength(2);
  });

  it('asks nobody when the portal switched it off', async () => {
    const all = { register: true, companiesHouse: false, website: true, oppspot: true, hubspotActivity: true };
    await saveSettings(world, { sources: all });
    house.requests.length = 0;

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(outcomeOf(run)).toMatchObject({ status: 'skipped', reason: 'switched off in settings' });
    expect(house.requests).toEqual([]);
  });
});
