import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companySchema } from '../../backend/src/adapters/oppspot/response-schemas.ts';
import type { RunningLocalApi } from '../../sandbox/http/start-local-api.ts';
import { makeDemoOppspotCompanies } from '../../sandbox/oppspot/demo-oppspot-companies.ts';
import { startOppspot } from '../../sandbox/oppspot/start-oppspot.ts';
import { REAL_COMPANIES } from '../../sandbox/seed/demo-real-companies.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');
const COMPANIES = makeDemoOppspotCompanies(TODAY);
let api: RunningLocalApi;

beforeAll(async () => {
  api = await startOppspot(COMPANIES);
});

afterAll(() => api.stop());

const ask = async (path: string, key = api.apiKey) =>
  (await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` } })).status;

describe('the local oppSpot', () => {
  it.each([
    ['/companies/search?company_number=99900101', 200],
    ['/companies/search?domain=thistledown.example', 200],
    ['/companies/search', 400],
    ['/companies/search?name=Thistledown', 400],
    ['/companies/search?company_number=99900101&domain=thistledown.example', 400],
    ['/companies/search?domain=', 400],
    ['/companies/demo-99900101', 200],
    ['/companies/demo-99900101?expand=all', 400],
    ['/companies/unknown', 404],
    ['/people', 404],
  ])('answers %s with %i', async (path, status) => {
    expect(await ask(path)).toBe(status);
  });

  it('lets no other key in', async () => {
    expect(await ask('/companies/demo-99900101', 'another')).toBe(401);
  });
});

describe('what it knows in the demo', () => {
  it('is about invented companies only', () => {
    const real = REAL_COMPANIES.map(({ number }) => number);

    expect(COMPANIES.length).toBeGreaterThanOrEqual(5);
    expect(
      COMPANIES.filter(({ company_number: number }) => !number?.startsWith('999') || real.includes(number)),
    ).toEqual([]);
    const pages = COMPANIES.flatMap(({ signals }) => signals.flatMap(({ documents }) => documents));
    expect(pages.filter(({ url }) => !new URL(url).hostname.endsWith('.example'))).toEqual([]);
  });

  it.each(['2026-11-23T10:00:00Z', '2028-02-29T23:59:00Z'])('has the form of the API on %s', (today) => {
    const refused = makeDemoOppspotCompanies(new Date(today)).filter((body) => !companySchema.safeParse(body).success);

    expect(refused).toEqual([]);
  });
});
