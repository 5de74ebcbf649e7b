import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkAnswerSchema, bulkDryRunAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { automation, TASK_ON } from './automation-world.ts';
import { ADMIN, PORTAL, SEED, saveSettings, startWorld, type World } from './world.ts';

/** Forty contacts of each of these companies, which the register knows. */
const COMPANIES = ['kestrel', 'sinking', 'bare'];
const contacts = COMPANIES.flatMap((company) =>
  Array.from({ length: 40 }, (_, index) => ({
    key: `${company}-${index}`,
    properties: { firstname: 'Con', lastname: String(index), email: `${company}-${index}@buyer.example` },
    associations: [company],
  })),
);

let world: World;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('all_texts');
  const portals = SEED.portals.map((portal) => (portal.id === PORTAL ? { ...portal, contacts } : portal));
  world = await startWorld({
    seed: { ...SEED, portals },
    env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'gpt-6-luna' },
  });
  await saveSettings(world, automation({ ...TASK_ON, task: { enabled: true, minScore: 0 } }));
  await world.product.startWorker();
}, 120_000);

afterAll(async () => {
  await world.stop();
  await model.close();
});

const caller = { portalId: PORTAL, userId: ADMIN };
const at = '/api/hubspot/bulk-enrichments';
const ask = async (body: object) =>
  (await world.send(at, caller, { method: 'POST', body: JSON.stringify(body) })).json();

/** What was told before a run, and what it took. */
async function forecastAndRun(name: string, selection: object) {
  const body = { objectType: 'contacts', ...selection };
  const { bulk } = bulkDryRunAnswerSchema.parse(await ask({ ...body, idempotencyKey: `${name}-dry`, dryRun: true }));
  const { id } = bulkAnswerSchema.parse(await ask({ ...body, idempotencyKey: name })).bulk;
  await world.forgetRequests();
  const before = model.requests.length;
  const read = async () => bulkAnswerSchema.parse(await (await world.send(`${at}/${id}`, caller, {})).json()).bulk;
  await expect.poll(read, { timeout: 60_000, interval: 100 }).toMatchObject({ status: 'completed' });
  const calls = (await world.requests()).filter(
    ({ path }) => path.startsWith('/crm/') && !path.includes('/properties/'),
  );
  return { estimate: bulk.estimate, modelCalls: model.requests.length - before, hubspotCalls: calls.length };
}

it('tells the calls of a run before it, one of the model for each company that is new', async () => {
  const objectIds = contacts.filter((_, index) => index % 40 < 10).map(({ key }) => world.id(key));
  const cold = await forecastAndRun('cold', { objectIds });
  const known = await forecastAndRun('known', { all: true });

  expect([cold.estimate.modelCalls, known.estimate.modelCalls]).toEqual([cold.modelCalls, known.modelCalls]);
  expect([cold.modelCalls, known.modelCalls]).toEqual([3, 0]);
  expect(cold.estimate.modelTokens).toBe(3 * 1_700);
});

it('tells the requests of a run that makes nothing to within a tenth, or one', async () => {
  await saveSettings(world, automation({}));
  const objectIds = contacts.map(({ key }) => world.id(key));

  const { estimate, hubspotCalls } = await forecastAndRun('unchanged', { objectIds });

  expect(Math.abs(estimate.hubspotCalls - hubspotCalls)).toBeLessThanOrEqual(Math.max(1, hubspotCalls / 10));
});
