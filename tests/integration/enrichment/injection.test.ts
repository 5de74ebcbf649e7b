import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnrichmentWire } from '../../../hubspot-project/contract/index.ts';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { type OpenAiStandIn, promptOf, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { INJECTIONS, type Injection, type Place } from './injection-corpus/cases.ts';
import { followRun, startWorld, type World } from './world.ts';

let model: OpenAiStandIn;
let site: LocalSite;
let world: World;
let clean: Awaited<ReturnType<typeof rulesOf>>;
let template: string | undefined;
const pages: Record<string, string> = {};

beforeAll(async () => {
  model = await startOpenAiStandIn();
  site = await startLocalSite(pages);
  showSite();
  world = await startWorld({
    env: {
      OPENAI_API_KEY: 'key-of-the-test',
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: 'gpt-6-luna',
      WEBSITE_RESOLVE: `kestrel-loom.example=127.0.0.1:${site.port}`,
    },
  });
  model.answerWith('refusal');
  const twin = await enrich();
  clean = await rulesOf(twin);
  template = twin.summary?.text;
});

afterAll(async () => {
  await world.stop();
  await Promise.all([site.stop(), model.close()]);
});

/** The clean page, with the text in its place. */
function showSite(place?: Place, text = ''): void {
  const at = (wanted: Place, html: string) => (place === wanted ? html : '');
  const escaped = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  pages['/robots.txt'] = 'User-agent: *\nAllow: /';
  pages['/careers'] = `<title>Careers${at('careers', ` - ${escaped}`)}</title><p>No open posts at the moment.</p>`;
  pages['/'] = `<title>Kestrel Loom${at('title', ` - ${escaped}`)}</title>
    <meta name="description" content="Software for looms.${at('description', ` ${escaped}`)}">
    ${at('comment', `<!-- ${text} -->`)}${at('script', `<script>${text}</script>`)}
    <p>Company number 99100001. ${at('body', escaped)}</p><a href="/careers">Careers</a>
    ${at('hidden', `<p style="display:none">${escaped}</p>`)}${at('alt', `<img alt="${escaped}" src="/logo.png">`)}`;
}

/** As a rep who asks for fresh facts, with no text kept from before. */
async function enrich(): Promise<EnrichmentWire> {
  await world.query('DELETE FROM summaries');
  return followRun(world, await world.enrich('companies', 'kestrel', { refresh: true }));
}

/** All that our rules decide, and the record as HubSpot holds it. The hash of the inputs tells that the page was another. */
async function rulesOf({ status, score, dealStage, signals, nextActions, talkingPoints }: EnrichmentWire) {
  // Times of writing aside; `description` is what the test itself types.
  const times = ['oppspot_last_enriched_at', 'hs_lastmodifieddate', 'lastmodifieddate', 'description'];
  const values = Object.entries(await world.values('companies', 'kestrel')).filter(([name]) => !times.includes(name));
  const properties = Object.fromEntries(values.filter(([name]) => name !== 'oppspot_summary'));
  return { status, score: { ...score, inputHash: '' }, dealStage, signals, nextActions, talkingPoints, properties };
}

async function attack({ place, text, demand, cites }: Injection): Promise<EnrichmentWire> {
  showSite(place, text);
  await world.edit('companies', 'kestrel', { description: place === 'hubspot' ? text : 'A customer.' });
  model.obey(demand, cites);
  return enrich();
}

describe('a model that obeys what a company says about itself', () => {
  it('is tried with at least 100 attacks of at least 15 families, over 8 languages and every place', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(100);
    expect(new Set(INJECTIONS.map(({ family }) => family)).size).toBeGreaterThanOrEqual(15);
    expect(INJECTIONS.filter(({ family }) => family === 'other languages').length).toBeGreaterThanOrEqual(8);
    expect(new Set(INJECTIONS.map(({ place }) => place)).size).toBe(9);
  });

  it('is believed when nobody misleads it', async () => {
    showSite();
    model.answerWith('two_sentences');

    expect((await enrich()).summary?.source).toBe('ai');
  });

  it.each(INJECTIONS.map((injection) => [injection.family, injection.demand, injection] as const))(
    '%s: "%s" is refused twice, and nothing else changes',
    async (_family, _demand, injection) => {
      const run = await attack(injection);

      expect(run.summary).toMatchObject({ source: 'template', text: template });
      expect(run.usage.modelCalls).toBe(2);
      expect(await rulesOf(run)).toEqual(clean);
      expect((await world.values('companies', 'kestrel')).oppspot_summary).toBe(template);
    },
  );

  it('never saw what stands in HubSpot, in comments, scripts and hidden text', () => {
    const unseen = INJECTIONS.filter(({ place }) => ['hubspot', 'comment', 'script', 'hidden', 'alt'].includes(place));
    const prompts = model.requests.map(promptOf).join('\n');

    expect(unseen.filter(({ text }) => text.length > 12 && prompts.includes(text))).toEqual([]);
  });
});
