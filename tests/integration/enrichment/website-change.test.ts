import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { startWorld, type World } from './world.ts';

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

let site: LocalSite;
let world: World;
/** What the website's first page says at the moment. */
let home = { title: 'Kestrel Loom', head: '', lastModified: '' };

beforeAll(async () => {
  site = await startLocalSite({
    '/robots.txt': 'User-agent: *\nAllow: /',
    '/': (response) => {
      const headers = home.lastModified === '' ? {} : { 'last-modified': home.lastModified };
      response.writeHead(200, { 'content-type': 'text/html', ...headers });
      response.end(`<title>${home.title}</title>${home.head}<h1>Looms</h1><p>Company number 99100001</p>`);
    },
  });
  world = await startWorld({ env: { WEBSITE_RESOLVE: `kestrel-loom.example=127.0.0.1:${site.port}` } });
});

afterAll(async () => {
  await world.stop();
  await site.stop();
});

const visit = () => world.enrich('companies', 'kestrel', { refresh: true });
/** As if the last visit had been so many days ago. */
const letDaysPass = (days: number) =>
  world.query(
    `UPDATE website_readings SET read_at = read_at - make_interval(days => $1::int),
    reading = jsonb_set(reading, '{readOn}', to_jsonb($2::text))`,
    [days, dayBefore(days)],
  );
const changesOf = (run: Awaited<ReturnType<World['enrich']>>) =>
  run.signals.filter(({ kind }) => kind === 'website_change');

describe('a website that changes', () => {
  it('gives no signal when it is read for the first time', async () => {
    expect(changesOf(await visit())).toEqual([]);
  });

  it('gives none for a change that it does not date, or dates by our visit', async () => {
    await letDaysPass(30);
    home = { ...home, title: 'Kestrel Loom for museums', lastModified: new Date().toUTCString() };

    expect(changesOf(await visit())).toEqual([]);
  });

  it('gives one as soon as it dates the change, with the page as evidence', async () => {
    home = { ...home, head: `<meta property="article:modified_time" content="${dayBefore(12)}T08:00:00Z">` };

    const run = await visit();

    expect(changesOf(run)).toMatchObject([{ strength: 'weak', polarity: 'neutral', occurredAt: dayBefore(12) }]);
    const evidence = run.evidence.find(({ id }) => changesOf(run)[0]?.evidence.includes(id));
    expect(evidence).toMatchObject({
      source: 'website',
      url: 'http://kestrel-loom.example/',
      snippet: expect.stringContaining('Kestrel Loom for museums'),
    });
  });

  it('keeps the signal while the page stays as it is', async () => {
    expect(changesOf(await visit())).toMatchObject([{ occurredAt: dayBefore(12) }]);
  });
});
