import { afterEach, describe, expect, it } from 'vitest';
import type { ResolveName } from '../../../backend/src/adapters/website/guarded-agent.ts';
import { collect, DOMAIN, HOME, NOW, redirectTo, request, siteOf, sourceOf, stopSites } from './website-stand.ts';

afterEach(stopSites);

describe('the website as a source', () => {
  it('reads the first page and those about careers, contact and the company, and no more', async () => {
    const site = await siteOf({
      '/': `<html><head><title>Kestrel  Loom</title><meta name="description" content="Looms &amp; software">
        <script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"Kestrel","numberOfEmployees":{"value":42}}]}</script>
        </head><body><p>We use Python</p><!-- hidden words --><p style="display: none">unseen</p><script>var secret</script>
        <a href="/blog/how-to-start-a-career-in-weaving">Blog</a><a href="/careers">Careers</a><a href="/contact">Contact</a>
        <a href="/about">About</a><a href="/products">Products</a><a href="https://elsewhere.co.uk/jobs">Jobs</a></body></html>`,
      '/careers': `<h1>Careers</h1><script type="application/ld+json">[
        {"@type":"JobPosting","title":"Weaver","datePosted":"2026-11-02"},{"@type":"JobPosting","title":"Dyer"}]</script>`,
      '/contact': '<p>Company number 99100001</p>',
      '/about': '<p>About us</p>',
    });

    const answer = await collect({ site });

    expect([...site.asked].sort()).toEqual(['/', '/about', '/careers', '/contact', '/robots.txt']);
    expect(site.lastHeaders()).toMatchObject({ 'user-agent': expect.stringContaining('oppSpot-SmartSync') });
    expect(site.lastHeaders()).not.toHaveProperty('cookie');
    expect(answer?.facts).toMatchObject({
      website: { value: `http://${DOMAIN}/` },
      employees: { value: 42 },
      openPosts: { value: 2, evidence: ['careers'] },
    });
    expect(answer?.facts.websiteWords?.value).toEqual(expect.arrayContaining(['python', 'looms']));
    expect(answer?.facts.websiteWords?.value).not.toEqual(expect.arrayContaining(['unseen']));
    expect(answer?.facts.websiteWords?.value).not.toEqual(expect.arrayContaining(['secret']));
    expect(answer?.events).toHaveLength(1);
    expect(answer?.evidence.map(({ id, snippet }) => [id, snippet])).toEqual([
      ['home', 'Kestrel Loom; Looms & software; Number of employees: 42'],
      ['careers', 'Open posts: 2: Weaver, Dyer'],
      ['contact', 'Company number: 99100001'],
      ['legal', 'About us'],
    ]);
  });

  it('counts links to posts in an applicant system', async () => {
    const site = await siteOf({
      '/': '<a href="/jobs">Jobs</a>',
      '/jobs': `<a href="https://boards.greenhouse.io/kestrel/jobs/123">Weaver</a>
        <a href="https://boards.greenhouse.io/kestrel/jobs/123?gh=1">Apply</a>
        <a href="https://boards.greenhouse.io/kestrel">All posts</a>`,
    });

    expect((await collect({ site }))?.facts.openPosts?.value).toBe(1);
  });

  it('holds nothing about a company without a domain', async () => {
    expect(await collect({ domain: undefined })).toBeUndefined();
  });

  it('skips a reserved name at once, without looking it up', async () => {
    expect(await collect({})).toMatchObject({
      declined: 'skipped',
      note: `${DOMAIN} is a reserved name without a website`,
    });
  });

  it('fails when the name is not known', async () => {
    await expect(collect({ domain: 'kestrel-loom.co.uk' })).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('leaves out a page after the first that fails', async () => {
    const site = await siteOf({
      '/': `${HOME}<a href="/contact">Contact</a>`,
      '/contact': (response) => response.destroy(),
    });

    expect((await collect({ site }))?.evidence.map(({ id }) => id)).toEqual(['home']);
  });

  it('tells nothing from a website that states another company number', async () => {
    const site = await siteOf({ '/': '<p>Company number 99100002</p>' });

    expect(await collect({ site })).toMatchObject({
      facts: {},
      evidence: [],
      note: `${DOMAIN}: states another company number: 99100002`,
    });
  });

  it('reads a site again after half a day, or when asked to', async () => {
    let nowMs = NOW;
    const site = await siteOf({ '/': HOME });
    const source = sourceOf({ site }, () => nowMs);
    const ask = async (refresh = false) => {
      const answer = await source.collect({ ...request, refresh, signal: new AbortController().signal });
      return [answer?.isCached, answer?.evidence[0]?.fetchedAt];
    };
    const answers = [await ask()];

    nowMs += 12 * 3_600_000;
    answers.push(await ask(), await ask(true));
    nowMs += 12 * 3_600_000 + 1;
    answers.push(await ask());

    expect(answers).toEqual([
      [false, '2026-11-23T08:00:00.000Z'],
      [true, '2026-11-23T08:00:00.000Z'],
      [false, '2026-11-23T20:00:00.000Z'],
      [false, '2026-11-24T08:00:00.001Z'],
    ]);
  });

  it('leaves a site that did not answer alone for ten minutes', async () => {
    let nowMs = NOW;
    let lookUps = 0;
    const resolve: ResolveName = async () => {
      lookUps += 1;
      throw new Error('ENOTFOUND');
    };
    const source = sourceOf({ resolve }, () => nowMs);
    const ask = () =>
      source.collect({ ...request, domain: 'kestrel-loom.co.uk', signal: new AbortController().signal });
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    const asked = lookUps;

    nowMs += 10 * 60_000;
    expect(await ask()).toMatchObject({
      declined: 'failed',
      note: 'kestrel-loom.co.uk: did not answer a few minutes ago',
    });
    expect(lookUps).toBe(asked);

    nowMs += 1;
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('says that a page answered with an error', async () => {
    const site = await siteOf({ '/': (response) => void response.writeHead(503).end() });

    expect(await collect({ site })).toMatchObject({
      declined: 'failed',
      note: `${DOMAIN}: the page answered with status 503`,
    });
  });
});

describe('robots.txt', () => {
  it('closes the site to us by our name', async () => {
    const site = await siteOf({ '/robots.txt': 'User-agent: oppSpot-SmartSync\nDisallow: /', '/': HOME });

    expect(await collect({ site })).toMatchObject({ declined: 'failed', note: expect.stringContaining('robots.txt') });
    expect(site.asked).toEqual(['/robots.txt']);
  });

  it('closes single pages', async () => {
    const links = '<a href="/careers">Careers</a><a href="/contact">Contact</a>';
    const site = await siteOf({
      '/robots.txt': 'User-agent: *\nDisallow: /careers',
      '/': `${HOME}${links}`,
      '/careers': 'secret',
      '/contact': 'open',
    });

    expect((await collect({ site }))?.evidence.map(({ id }) => id)).toEqual(['home', 'contact']);
    expect(site.asked).not.toContain('/careers');
  });

  it('closes a page that a redirect leads to', async () => {
    const site = await siteOf({
      '/robots.txt': 'User-agent: *\nDisallow: /private',
      '/': redirectTo('/private'),
      '/private': HOME,
    });

    expect(await collect({ site })).toMatchObject({ declined: 'failed' });
    expect(site.asked).not.toContain('/private');
  });

  it('closes the site while its server is in trouble, and opens it when there is none', async () => {
    const troubled = await siteOf({ '/robots.txt': (response) => void response.writeHead(500).end(), '/': HOME });
    const without = await siteOf({ '/robots.txt': (response) => void response.writeHead(404).end(), '/': HOME });

    expect(await collect({ site: troubled })).toMatchObject({ declined: 'failed' });
    expect((await collect({ site: without }))?.facts.website).toBeDefined();
  });
});
