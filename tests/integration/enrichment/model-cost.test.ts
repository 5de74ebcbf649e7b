import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { PORTAL, SEED, startWorld, type World } from './world.ts';

/** Four contacts for each of these companies, which the register knows. */
const COMPANIES = ['kestrel', 'sinking', 'bare'];
const CONTACTS = COMPANIES.flatMap((company) => [1, 2, 3, 4].map((n) => ({ key: `${company}-${n}`, company })));

let world: World;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('all_texts');
  const contacts = CONTACTS.map(({ key, company }) => ({
    key,
    properties: { firstname: 'Con', lastname: key, email: `${key}@buyer.example` },
    associations: [company],
  }));
  const portals = SEED.portals.map((portal) =>
    portal.id === PORTAL ? { ...portal, contacts: [...(portal.contacts ?? []), ...contacts] } : portal,
  );
  world = await startWorld({
    seed: { ...SEED, portals },
    env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'gpt-6-luna' },
  });
});

afterAll(async () => {
  await world.stop();
  await model.close();
});

async function enrichAll() {
  const [calls, tokens] = [model.requests.length, model.tokensTold()];
  const matched = [];
  for (const { key } of CONTACTS) matched.push((await world.enrich('contacts', key)).match?.company?.companyNumber);
  return { calls: model.requests.length - calls, tokens: model.tokensTold() - tokens, matched };
}

describe('the model’s cost of four contacts a company', () => {
  it('is at most 0.26 calls and 950 tokens a contact when nothing is known, and none when nothing changed', async () => {
    const cold = await enrichAll();
    const unchanged = await enrichAll();

    expect(new Set(cold.matched).size).toBe(COMPANIES.length);
    expect(cold.calls / CONTACTS.length).toBeLessThanOrEqual(0.26);
    expect(cold.tokens / CONTACTS.length).toBeLessThanOrEqual(950);
    expect(cold.tokens / CONTACTS.length).toBeGreaterThan(300);
    expect(unchanged).toMatchObject({ calls: 0, tokens: 0 });
  });
});
