import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOppspot } from '../../../backend/src/adapters/oppspot/oppspot-source.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { startOppspot } from '../../../sandbox/oppspot/start-oppspot.ts';
import { companyBody, daysAgo, signalBody } from './oppspot-body.ts';

const NUMBER = '99100001';
const NOW = new Date();
let api: RunningLocalApi;
let taken: number[];

beforeEach(async () => {
  api = await startOppspot([companyBody(), companyBody({ id: 'cmp_2', company_number: null, domains: ['a.example'] })]);
  taken = [];
});

afterEach(() => api.stop());

function make({ apiKey = api.apiKey, timeoutMs = 2_000, left = 1_000, baseUrl = api.url } = {}) {
  let budget = left;
  const takeRequests = async (count: number) => {
    if (count > budget) throw new AppError('rate_limited', 'used up');
    budget -= count;
    taken.push(count);
  };
  const config = { baseUrl, apiKey, takeRequests, requestTimeoutMs: timeoutMs, retryBaseMs: 1 };
  return makeOppspot(config, { clock: { now: () => NOW } });
}

const collectFrom = ({ source }: ReturnType<typeof make>, companyNumber = NUMBER, signal = AbortSignal.any([])) =>
  source.collect({ companyNumber, asOf: '2026-11-23', refresh: false, signal });
const collect = (options: Parameters<typeof make>[0] = {}) => collectFrom(make(options));
const whose = (domain: string) => make().domains.findCompanies({ domain, refresh: false, signal: AbortSignal.any([]) });
const answerOnce = (status: number, pathPattern = '.', times = 1, headers = {}) =>
  api.faults.add({ match: { pathPattern }, times, fault: { kind: 'status', status, headers } });

