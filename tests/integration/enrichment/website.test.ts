import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { PROCESSES } from '../../support/start-product.ts';
import { startWorld, type World } from './world.ts';

/** A day before today: signals fade, so posts must not grow old with this file. */
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

let site: LocalSite;
let other: LocalSite;
let world: World;

beforeAll(async () => {
  site = await startLocalSite({
    '/robots.txt': 'User-agent: *\nAllow: /',
    '/': `<title>Kestrel Loom</title><p>Software in Python. Company number 99100001.</p>
      <a href="/careers">Careers</a>`,
    '/careers': `<script type="application/ld+json">[
      {"@type":"JobPosting","title":"Weaver","datePosted":"${dayBefore(30)}"},
      {"@type":"JobPosting","title":"Dyer","datePosted":"${dayBefore(25)}"},
      {"@type":"JobPosting","title":"Spinner","datePosted":"${dayBefore(20)}"}]</script>`,
  });
  other = await startLocalSite({ '/': '<p>Company number 99100003</p>' });
  const hosts = { 'kestrel-loom.example': site.port, 'suppressed.example': other.port };
  const WEBSITE_RESOLVE = Object.entries(hosts)
    .map(([host, port]) => `${host}=127.0.0.1:${port}`)
    .join(',');
  world = await startWorld({ env: { WEBSITE_RESOLVE } });
});

afterAll(async () => {
  await world.stop();
  await Promise.all([site.stop(), other.stop()]);
});

const outcomeOf = (run: Awaited<ReturnType<World['enrich']>>) => run.sources.find(({ name }) => name === 'website');

describe('enriching a company with a website', () => {
  it('uses what the website says, with its pages as evidence', async () => {
    const run = await world.enrich('companies', 'kestrel');

    expect(outcomeOf(run)).toMatchObject({ status: 'used', reason: null });
    expect(run.evidence.filter(({ source }) => source === 'website').map(({ url }) => url)).toEqual([
      'http://kestrel-loom.example/',
      'http://kestrel-loom.example/careers',
    ]);
    expect(run.signals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'job_posting', strength: 'strong', occurredAt: dayBefore(20) }),
      ]),
    );
    expect(run.score?.parts.growth.factors.find(({ name }) => name === 'hiring')).toMatchObject({ points: 14 });
  });

  it('reads the website once for all contacts of the company', async () => {
    // Each process remembers what it read.
    for (let others = 1; others < PROCESSES; others += 1) await world.enrich('contacts', 'ann');
    const before = site.asked.length;

    const run = await world.enrich('contacts', 'ann');

    expect(outcomeOf(run)).toMatchObject({ status: 'cached' });
    expect(site.asked).toHaveLength(before);
  });

  it('takes nothing from a website that states the number of another company', async () => {
    const run = await world.enrich('companies', 'listed');

    expect(run.status).toBe('completed');
    expect(outcomeOf(run)).toMatchObject({
      status: 'used',
      reason: 'suppressed.example: states another company number: 99100003',
    });
    expect(run.evidence.filter(({ source }) => source === 'website')).toEqual([]);
  });

  it('says that a company without a domain has no website here', async () => {
    expect(outcomeOf(await world.enrich('companies', 'bare'))).toMatchObject({
      status: 'used',
      reason: 'holds nothing about this company',
    });
  });
});
