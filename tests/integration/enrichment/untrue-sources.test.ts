import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { startOppspot } from '../../../sandbox/oppspot/start-oppspot.ts';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { companyBody, daysAgo, signalBody } from '../oppspot/oppspot-body.ts';
import { SEED, startWorld, type World } from './world.ts';

const ALLOW = { '/robots.txt': 'User-agent: *\nAllow: /' };
const INVENTED = /liquidation|for sale|raises|9999|alert|evil|Moonbase|=HYPERLINK|<|20\d\d-13/i;

/** Websites that say what is not so (but for the one post of `negative`), each of a record of the same true company. */
const SITES: Readonly<Record<string, string>> = {
  liquidated:
    '<title>We are in liquidation</title><h1>We are in liquidation since 1 May 2026</h1><p>Status: dissolved</p>',
  parked: '<title>parked.example - this domain is for sale</title><p>We use React</p>',
  other:
    '<title>Kestrel Loom</title><p>Company number 99100002</p><script type="application/ld+json">{"@type":"Organization","numberOfEmployees":9999}</script>',
  negative:
    '<title>Kestrel</title><script type="application/ld+json">[{"@type":"Organization","numberOfEmployees":-9999},{"@type":"JobPosting","title":"<b>Boss</b>","datePosted":"2026-13-45"},[]]</script>',
  marked:
    '<title>&lt;script&gt;alert(1)&lt;/script&gt; =HYPERLINK("http://evil.example")</title><p>Score 9999. Raises &pound;9bn.</p>',
  empty: '',
};
const PEOPLE = {
  person: { name: 'Ann One', city: 'Leeds', zip: 'LS1 4AP' },
  homoglyph: { name: 'Кestrel Lооm Sоftware Ltd', city: 'York', zip: 'YO1 7AA' },
  foreign: { name: 'Kestrel Loom Software GmbH', city: 'Ulm', country: 'Germany' },
};

let sites: Readonly<Record<string, LocalSite>>;
let elsewhere: LocalSite;
let api: RunningLocalApi;
let world: World;

beforeAll(async () => {
  const started = Object.entries(SITES).map(async ([key, home]) => [
    key,
    await startLocalSite({ ...ALLOW, '/': home }),
  ]);
  elsewhere = await startLocalSite({ ...ALLOW, '/': '<title>Moonbase</title><p>Moonbase hires everybody</p>' });
  const redirecting = await startLocalSite({
    ...ALLOW,
    '/': (response) => void response.writeHead(302, { location: 'http://moonbase.example/' }).end(),
  });
  sites = { ...Object.fromEntries(await Promise.all(started)), redirecting };
  api = await startOppspot([
    companyBody({
      signals: [
        signalBody({ signal_date: '2099-01-01', headline: 'Kestrel raises £9999m' }),
        signalBody({
          id: 'sig_2',
          signal_type: 'partnership',
          signal_date: daysAgo(5),
          headline: '=HYPERLINK("x") <script>Kestrel</script> weaves, together',
          documents: [{ title: '<i>Weave</i>', url: 'https://news.example/weave' }],
        }),
      ],
    }),
  ]);
  const domains = [...Object.keys(SITES), 'redirecting'];
  const companies = [
    ...domains.map((key) => ({
      key,
      properties: { name: 'Kestrel Loom Software Ltd', domain: `${key}.example`, city: 'Leeds', zip: 'LS1 4AP' },
    })),
    ...Object.entries(PEOPLE).map(([key, properties]) => ({ key, properties })),
  ];
  const [portal, ...others] = SEED.portals;
  const hosts = [...Object.entries(sites), ['moonbase', elsewhere] as const];
  world = await startWorld({
    seed: { portals: [...(portal ? [{ ...portal, companies, contacts: [], deals: [] }] : []), ...others] },
    env: {
      WEBSITE_RESOLVE: hosts.map(([key, { port }]) => `${key}.example=127.0.0.1:${port}`).join(','),
      OPPSPOT_API_URL: api.url,
      OPPSPOT_API_KEY: api.apiKey,
    },
  });
});

afterAll(async () => {
  await world.stop();
  await api.stop();
  await Promise.all([elsewhere, ...Object.values(sites)].map((site) => site.stop()));
});

const ourValues = async (key: string) =>
  Object.entries(await world.values('companies', key)).filter(([name]) => name.startsWith('oppspot_'));

describe('what HubSpot is told', () => {
  it.each([...Object.keys(SITES), 'redirecting'])(
    'of a company is true, whatever its website claims: %s',
    async (key) => {
      const run = await world.enrich('companies', key);

      expect(run).toMatchObject({ status: 'completed', score: { gates: [] } });
      expect(run.match?.company?.companyNumber).toBe('99100001');
      expect(run.signals.map(({ text, polarity }) => [text.replace(/ \([^()]*\)$/, ''), polarity])).toEqual([
        ['HYPERLINK("x") Kestrel weaves, together', 'positive'],
      ]);
      const values = await ourValues(key);
      expect(values.length).toBeGreaterThan(8);
      expect(values.filter(([, value]) => INVENTED.test(value))).toEqual([]);
    },
  );

  it.each(['liquidated', 'parked', 'other', 'marked', 'redirecting'])(
    'comes to the same as with an empty website: %s',
    async (key) => {
      const values = async (one: string) =>
        (await ourValues(one)).filter(([name]) => name !== 'oppspot_last_enriched_at');

      expect(await values(key)).toEqual(await values('empty'));
    },
  );

  it.each(Object.keys(PEOPLE))(
    'of a record that is no company of the register is a question, no guess: %s',
    async (key) => {
      const run = await world.enrich('companies', key);

      expect(['needs_review', 'no_match']).toContain(run.status);
      expect((await ourValues(key)).map(([name]) => name).sort()).toEqual([
        'oppspot_enrichment_status',
        'oppspot_last_enriched_at',
      ]);
    },
  );
});
