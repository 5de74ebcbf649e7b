import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { importBulkFile } from '../../../backend/src/adapters/register/import-bulk-file.ts';
import { DEMO_PORTAL_ID, makeDemoSeed } from '../../../sandbox/seed/demo-portal.ts';
import { makeDemoRegister } from '../../../sandbox/seed/demo-register.ts';
import { type OpenAiStandIn, promptOf, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { type RunningProduct, startProduct } from '../../support/start-product.ts';

const ADMIN = 61_001;
const SEED = makeDemoSeed(new Date());

let product: RunningProduct;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await startOpenAiStandIn();
  model.answerWith('all_texts');
  product = await startProduct({
    seed: SEED,
    env: { OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'gpt-6-luna' },
  });
  await importRegister();
  await product.install(DEMO_PORTAL_ID, ADMIN);
  const [portal] = SEED.portals;
  const records = [...(portal?.companies ?? []), ...(portal?.contacts ?? []), ...(portal?.deals ?? [])];
  for (const [index, { key }] of records.entries()) await enrich(typeOf(key), key, index);
}, 180_000);

afterAll(async () => {
  await product.stop();
  await model.close();
});

const typeOf = (key: string) => {
  const [portal] = SEED.portals;
  if (portal?.companies?.some((company) => company.key === key)) return 'companies';
  return portal?.contacts?.some((contact) => contact.key === key) ? 'contacts' : 'deals';
};

async function importRegister(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-prompts-'));
  const client = new pg.Client({ connectionString: product.database.url });
  await client.connect();
  const ignored = () => {};
  const listener = { onStart: ignored, onIndex: ignored, onRows: ignored, onReject: ignored };
  for (const { snapshotOn, csv } of makeDemoRegister(new Date())) {
    const file = path.join(folder, `${snapshotOn}.csv`);
    writeFileSync(file, csv);
    await importBulkFile(client, { path: file, isComplete: false, snapshotOn }, listener);
  }
  await client.end();
  rmSync(folder, { recursive: true });
}

async function enrich(objectType: string, key: string, index: number): Promise<void> {
  const objectId = product.sandbox.admin.ids(DEMO_PORTAL_ID, key);
  const body = JSON.stringify({ objectType, objectId, idempotencyKey: `prompts-${index}` });
  const caller = { portalId: DEMO_PORTAL_ID, userId: ADMIN };
  const answer = await product.send('/api/hubspot/enrichments', caller, { method: 'POST', body });
  // Many runs one after the other meet HubSpot's limit; then the answer is 202, and the run is asked for as a card does.
  const { enrichment } = startedSchema.parse(await answer.json());
  const read = async () => {
    const found = await product.send(`/api/hubspot/enrichments/${enrichment.id}`, caller);
    expect(startedSchema.parse(await found.json()).enrichment.status).not.toBe('running');
  };
  await vi.waitFor(read, { timeout: 40_000, interval: 50 });
}

const startedSchema = z.object({ enrichment: z.object({ id: z.string(), status: z.string() }) });

describe('what the model is told over the whole demo', () => {
  it('is something, about many companies', () => {
    expect(new Set(model.requests.map(promptOf)).size).toBeGreaterThan(30);
  });

  it('holds no e-mail address, no phone number and no name of a contact', () => {
    const sent = model.requests.map((request) => JSON.stringify(request)).join('\n');
    const contacts = SEED.portals[0]?.contacts ?? [];
    const personal = contacts.flatMap(({ properties }) => [
      properties.email,
      properties.phone,
      properties.firstname && properties.lastname ? `${properties.firstname} ${properties.lastname}` : undefined,
    ]);
    const leaked = personal.filter((value) => value && value.length > 5 && sent.includes(value));

    expect(personal.filter(Boolean).length).toBeGreaterThan(100);
    expect(leaked).toEqual([]);
    expect(sent).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    expect(sent).not.toMatch(/\+44[\d ]{8,}/);
  });

  it('never repeats a question', () => {
    expect(new Set(model.requests.map(promptOf)).size).toBe(model.requests.length);
  });
});
