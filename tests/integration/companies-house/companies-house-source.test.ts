import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCompaniesHouseSource } from '../../../backend/src/adapters/companies-house/companies-house-source.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { startCompaniesHouse } from '../../../sandbox/companies-house/start-companies-house.ts';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { companyFile, daysAgo } from './company-file.ts';

const NUMBER = '99100001';
let house: RunningLocalApi;
let taken: number[];

beforeEach(async () => {
  house = await startCompaniesHouse([companyFile(NUMBER, 'KESTREL LOOM SOFTWARE LIMITED')]);
  taken = [];
});

afterEach(() => house.stop());

function makeCollect(options: { readonly apiKey?: string; readonly left?: number; readonly timeoutMs?: number } = {}) {
  const source = makeCompaniesHouseSource(
    {
      baseUrl: house.url,
      apiKey: options.apiKey ?? house.apiKey,
      retryBaseMs: 1,
      requestTimeoutMs: options.timeoutMs ?? 3_000,
      takeRequests: async (count) => {
        taken.push(count);
        if (taken.length > (options.left ?? Number.POSITIVE_INFINITY)) throw new AppError('rate_limited', 'used up');
      },
    },
    { clock: { now: () => new Date() } },
  );
  return (companyNumber = NUMBER, signal = new AbortController().signal) =>
    source.collect({ companyNumber, asOf: daysAgo(0), refresh: false, signal });
}

const fault = (members: object, pathPattern = '/company/', times = 1) =>
  house.faults.add({ match: { pathPattern }, times, fault: { kind: 'status', status: 503, ...members } });

describe('the Companies House API', () => {
  it('is not believed when it answers with another company', async () => {
    const { profile } = companyFile('99109999', 'SOMEBODY ELSE LIMITED');
    fault({ status: 200, body: profile }, `/company/${NUMBER}$`);

    await expect(makeCollect()()).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it('is asked five things with the key as user name, and answers facts, events and evidence', async () => {
    const answer = await makeCollect()();

    expect(house.requests.map(({ path }) => path).sort()).toEqual([
      `/company/${NUMBER}`,
      `/company/${NUMBER}/charges`,
      `/company/${NUMBER}/filing-history?items_per_page=100`,
      `/company/${NUMBER}/insolvency`,
      `/company/${NUMBER}/officers?items_per_page=100`,
    ]);
    expect(taken).toEqual([5]);
    expect(answer?.facts).toMatchObject({
      status: { value: 'Active' },
      accountsCategory: { value: 'SMALL' },
      chargesOutstanding: { value: 2 },
      insolvencyCases: { value: 0 },
      directorsNetChange12Months: { value: 1 },
      lastAllotmentOn: { value: daysAgo(45) },
    });
    expect(answer?.events.map(({ kind, occurredOn }) => [kind, occurredOn])).toEqual([
      ['executive_change', daysAgo(20)],
      ['capital_allotment', daysAgo(45)],
    ]);
  });

  it('keeps no name of an officer', async () => {
    expect(JSON.stringify(await makeCollect()())).not.toContain('Invented');
  });

  it('is told what we have, and need not send it again', async () => {
    const collect = makeCollect();
    const first = await collect();
    const second = await collect();

    expect(house.requests.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 200, 304, 304, 304, 304, 404, 404,
    ]);
    expect(second?.facts).toEqual(first?.facts);
  });

  it('holds nothing about a number that it does not know', async () => {
    expect(await makeCollect()('99999999')).toBeUndefined();
  });

  it.each([500, 502, 503, 429])('%i is repeated, and the repeat counts against the limit', async (status) => {
    fault({ status }, '/charges');

    expect((await makeCollect()())?.facts.chargesOutstanding?.value).toBe(2);
    expect(taken).toEqual([5, 1]);
  });

  it('a broken connection is repeated', async () => {
    house.faults.add({ match: { pathPattern: '/officers' }, times: 1, fault: { kind: 'reset-before' } });

    expect((await makeCollect()())?.facts.directorsNetChange12Months?.value).toBe(1);
  });

  it('429 that asks for longer than a person waits ends the question at once', async () => {
    fault({ status: 429, headers: { 'retry-after': '120' } }, '/charges');

    await expect(makeCollect()()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(taken).toEqual([5]);
  });

  it('a refused key says what to check and is not repeated', async () => {
    const refused = makeCollect({ apiKey: 'wrong' })();

    await expect(refused).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('COMPANIES_HOUSE_API_KEY'),
    });
    expect(taken).toEqual([5]);
  });

  it('is not asked at all when the limit is used up', async () => {
    await expect(makeCollect({ left: 0 })()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(house.requests).toEqual([]);
  });

  it.each([
    ['no JSON', { kind: 'junk-after-apply', text: '<html>' }, 'upstream_unavailable'],
    ['another form', { kind: 'status', status: 200, body: { total_count: 'many' } }, 'upstream_rejected'],
  ] as const)('an answer that is %s fails the source', async (_, kind, code) => {
    house.faults.add({ match: { pathPattern: '/charges' }, times: 9, fault: kind });

    await expect(makeCollect()()).rejects.toMatchObject({ code });
  });

  it('silence fails the source after the request’s time', async () => {
    house.faults.add({ match: {}, times: 99, fault: { kind: 'hang-before' } });

    await expect(makeCollect({ timeoutMs: 50 })()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('stops when it is told to', async () => {
    house.faults.add({ match: {}, times: 99, fault: { kind: 'hang-before' } });
    const stop = new AbortController();
    const collecting = makeCollect()(NUMBER, stop.signal);
    stop.abort();

    await expect(collecting).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(taken).toEqual([5]);
  });

  it('is not left alone because we stopped asking', async () => {
    house.faults.add({ match: {}, times: 60, fault: { kind: 'hang-before' } });
    const stop = new AbortController();
    const collect = makeCollect();
    const stopped = Array.from({ length: 12 }, () => collect(NUMBER, stop.signal));
    stop.abort();
    await Promise.allSettled(stopped);
    house.faults.clear();

    expect(await collect()).toMatchObject({ isCached: false });
  });

  it('is left alone after many failures in a row', async () => {
    fault({}, '/company/', 1_000);
    const collect = makeCollect();
    await Promise.allSettled(Array.from({ length: 12 }, () => collect()));
    const askedBefore = house.requests.length;

    await expect(collect()).rejects.toMatchObject({ message: expect.stringContaining('left alone') });
    expect(house.requests.length).toBe(askedBefore);
  });
});
