import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRequestBudget } from '../../../backend/src/adapters/postgres/request-budget.ts';
import { makeSourceCache } from '../../../backend/src/adapters/postgres/source-cache.ts';
import type { SourceAnswer } from '../../../backend/src/ports/company-source.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const FETCHED_AT = '2026-11-23T08:00:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';

let database: TestDatabase;
let stores: Stores;
let other: Stores;

beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url, { maxConnections: 5 });
  other = makeStores(database.url, { maxConnections: 5 });
});

afterAll(async () => {
  await stores.database.close();
  await other.database.close();
  await database.drop();
});

function answer(name: string): SourceAnswer {
  return {
    facts: { name: { value: name, observedOn: '2026-11-23', evidence: ['profile'] } },
    events: [
      {
        kind: 'capital_allotment',
        text: 'Shares allotted on 1 October 2026',
        strength: 'strong',
        confidence: 0.9,
        polarity: 'positive',
        occurredOn: '2026-10-01',
        decayPer30Days: 0.95,
        dedupeKey: 'companies_house:t1',
        evidence: ['profile'],
      },
    ],
    evidence: [
      { id: 'profile', source: 'companies_house', url: null, title: 'Profile', fetchedAt: FETCHED_AT, snippet: name },
    ],
    isCached: false,
  };
}

describe('the cache of sources', () => {
  it('gives back what was saved, to every process', async () => {
    await makeSourceCache(stores.database).save('companies_house', '1', { answer: answer('A'), fetchedAt: FETCHED_AT });

    expect(await makeSourceCache(other.database).read('companies_house', '1')).toEqual({
      answer: answer('A'),
      fetchedAt: FETCHED_AT,
    });
  });

  it('knows nothing of another company or source', async () => {
    const cache = makeSourceCache(stores.database);

    expect(await cache.read('companies_house', 'unknown')).toBeUndefined();
    expect(await cache.read('oppspot', '1')).toBeUndefined();
  });

  it('keeps that a source held nothing', async () => {
    const cache = makeSourceCache(stores.database);
    await cache.save('companies_house', '2', { answer: undefined, fetchedAt: FETCHED_AT });

    expect(await cache.read('companies_house', '2')).toEqual({ answer: undefined, fetchedAt: FETCHED_AT });
  });

  it('replaces what was there, unless that is newer', async () => {
    const cache = makeSourceCache(stores.database);
    await cache.save('companies_house', '3', { answer: answer('new'), fetchedAt: LATER });
    await cache.save('companies_house', '3', { answer: answer('old'), fetchedAt: FETCHED_AT });

    expect((await cache.read('companies_house', '3'))?.answer?.facts.name?.value).toBe('new');
  });

  it('takes an answer in another form for none', async () => {
    const admin = await connect(database.administratorUrl);
    await admin.query(`INSERT INTO source_answers VALUES ('companies_house', '4', '{"facts": 1}', now())`);

    expect(await makeSourceCache(stores.database).read('companies_house', '4')).toBeUndefined();
  });
});

describe('the limit of requests', () => {
  it('is shared by all processes and grants no more than it has', async () => {
    const budget = { source: 'companies_house', requests: 20, windowSeconds: 300 } as const;
    const takes = [stores, other].map((process) => makeRequestBudget(process.database, budget));

    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => takes[index % 2]?.(5)));

    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });

  it('refuses with the time after which to ask again, and takes nothing then', async () => {
    const take = makeRequestBudget(stores.database, { source: 'oppspot', requests: 5, windowSeconds: 300 });
    await take(3);

    const refused = await take(3).catch((error: unknown) => error);

    expect(refused).toMatchObject({ code: 'rate_limited', details: { retryAfterMs: expect.any(Number) } });
    expect(refused).toHaveProperty(
      'details.retryAfterMs',
      expect.toSatisfy((ms: number) => ms > 290_000 && ms <= 310_000),
    );
    await expect(take(2)).resolves.toBeUndefined();
  });

  it('is free again when the requests have left the window, not before', async () => {
    const take = makeRequestBudget(stores.database, { source: 'website', requests: 5, windowSeconds: 300 });
    const admin = await connect(database.administratorUrl);
    const age = (seconds: number) =>
      admin.query(`UPDATE source_requests SET slot = now() - make_interval(secs => $1) WHERE source = 'website'`, [
        seconds,
      ]);
    await take(5);

    await age(300);
    await expect(take(1)).rejects.toMatchObject({ code: 'rate_limited' });
    await age(311);
    await expect(take(5)).resolves.toBeUndefined();
  });
});
