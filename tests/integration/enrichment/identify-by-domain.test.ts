import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { startOppspot } from '../../../sandbox/oppspot/start-oppspot.ts';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { companyBody } from '../oppspot/oppspot-body.ts';
import { SEED, saveSettings, startWorld, type World } from './world.ts';

/** Names without a place: the register alone leaves all of them to the rep. */
const COMPANIES = {
  stated: 'Copper Finch',
  colleague: 'Copper Finch (North)',
  refreshed: 'Copper Finch',
  previewed: 'Copper Finch',
  agency: 'Copper Finch',
  several: 'Copper Finch',
  robots: 'Copper Finch',
  gone: 'Copper Finch',
  silent: 'Copper Finch',
  switched: 'Copper Finch',
  blocked: 'Copper Finch',
  directory: 'Copper Finch',
};
const domainOf = (key: string) => (key === 'colleague' ? 'stated.example' : `${key}.example`);
const SITES = {
  stated: { '/': '<title>Copper Finch</title><footer>Registered in England and Wales No. 99100004</footer>' },
  refreshed: { '/': '<title>Copper Finch</title><footer>Company number: 99100004</footer>' },
  previewed: { '/': '<p>Company number: 99100004</p>' },
  agency: { '/': '<p>Site by Kestrel Loom Software, company number 99100001</p>' },
  several: { '/': '<p>Company number 99100004</p>', '/legal': 'Company number 99100003' },
  robots: { '/robots.txt': 'User-agent: *\nDisallow: /', '/': '<p>Company number 99100004</p>' },
  switched: { '/': '<p>Company number 99100004</p>' },
  blocked: { '/': '<p>Company number 99100004</p>' },
  mail: {
    '/': '<title>Copper Finch | Finches</title><a href="/imprint">Imprint</a>',
    '/imprint': 'Company No: 99100004',
  },
};

let sites: Record<string, LocalSite>;
let api: RunningLocalApi;
let world: World;

beforeAll(async () => {
  const started = Object.entries({
    ...SITES,
    several: { ...SITES.several, '/': `${SITES.several['/']}<a href="/legal">Legal</a>` },
  }).map(
    async ([key, pages]) =>
      [key, await startLocalSite({ '/robots.txt': 'User-agent: *\nAllow: /', ...pages })] as const,
  );
  const silent = startLocalSite({ '/robots.txt': () => undefined, '/': () => undefined });
  sites = { ...Object.fromEntries(await Promise.all(started)), silent: await silent };
  api = await startOppspot([
    companyBody({
      id: 'c4',
      name: 'COPPER FINCH LIMITED',
      company_number: '99100004',
      domains: ['directory.example'],
      signals: [],
    }),
  ]);
  const [portal, ...others] = SEED.portals;
  const contacts = [{ key: 'mail', properties: { email: 'jo@mail.example' } }];
  const companies = Object.entries(COMPANIES).map(([key, name]) => ({
    key,
    properties: { name, domain: domainOf(key) },
  }));
  const hosts = Object.entries(sites).map(([key, { port }]) => `${key}.example=127.0.0.1:${port}`);
  world = await startWorld({
    seed: { portals: [...(portal ? [{ ...portal, companies, contacts, deals: [] }] : []), ...others] },
    // Nobody listens on port 1.
    env: {
      WEBSITE_RESOLVE: [...hosts, 'gone.example=127.0.0.1:1'].join(','),
      OPPSPOT_API_URL: api.url,
      OPPSPOT_API_KEY: api.apiKey,
    },
  });
});

afterAll(async () => {
  await world.stop();
  await api.stop();
  await Promise.all(Object.values(sites).map((site) => site.stop()));
});

afterEach(() => api.faults.clear());

const numberOf = (run: Awaited<ReturnType<World['enrich']>>) => run.match?.company?.companyNumber;
const remembered = (domain: string) =>
  world.query(`SELECT company_number, told_by FROM company_domains WHERE domain = $1`, [domain]);
const WEBSITE_REASON = 'company number stated on the website of the domain';

