import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type EnrichmentWire, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { startCompaniesHouse } from '../../../sandbox/companies-house/start-companies-house.ts';
import type { RunningLocalApi } from '../../../sandbox/http/start-local-api.ts';
import { startOppspot } from '../../../sandbox/oppspot/start-oppspot.ts';
import { type LocalSite, startLocalSite } from '../../support/local-site.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { PORTAL, REP, SEED, startWorld, type World } from './world.ts';

/** Longer than the one deadline of sources and model. */
const PATIENCE_MS = 60_000;

let silent: LocalSite;
let stating: LocalSite;
let house: RunningLocalApi;
let oppspot: RunningLocalApi;
let model: OpenAiStandIn;
let world: World;
let runs: readonly EnrichmentWire[];

beforeAll(async () => {
  silent = await startLocalSite({ '/robots.txt': () => undefined, '/': () => undefined });
  stating = await startLocalSite({
    '/robots.txt': 'User-agent: *\nAllow: /',
    '/': '<title>Copper Finch</title><footer>Registered in England and Wales No. 99100004</footer>',
  });
  house = await startCompaniesHouse([]);
  oppspot = await startOppspot([]);
  model = await startOpenAiStandIn();
  model.answerWith('hang');
  for (const { faults } of [house, oppspot]) faults.add({ match: {}, times: 1_000, fault: { kind: 'hang-before' } });
  world = await startWorld({
    seed: { portals: SEED.portals.map((portal) => ({ ...portal, companies: [...(portal.companies ?? []), ...TOLD] })) },
    env: {
      WEBSITE_RESOLVE: [
        `kestrel-loom.example=127.0.0.1:${silent.port}`,
        `copper-finch.example=127.0.0.1:${silent.port}`,
        `told.example=127.0.0.1:${stating.port}`,
      ].join(','),
      COMPANIES_HOUSE_API_URL: house.url,
      COMPANIES_HOUSE_API_KEY: house.apiKey,
      OPPSPOT_API_URL: oppspot.url,
      OPPSPOT_API_KEY: oppspot.apiKey,
      OPENAI_API_KEY: 'key-of-the-test',
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: 'test-model',
    },
  });
  runs = await Promise.all(['kestrel', 'twin', 'told'].map(enrichPatiently));
}, 2 * PATIENCE_MS);

afterAll(async () => {
  await world.stop();
  await Promise.all([silent.stop(), stating.stop(), house.stop(), oppspot.stop(), model.close()]);
});

const TOLD = [{ key: 'told', properties: { name: 'Copper Finch', domain: 'told.example' } }];

const answerSchema = z.looseObject({ enrichment: z.looseObject({ id: z.string(), status: z.string() }) });

/** One click, then asked for as the card does until there is a result. */
async function enrichPatiently(key: string): Promise<EnrichmentWire> {
  const order = { objectType: 'companies', objectId: world.id(key), idempotencyKey: `patient-${key}` };
  const { id } = answerSchema.parse((await world.post(order)).body).enrichment;
  const read = async () => {
    const response = await world.send(`/api/hubspot/enrichments/${id}`, { portalId: PORTAL, userId: REP });
    return answerSchema.parse(await response.json());
  };
  const ended = async () => {
    const answer = await read();
    expect(answer.enrichment.status).not.toBe('running');
    return answer;
  };
  const answer = await vi.waitFor(ended, { timeout: PATIENCE_MS, interval: 250 });
  return z.object({ enrichment: enrichmentSchema }).parse(answer).enrichment;
}

const statuses = (run: EnrichmentWire | undefined) =>
  run?.sources.map(({ name, status, reason }) => [name, status, reason]);

describe('when website, oppSpot, Companies House and model all hang', () => {
  it('a record that the register knows gets the template’s answer, and each source says how it did', () => {
    const [kestrel] = runs;

    expect(kestrel).toMatchObject({ status: 'completed', error: null, summary: { source: 'template' } });
    expect(kestrel?.summary?.text).toContain('KESTREL LOOM SOFTWARE LIMITED');
    expect(statuses(kestrel)).toEqual([
      ['register', 'used', null],
      ['companies_house', 'failed', expect.any(String)],
      ['oppspot', 'failed', expect.any(String)],
      ['website', 'failed', expect.any(String)],
      ['hubspot', 'used', null],
    ]);
    expect(new Set(kestrel?.evidence.map(({ source }) => source))).toEqual(new Set(['register', 'hubspot']));
  });

  it('a record that the register leaves open goes to the rep, who reads that nobody could tell its domain', () => {
    const [, twin] = runs;

    expect(twin).toMatchObject({ status: 'needs_review', error: null });
    expect(twin?.match?.reasons).toEqual(
      expect.arrayContaining([
        'its website could not be read, so it could not tell the company',
        'oppSpot gave no answer, so it could not tell the company',
      ]),
    );
  });

  it('a record that its website alone can tell is matched, and gets its answer in the same time', () => {
    const [, , told] = runs;

    expect(told?.match?.company?.companyNumber).toBe('99100004');
    expect(told).toMatchObject({ status: 'completed', summary: { source: 'template' } });
    expect(told?.sources.find(({ name }) => name === 'website')).toMatchObject({ status: 'cached' });
  });
});
