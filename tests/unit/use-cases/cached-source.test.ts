import { describe, expect, it } from 'vitest';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { CompanySource, SourceAnswer } from '../../../backend/src/ports/company-source.ts';
import type { CachedAnswer, SourceCache } from '../../../backend/src/ports/source-cache.ts';
import { makeCachedSource } from '../../../backend/src/use-cases/enrichment-run/cached-source.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const HOUR_MS = 3_600_000;
const FIRST = Date.parse('2026-11-20T08:00:00Z');

interface Scene {
  readonly source: CompanySource;
  readonly collect: (refresh?: boolean) => Promise<SourceAnswer | undefined>;
  readonly asked: () => number;
  pass(milliseconds: number): void;
  answerWith(answer: (() => SourceAnswer | undefined) | undefined): void;
}

function answer(fetchedAt: string): SourceAnswer {
  const evidence = [
    { id: 'profile', source: 'companies_house' as const, url: null, title: 'Profile', fetchedAt, snippet: 'Name: A' },
  ];
  return { facts: {}, events: [], evidence, isCached: false };
}

function scene(cache: SourceCache = memoryCache()): Scene {
  let nowMs = FIRST;
  let asked = 0;
  const now = () => new Date(nowMs);
  let next: (() => SourceAnswer | undefined) | undefined = () => answer(now().toISOString());
  const source: CompanySource = {
    name: 'companies_house',
    async collect() {
      asked += 1;
      if (next === undefined) throw new Error('down');
      return next();
    },
  };
  const cached = makeCachedSource({ source, cache, clock: { now }, logger: silentLogger, freshForMs: 24 * HOUR_MS });
  const { signal } = new AbortController();
  return {
    source: cached,
    collect: (refresh = false) => cached.collect({ companyNumber: '01234567', asOf: '2026-11-20', refresh, signal }),
    asked: () => asked,
    pass: (milliseconds) => {
      nowMs += milliseconds;
    },
    answerWith: (given) => {
      next = given;
    },
  };
}

function memoryCache(): SourceCache {
  const rows = new Map<string, CachedAnswer>();
  return {
    read: async (source, number) => rows.get(`${source}:${number}`),
    save: async (source, number, kept) => void rows.set(`${source}:${number}`, kept),
  };
}

describe('a cached source', () => {
  it('answers from the cache for 24 hours, with the evidence of the first time', async () => {
    const { collect, asked, pass } = scene();
    await collect();
    pass(24 * HOUR_MS);

    const second = await collect();

    expect(asked()).toBe(1);
    expect(second).toMatchObject({ isCached: true, evidence: [{ fetchedAt: '2026-11-20T08:00:00.000Z' }] });
    expect(second?.note).toBeUndefined();
  });

  it('asks again after that', async () => {
    const { collect, asked, pass } = scene();
    await collect();
    pass(24 * HOUR_MS + 1);

    expect(await collect()).toMatchObject({ isCached: false });
    expect(asked()).toBe(2);
  });

  it('asks again when told to refresh, and keeps the new answer', async () => {
    const { collect, pass } = scene();
    await collect();
    pass(HOUR_MS);
    await collect(true);

    expect(await collect()).toMatchObject({ isCached: true, evidence: [{ fetchedAt: '2026-11-20T09:00:00.000Z' }] });
  });

  it.each([
    [25 * HOUR_MS, '25 hours'],
    [30 * 24 * HOUR_MS, '30 days'],
  ])('gives the last answer when the source is down and says its age (%i)', async (age, words) => {
    const { collect, pass, answerWith } = scene();
    await collect();
    pass(age);
    answerWith(undefined);

    expect(await collect()).toMatchObject({
      isCached: true,
      note: `could not be reached; its answer of ${words} ago is used`,
      evidence: [{ fetchedAt: '2026-11-20T08:00:00.000Z' }],
    });
  });

  it('says that it was the limit of requests, when it was', async () => {
    const { collect, pass, answerWith } = scene();
    await collect();
    pass(25 * HOUR_MS);
    answerWith(() => {
      throw new AppError('rate_limited', 'used up');
    });

    expect((await collect())?.note).toBe('the limit of requests is used up; its answer of 25 hours ago is used');
  });

  it('fails when the source is down and nothing was kept', async () => {
    const { collect, answerWith } = scene();
    answerWith(undefined);

    await expect(collect()).rejects.toThrow('down');
  });

  it('remembers that the source holds nothing', async () => {
    const { collect, asked, answerWith } = scene();
    answerWith(() => undefined);
    await collect();

    expect(await collect()).toBeUndefined();
    expect(asked()).toBe(1);
  });

  it('asks the source when the cache is broken', async () => {
    const broken = async () => {
      throw new Error('no database');
    };
    const { collect } = scene({ read: broken, save: broken });

    expect(await collect()).toMatchObject({ isCached: false });
  });
});