describe('a record that the register alone leaves open', () => {
  it('is matched by the number that its website states, read in one visit, and remembered', async () => {
    const run = await world.enrich('companies', 'stated');

    expect(numberOf(run)).toBe('99100004');
    expect(run.match).toMatchObject({ confidence: 0.96, reasons: expect.arrayContaining([WEBSITE_REASON]) });
    expect(run.match?.company?.domain).toBe('stated.example');
    expect(run.sources.find(({ name }) => name === 'website')).toMatchObject({ status: 'cached' });
    expect(sites.stated?.asked).toEqual(['/robots.txt', '/']);
    expect(await remembered('stated.example')).toEqual([{ company_number: '99100004', told_by: 'website' }]);
  });

  it('is read in one visit also when everything is to be asked anew', async () => {
    const run = await world.enrich('companies', 'refreshed', { refresh: true });

    expect(numberOf(run)).toBe('99100004');
    expect(sites.refreshed?.asked).toEqual(['/robots.txt', '/']);
    await world.enrich('companies', 'refreshed', { refresh: true });
    expect(sites.refreshed?.asked).toHaveLength(4);
  });

  it('asks oppSpot about its domain once in a while, and anew only on request', async () => {
    const questions = () => api.requests.filter(({ path }) => path.includes('domain=robots.example')).length;

    await world.enrich('companies', 'robots');
    const once = questions();
    // Each process remembers what it was told.
    for (let times = 0; times < PROCESSES; times += 1) await world.enrich('companies', 'robots');
    const often = questions();
    await world.enrich('companies', 'robots', { refresh: true });

    expect([once, often, questions()]).toEqual([1, PROCESSES, PROCESSES + 1]);
  });

  it('of a domain that is remembered asks nobody about it', async () => {
    api.requests.length = 0;

    const run = await world.enrich('companies', 'colleague');

    expect(numberOf(run)).toBe('99100004');
    expect(run.match?.reasons).toContain(WEBSITE_REASON);
    expect(api.requests.filter(({ path }) => path.includes('domain='))).toEqual([]);
    // Robots file and front page, once for each process that was asked.
    expect([2, 2 * PROCESSES]).toContain(sites.stated?.asked.length);
  });

  it('without a name is matched when its website has the register’s name', async () => {
    const run = await world.enrich('contacts', 'mail');

    expect(numberOf(run)).toBe('99100004');
    expect(sites.mail?.asked).toContain('/imprint');
  });

  it.each([
    ['agency', '99100001', 'name differs'],
    ['several', '99100004', 'several company numbers are stated for the domain'],
  ])('is left to the rep when the website names another company or several: %s', async (key, candidate, reason) => {
    const run = await world.enrich('companies', key);

    expect(run.status).toBe('needs_review');
    expect(run.match?.candidates.find(({ companyNumber }) => companyNumber === candidate)?.reasons).toEqual(
      expect.arrayContaining([WEBSITE_REASON, reason]),
    );
    expect(await remembered(`${key}.example`)).toEqual([]);
  });

  it.each(['robots', 'gone'])('says that the website could not be read: %s', async (key) => {
    const run = await world.enrich('companies', key);

    expect(run.status).toBe('needs_review');
    expect(run.match?.reasons).toContain('its website could not be read, so it could not tell the company');
    expect((sites[key]?.asked ?? []).filter((path) => path !== '/robots.txt')).toEqual([]);
  });

  it('waits for a silent website no longer than the deadline', async () => {
    const run = await world.enrich('companies', 'silent');

    expect(run.status).toBe('needs_review');
    expect(run.match?.reasons).toContain('its website could not be read, so it could not tell the company');
  }, 15_000);

  it('is matched by oppSpot’s knowledge of the domain', async () => {
    const run = await world.enrich('companies', 'directory');

    expect(numberOf(run)).toBe('99100004');
    expect(run.match?.reasons).toContain('oppSpot knows the domain as this company’s');
    expect(await remembered('directory.example')).toEqual([{ company_number: '99100004', told_by: 'oppspot' }]);
  });

  it('is matched in a preview, which leaves nothing behind', async () => {
    const run = await world.enrich('companies', 'previewed', { mode: 'preview' });

    expect(numberOf(run)).toBe('99100004');
    expect(await remembered('previewed.example')).toEqual([]);
  });

  it('is not looked up where the portal switched the sources off', async () => {
    const off = { register: true, companiesHouse: true, website: false, oppspot: false, hubspotActivity: true };
    await saveSettings(world, { sources: off });
    api.requests.length = 0;

    const run = await world.enrich('companies', 'switched');
    await saveSettings(world, {});

    expect(run.status).toBe('needs_review');
    expect(sites.switched?.asked).toEqual([]);
    expect(api.requests).toEqual([]);
  });

  it('is not looked up when its domain is suppressed', async () => {
    await saveSettings(world, { suppression: { emails: [], domains: ['blocked.example'] } });
    api.requests.length = 0;

    const run = await world.enrich('companies', 'blocked');
    await saveSettings(world, {});

    expect(run.error?.code).toBe('suppressed');
    expect(sites.blocked?.asked).toEqual([]);
    expect(api.requests).toEqual([]);
  });

  it('keeps what a person chose, whatever the website says later', async () => {
    await world.enrich('companies', 'agency', { companyId: 'gb-99100003' });

    expect(numberOf(await world.enrich('companies', 'agency', { refresh: true }))).toBe('99100003');
    expect(await remembered('agency.example')).toEqual([{ company_number: '99100003', told_by: 'person' }]);
  });
});
