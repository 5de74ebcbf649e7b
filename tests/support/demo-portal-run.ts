import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { importBulkFile } from '../../backend/src/adapters/register/import-bulk-file.ts';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import { type EnrichmentWire, enrichmentAnswerSchema, enrichmentSchema } from '../../hubspot-project/contract/index.ts';
import { makeDemoCompanyFiles } from '../../sandbox/companies-house/demo-company-files.ts';
import { startCompaniesHouse } from '../../sandbox/companies-house/start-companies-house.ts';
import { DEMO_ICP, DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { DEMO_PORTAL_ID, makeDemoSeed } from '../../sandbox/seed/demo-portal.ts';
import { makeDemoRegister } from '../../sandbox/seed/demo-register.ts';
import { type RunningProduct, startProduct } from './start-product.ts';

const ADMIN = 61_001;
/** As many as the demo has in flight. */
const AT_ONCE = 8;
const POLL_EVERY_MS = 200;

/** What a customer might map beside our own properties. */
const MAPPED = {
  companies: [
    { source: 'industry', target: 'description' },
    { source: 'address', target: 'address2' },
    { source: 'companyStatus', target: 'about_us' },
  ],
  contacts: [
    { source: 'address', target: 'message' },
    { source: 'sicCodes', target: 'industry' },
  ],
  deals: [{ source: 'companyName', target: 'description' }],
} as const;

/** The source that feeds each of those properties. */
export function mappedSourceOf({ objectType }: Pick<EnrichmentWire, 'objectType'>, target: string): string | undefined {
  return MAPPED[objectType].find((mapping) => mapping.target === target)?.source;
}

/** Enriches every record of the demo portal over HTTP, with its register and its local Companies House. */
export async function enrichDemoPortal(): Promise<readonly EnrichmentWire[]> {
  const house = await startCompaniesHouse(makeDemoCompanyFiles(new Date()));
  const product = await startProduct({
    seed: makeDemoSeed(new Date()),
    env: { COMPANIES_HOUSE_API_URL: house.url, COMPANIES_HOUSE_API_KEY: house.apiKey },
  });
  try {
    await importDemoRegister(product.database.url);
    await product.install(DEMO_PORTAL_ID, ADMIN);
    await saveDemoSettings(product);
    return await enrichAll(product);
  } finally {
    await product.stop();
    await house.stop();
  }
}

async function importDemoRegister(databaseUrl: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-demo-register-'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const listener = { onStart: ignore, onIndex: ignore, onRows: ignore, onReject: ignore };
  for (const { snapshotOn, csv } of makeDemoRegister(new Date())) {
    const file = path.join(folder, `${snapshotOn}.csv`);
    writeFileSync(file, csv);
    await importBulkFile(client, { path: file, isComplete: false, snapshotOn }, listener);
  }
  await client.end();
  rmSync(folder, { recursive: true });
}

function ignore(): void {}

async function saveDemoSettings(product: RunningProduct): Promise<void> {
  const settings = defaultPortalSettings();
  const fields = {
    companies: [...settings.fields.companies, ...MAPPED.companies],
    contacts: [...settings.fields.contacts, ...MAPPED.contacts],
    deals: [...settings.fields.deals, ...MAPPED.deals],
  };
  const body = { ...settings, fields, icp: DEMO_ICP, scoring: { ...settings.scoring, weights: DEMO_WEIGHTS } };
  const saved = await send(product, '/api/hubspot/settings', 'PUT', body);
  if (saved.status !== 200) throw new Error(`the settings were refused: ${await saved.text()}`);
}

function send(product: RunningProduct, url: string, method: string, body?: unknown): Promise<Response> {
  const caller = { portalId: DEMO_PORTAL_ID, userId: ADMIN };
  return product.send(url, caller, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

const recordsSchema = z.object({ records: z.array(z.object({ id: z.string() })) });

async function enrichAll(product: RunningProduct): Promise<readonly EnrichmentWire[]> {
  const waiting: { readonly objectType: string; readonly objectId: string }[] = [];
  for (const objectType of ['companies', 'contacts', 'deals']) {
    const path = `/portals/${DEMO_PORTAL_ID}/records/${objectType}?limit=1000`;
    const { records } = recordsSchema.parse(await product.control(path));
    waiting.push(...records.map(({ id }) => ({ objectType, objectId: id })));
  }
  const results: EnrichmentWire[] = [];
  const next = waiting.values();
  const clickRest = async (): Promise<void> => {
    for (const record of next) results.push(await enrichOne(product, record));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, clickRest));
  return results;
}

async function enrichOne(product: RunningProduct, record: object): Promise<EnrichmentWire> {
  const body = { ...record, idempotencyKey: JSON.stringify(record) };
  for (;;) {
    const response = await send(product, '/api/hubspot/enrichments', 'POST', body);
    const { enrichment } = enrichmentAnswerSchema.parse(await response.json());
    const finished = enrichmentSchema.safeParse(enrichment);
    if (finished.success && finished.data.status !== 'running') return finished.data;
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
}
