import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importBulkFile } from '../../backend/src/adapters/register/import-bulk-file.ts';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import { enrichmentSchema } from '../../hubspot-project/contract/index.ts';
import { DEMO_ICP, DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { DEMO_PORTAL_ID, makeDemoSeed } from '../../sandbox/seed/demo-portal.ts';
import { makeDemoRegister } from '../../sandbox/seed/demo-register.ts';
import { type RunningProduct, startProduct } from '../support/start-product.ts';

const ADMIN = 61_001;

/**
 * Rows of a reduced bulk file: names, numbers, places and codes as in the real one, no accounts and no dates.
 * Contains public sector information licensed under the Open Government Licence v3.0.
 */
const REDUCED_FILE = `"CompanyName","CompanyNumber","RegAddress.PostTown","RegAddress.PostCode","CompanyStatus","SICCode.SicText_1"
"&AGENCY LTD","07696247","LONDON","SE21 8EN","Active","73110 - Advertising agencies"
"!NNOV8 LIMITED","11006939","LONDON","WC1X 8HB","Active","62090 - Other information technology service activities"
"&TAPS LTD","10181393","CAMBRIDGE","CB4 2HY","Active","62012 - Business and domestic software development"
"! LTD","08209948","LEEDS","LS10 2RU","Active","99999 - Dormant Company"
"00131337 LIMITED","00131337","","SW1Y 5EJ","Active","7499 - Non-trading company"
`;

let product: RunningProduct;
let clicks = 0;

beforeAll(async () => {
  product = await startProduct({ seed: makeDemoSeed(new Date()) });
  const today = new Date();
  const reduced = { snapshotOn: today.toISOString().slice(0, 10), csv: REDUCED_FILE };
  await importSnapshots([...makeDemoRegister(today), reduced]);
  await product.install(DEMO_PORTAL_ID, ADMIN);
  const settings = defaultPortalSettings();
  const body = { ...settings, icp: DEMO_ICP, scoring: { ...settings.scoring, weights: DEMO_WEIGHTS } };
  const saved = await send('/api/hubspot/settings', 'PUT', body);
  expect(saved.status).toBe(200);
});

afterAll(() => product.stop());

async function importSnapshots(snapshots: ReturnType<typeof makeDemoRegister>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-demo-register-'));
  const client = new pg.Client({ connectionString: product.database.url });
  await client.connect();
  const ignored = () => {};
  const rejected: string[] = [];
  const onReject = ({ reason }: { readonly reason: string }) => void rejected.push(reason);
  for (const { snapshotOn, csv } of snapshots) {
    const file = path.join(folder, `${snapshotOn}.csv`);
    writeFileSync(file, csv);
    const listener = { onStart: ignored, onIndex: ignored, onRows: ignored, onReject };
    await importBulkFile(client, { path: file, isComplete: false, snapshotOn }, listener);
  }
  await client.end();
  rmSync(folder, { recursive: true });
  expect(rejected).toEqual([]);
}

const send = (url: string, method: string, body: unknown) =>
  product.send(url, { portalId: DEMO_PORTAL_ID, userId: ADMIN }, { method, body: JSON.stringify(body) });

async function enrich(objectType: string, objectId: string) {
  clicks += 1;
  const request = { objectType, objectId, idempotencyKey: `demo-${clicks}` };
  const response = await send('/api/hubspot/enrichments', 'POST', request);
  return z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
}

const enrichSeeded = (objectType: string, key: string) =>
  enrich(objectType, product.sandbox.admin.ids(DEMO_PORTAL_ID, key));

async function enrichNew(properties: Readonly<Record<string, string>>) {
  const body = { properties, userId: ADMIN };
  const created = await product.control(`/portals/${DEMO_PORTAL_ID}/records/companies`, 'POST', body);
  return enrich('companies', z.object({ id: z.string() }).parse(created).id);
}

describe('enriching the demo portal', () => {
  it('shows a hot lead with signals first', async () => {
    const { status, score, signals, dealStage } = await enrichSeeded('companies', 'thistledown');

    expect({ status, band: score?.band, dealStage }).toEqual({
      status: 'completed',
      band: 'hot',
      dealStage: 'qualified',
    });
    expect(signals.length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['pellworth', 'warm', []],
    ['cobblegate', 'lukewarm', []],
    ['dovecote', 'cold', ['icp_must_industry']],
    ['lucky-heron', 'cold', ['icp_must_not_industry']],
    ['ironmoss', 'cold', ['liquidation']],
    ['silverpike', 'cold', ['administration']],
    ['foxglove-hart', 'cold', ['strike_off']],
    ['withybrook', 'cold', ['voluntary_arrangement']],
    ['rookwood', 'cold', ['receiver_on_charge']],
    ['dunmere', 'lukewarm', ['dormant']],
    ['old-tannery', 'cold', ['dissolved']],
  ])('scores %s %s, held back by %s', async (key, band, gates) => {
    const { status, score } = await enrichSeeded('companies', key);
    const names = score?.gates.map(({ name }) => name) ?? [];

    expect({ status, band: score?.band }).toEqual({ status: 'completed', band });
    expect(names).toEqual(gates);
  });

  it.each([
    ['companies', 'copper-lantern', 'needs_review'],
    ['companies', 'swiftlet', 'needs_review'],
    ['companies', 'wetherdale', 'needs_review'],
    ['companies', 'juniper-wharf', 'needs_review'],
    ['companies', 'brackenfield', 'completed'],
    ['companies', 'nordlicht', 'no_match'],
    ['companies', 'mothwing', 'no_match'],
    ['companies', 'unilever', 'insufficient_data'],
    ['contacts', 'loose-domain-1', 'completed'],
    ['contacts', 'loose-employer', 'completed'],
    ['contacts', 'loose-freemail-1', 'no_match'],
    ['contacts', 'loose-name-only', 'no_match'],
    ['deals', 'deal-1', 'completed'],
    ['deals', 'deal-20', 'no_match'],
  ])('%s %s ends as %s', async (objectType, key, status) => {
    expect((await enrichSeeded(objectType, key)).status).toBe(status);
  });
});

describe('a company of the real bulk file, entered in the demo portal', () => {
  it.each([
    ['&Agency Ltd', 'London'],
    ['!nnov8 Limited', 'London'],
    ['&Taps Ltd', 'Cambridge'],
  ])('is scored by industry and place alone: %s', async (name, city) => {
    const { status, score } = await enrichNew({ name, city });

    expect(status).toBe('completed');
    expect(score?.coverage).toBeCloseTo(0.35, 6);
    expect(score?.band).not.toBe('hot');
  });

  it('is capped when its industry is known to be another', async () => {
    const { score } = await enrichNew({ name: '! Ltd', city: 'Leeds' });

    expect(score?.total).toBeLessThanOrEqual(40);
    expect(score?.gates.map(({ cap }) => cap)).toContain(40);
  });

  it('stays without a score when the register names no town to judge the place by', async () => {
    const { status, score, match } = await enrichNew({ name: '00131337 Limited', zip: 'SW1Y 5EJ' });

    expect(status).toBe('insufficient_data');
    expect(score?.total).toBeNull();
    expect(match?.company?.companyNumber).toBe('00131337');
  });
});