describe('the oppSpot API as a source', () => {
  it('gives figures of the day of the accounts and events of their own day, each with its page', async () => {
    const answer = await collect();

    expect(answer?.facts).toMatchObject({
      turnoverGbp: { value: 1_900_000, observedOn: '2025-12-31', evidence: ['financials'] },
      employees: { value: 23, observedOn: '2025-12-31' },
      eventsWatched: { value: true },
    });
    expect(answer?.facts).not.toHaveProperty('netAssetsGbp');
    expect(answer?.events).toMatchObject([
      { kind: 'funding_round', strength: 'strong', confidence: 0.9, polarity: 'positive', occurredOn: daysAgo(40) },
    ]);
    expect(answer?.evidence.map(({ id, url, title }) => [id, url, title])).toEqual([
      ['company', 'https://oppspot.example/companies/cmp_1', 'oppSpot: KESTREL LOOM SOFTWARE LIMITED'],
      ['financials', 'https://news.example/report', 'oppSpot: Annual report 2025'],
      ['signal-sig_1-1', 'https://news.example/kestrel', 'oppSpot: Kestrel Loom raises £2m'],
    ]);
    expect(answer?.evidence[1]?.snippet).toContain('Turnover: £1,900,000');
    expect(taken).toEqual([2]);
  });

  it('holds nothing about a company that oppSpot does not know', async () => {
    expect(await collectFrom(make(), '99109999')).toBeUndefined();
    expect(api.requests.map(({ path }) => path)).toEqual(['/companies/search?company_number=99109999']);
  });

  it('does not believe a company that says it has another number', async () => {
    const body = companyBody({ company_number: '99100002' });
    api.faults.add({ match: { pathPattern: '/cmp_1' }, times: 1, fault: { kind: 'status', status: 200, body } });

    expect(await collect()).toBeUndefined();
  });

  it('tells whose a domain is', async () => {
    expect(await whose('kestrel-loom.example')).toEqual({
      companyNumbers: [NUMBER],
      names: ['KESTREL LOOM SOFTWARE LIMITED'],
      isOwnDomain: true,
    });
    expect(await whose('a.example')).toBeUndefined();
    expect(await whose('nobody.example')).toBeUndefined();
  });

  it.each([500, 503, 429])('asks once more after %i', async (status) => {
    answerOnce(status, '/search');

    expect(await collect()).toMatchObject({ isCached: false });
    expect(taken).toEqual([2, 1]);
  });

  it.each([
    [503, 'upstream_unavailable'],
    [429, 'rate_limited'],
    [400, 'upstream_rejected'],
    [403, 'upstream_rejected'],
  ])('fails when the answer stays %i', async (status, code) => {
    answerOnce(status, '.', 9);

    await expect(collect()).rejects.toMatchObject({ code });
  });

  it('does not wait longer than a person would', async () => {
    answerOnce(429, '/search', 1, { 'retry-after': '30' });

    await expect(collect()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(api.requests).toHaveLength(1);
  });

  it('a refused key says what to check and is not repeated', async () => {
    await expect(collect({ apiKey: 'wrong' })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('OPPSPOT_API_KEY'),
    });
    expect(api.requests.map(({ status }) => status)).toEqual([401]);
  });

  it('an address without the API is no company that is not known', async () => {
    await expect(collect({ baseUrl: `${api.url}/v9` })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('OPPSPOT_API_URL'),
    });
  });

  it('is not asked at all when the limit is used up', async () => {
    await expect(collect({ left: 0 })).rejects.toMatchObject({ code: 'rate_limited' });
    expect(api.requests).toEqual([]);
  });

  it('an answer that is no JSON fails the source', async () => {
    api.faults.add({ match: {}, times: 9, fault: { kind: 'junk-after-apply', text: '<html>' } });

    await expect(collect()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it.each([
    ['a confidence above 1', { confidence_score: 1.2 }],
    ['a confidence below 0', { confidence_score: -0.1 }],
    ['a strength of its own', { signal_strength: 'huge' }],
    ['no day', { signal_date: 'last week' }],
    ['no document', { documents: [] }],
    ['a document that is no web page', { documents: [{ title: 'x', url: 'javascript:alert(1)' }] }],
  ])('an event with %s makes the answer unusable', async (_, wrong) => {
    const body = { ...companyBody(), signals: [{ ...signalBody(), ...wrong }] };
    api.faults.add({ match: { pathPattern: '/cmp_1' }, times: 9, fault: { kind: 'status', status: 200, body } });

    await expect(collect()).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it('a turnover below nothing makes the answer unusable', async () => {
    const document = { title: 'Accounts', url: 'https://accounts.example/' };
    const body = { ...companyBody(), financials: { as_of: '2026-03-31', turnover_gbp: -5, document } };
    api.faults.add({ match: { pathPattern: '/cmp_1' }, times: 9, fault: { kind: 'status', status: 200, body } });

    await expect(collect()).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it.each([
    ['<b>Acme</b> raises <script>alert(1)</script>', 'Acme raises alert(1)'],
    ['=HYPERLINK("http://evil.example","Acme")', 'HYPERLINK("http://evil.example","Acme")'],
    ['Acme ![x](https://evil.example/p.png) grows', 'Acme x grows'],
    ['Acme \u202Eraises\u{E0041} £1m', 'Acme raises £1m'],
  ])('a headline of %j is told as plain words', async (headline, words) => {
    const body = { ...companyBody(), signals: [{ ...signalBody(), headline }] };
    api.faults.add({ match: { pathPattern: '/cmp_1' }, times: 1, fault: { kind: 'status', status: 200, body } });

    const [event] = (await collect())?.events ?? [];

    expect(event?.text).toMatch(/ \(\d+ \p{L}+ \d{4}\)$/u);
    expect(event?.text.replace(/ \([^()]*\)$/, '')).toBe(words);
  });

  it('leaves out the kinds that other sources tell', async () => {
    const body = { ...companyBody(), signals: [{ signal_type: 'job_posting' }, signalBody()] };
    api.faults.add({ match: { pathPattern: '/cmp_1' }, times: 1, fault: { kind: 'status', status: 200, body } });

    expect((await collect())?.events.map(({ kind }) => kind)).toEqual(['funding_round']);
  });

  it('silence fails the source after the request’s time', async () => {
    api.faults.add({ match: {}, times: 99, fault: { kind: 'hang-before' } });

    await expect(collect({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('stops when it is told to, and is not left alone for that', async () => {
    api.faults.add({ match: {}, times: 99, fault: { kind: 'hang-before' } });
    const stop = new AbortController();
    const oppspot = make();
    const stopped = Array.from({ length: 8 }, () => collectFrom(oppspot, NUMBER, stop.signal));
    stop.abort();
    const outcomes = await Promise.allSettled(stopped);
    api.faults.clear();

    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'rejected'));
    expect(await collectFrom(oppspot)).toMatchObject({ isCached: false });
  });

  it('is left alone after many failures in a row', async () => {
    answerOnce(503, '.', 1_000);
    const oppspot = make();
    await Promise.allSettled(Array.from({ length: 6 }, () => collectFrom(oppspot)));
    const askedBefore = api.requests.length;

    await expect(collectFrom(oppspot)).rejects.toMatchObject({ message: expect.stringContaining('left alone') });
    expect(api.requests.length).toBe(askedBefore);
  });
});
