import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { importBulkFile } from '../../../backend/src/adapters/register/import-bulk-file.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type EnrichmentWire, enrichmentSchema, recordAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import type { Seed } from '../../../sandbox/seed/seed-format.ts';
import { type RunningProduct, type StartProductOptions, startProduct } from '../../support/start-product.ts';

/** Two portals that must never see each other, an admin and a rep in each. */
export const PORTAL = 7001;
export const OTHER_PORTAL = 7002;
export const ADMIN = 501;
export const REP = 502;

const users = [
  { id: ADMIN, email: 'admin@hazelgrove.example', firstName: 'Ada', lastName: 'Min', superAdmin: true },
  { id: REP, email: 'rep@hazelgrove.example', firstName: 'Ray', lastName: 'Ep', superAdmin: false },
];

/** Records by key; every company name is invented, as are the numbers (99…: never issued). */
export const SEED: Seed = {
  portals: [
    {
      id: PORTAL,
      name: 'Hazel Grove',
      users,
      companies: [
        {
          key: 'kestrel',
          properties: {
            name: 'Kestrel Loom Software Ltd',
            domain: 'kestrel-loom.example',
            city: 'Leeds',
            zip: 'LS1 4AP',
          },
        },
        { key: 'sinking', properties: { name: 'Sinking Barge Ltd', city: 'Hull', zip: 'HU1 1AA' } },
        { key: 'twin', properties: { name: 'Copper Finch Ltd', domain: 'copper-finch.example' } },
        { key: 'twin-branch', properties: { name: 'Copper Finch (North)', domain: 'copper-finch.example' } },
        { key: 'stranger', properties: { name: 'Zzyzx Fremdfirma GmbH', city: 'Ulm', country: 'Germany' } },
        { key: 'bare', properties: { name: 'Bare Bones Ltd', city: 'Derby', zip: 'DE1 1AA' } },
        {
          key: 'listed',
          properties: { name: 'Kestrel Loom Software Ltd', domain: 'suppressed.example', zip: 'LS1 4AP' },
        },
      ],
      contacts: [
        {
          key: 'ann',
          properties: { firstname: 'Ann', lastname: 'One', email: 'ann@kestrel-loom.example' },
          associations: ['kestrel'],
        },
        {
          key: 'bob',
          properties: { firstname: 'Bob', lastname: 'Two', email: 'bob@kestrel-loom.example' },
          associations: ['kestrel'],
        },
        { key: 'loner', properties: { firstname: 'Lo', lastname: 'Ner', email: 'loner@gmail.com' } },
        { key: 'by-domain', properties: { firstname: 'Dom', lastname: 'Ain', email: 'dom@kestrel-loom.example' } },
      ],
      deals: [
        {
          key: 'deal',
          properties: { dealname: 'Loom renewal', pipeline: 'default', dealstage: 'appointmentscheduled' },
          associations: ['kestrel'],
        },
        {
          key: 'loose-deal',
          properties: { dealname: 'Loose end', pipeline: 'default', dealstage: 'appointmentscheduled' },
        },
      ],
    },
    {
      id: OTHER_PORTAL,
      name: 'Rival',
      users: [{ id: 601, email: 'admin@rival.example', firstName: 'Ri', lastName: 'Val', superAdmin: true }],
      companies: [{ key: 'kestrel', properties: { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' } }],
    },
  ],
};

const COLUMNS = [
  'CompanyName',
  'CompanyNumber',
  'RegAddress.PostTown',
  'RegAddress.PostCode',
  'CompanyCategory',
  'CompanyStatus',
  'IncorporationDate',
  'Accounts.NextDueDate',
  'Accounts.AccountCategory',
  'Mortgages.NumMortCharges',
  'Mortgages.NumMortOutstanding',
  'SICCode.SicText_1',
  'ConfStmtNextDueDate',
] as const;

const SOFTWARE = '62012 - Business and domestic software development';
const REGISTER = [
  [
    'KESTREL LOOM SOFTWARE LIMITED',
    '99100001',
    'LEEDS',
    'LS1 4AP',
    'Private Limited Company',
    'Active',
    '14/03/2016',
    '31/12/2099',
    'SMALL',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'SINKING BARGE LIMITED',
    '99100002',
    'HULL',
    'HU1 1AA',
    'Private Limited Company',
    'Liquidation',
    '02/02/2005',
    '31/12/2099',
    'FULL',
    '3',
    '2',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'COPPER FINCH LIMITED',
    '99100003',
    'BATH',
    'BA1 1AA',
    'Private Limited Company',
    'Active',
    '01/06/2012',
    '31/12/2099',
    'MICRO ENTITY',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'COPPER FINCH LIMITED',
    '99100004',
    'YORK',
    'YO1 7AA',
    'Private Limited Company',
    'Active',
    '01/06/2019',
    '31/12/2099',
    'MICRO ENTITY',
    '0',
    '0',
    SOFTWARE,
    '31/12/2099',
  ],
  [
    'BARE BONES LIMITED',
    '99100005',
    'DERBY',
    'DE1 1AA',
    'Private Limited Company',
    'Active',
    '01/06/2015',
    '',
    '',
    '',
    '',
    'None Supplied',
    '',
  ],
];

/** Everything a test of the main job uses. */
export interface World extends RunningProduct {
  id(key: string, portalId?: number): string;
  /** One click on "Enrich": waits for the result; a key of its own unless given. */
  enrich(objectType: string, key: string, members?: Readonly<Record<string, unknown>>): Promise<EnrichmentWire>;
  /** The answer of `POST /enrichments`, whatever it is. */
  post(
    body: Readonly<Record<string, unknown>>,
    caller?: { portalId: number; userId: number },
  ): Promise<{ status: number; body: unknown }>;
  /** Values of a record as HubSpot holds them. */
  values(objectType: string, key: string): Promise<Readonly<Record<string, string>>>;
  /** Requests that HubSpot received since the last call of `forgetRequests`. */
  requests(): Promise<readonly { method: string; path: string; status: number }[]>;
  forgetRequests(): Promise<void>;
  /** Types a value as a person. */
  edit(objectType: string, key: string, properties: Readonly<Record<string, string>>): Promise<void>;
}

/** Starts product, local HubSpot and a register of five companies, installed in the first portal with an ICP for software in Leeds. */
export async function startWorld(options: Partial<StartProductOptions> = {}): Promise<World> {
  const product = await startProduct({ seed: SEED, ...options });
  await importRegister(product.database.url);
  await product.install(PORTAL, ADMIN);
  await saveSettings(product, { icp: ICP });
  return { ...product, ...makeSteps(product) };
}

const ICP = {
  criteria: [
    { field: 'industry', rule: 'must', values: ['62'] },
    { field: 'place', rule: 'should', values: ['LS'] },
  ],
};

/** Replaces members of the portal's default settings, as an admin does. */
export async function saveSettings(
  product: RunningProduct,
  members: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const body = JSON.stringify({ ...defaultPortalSettings(), ...members });
  return product.send('/api/hubspot/settings', { portalId: PORTAL, userId: ADMIN }, { method: 'PUT', body });
}

/** The register of the tests, through the product's own importer. */
async function importRegister(databaseUrl: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smartsync-register-'));
  const file = path.join(folder, 'register.csv');
  writeFileSync(file, [COLUMNS, ...REGISTER].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ignored = () => {};
  const listener = { onStart: ignored, onIndex: ignored, onRows: ignored, onReject: ignored };
  await importBulkFile(
    client,
    { path: file, isComplete: false, snapshotOn: new Date().toISOString().slice(0, 10) },
    listener,
  );
  await client.end();
  rmSync(folder, { recursive: true });
}

const recordSchema = z.object({ properties: z.record(z.string(), z.string().nullable()) });
const journalSchema = z.object({
  requests: z.array(z.object({ method: z.string(), path: z.string(), status: z.number() })),
});

function makeSteps(
  product: RunningProduct,
): Pick<World, 'id' | 'enrich' | 'post' | 'values' | 'requests' | 'forgetRequests' | 'edit'> {
  let keys = 0;
  const id = (key: string, portalId = PORTAL) => product.sandbox.admin.ids(portalId, key);
  const post: World['post'] = async (body, caller = { portalId: PORTAL, userId: REP }) => {
    const response = await product.send('/api/hubspot/enrichments', caller, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const recordPath = (objectType: string, key: string) => `/portals/${PORTAL}/records/${objectType}/${id(key)}`;
  return {
    id,
    post,
    enrich: async (objectType, key, members = {}) => {
      keys += 1;
      const answer = await post({ objectType, objectId: id(key), idempotencyKey: `test-${keys}`, ...members });
      return z.object({ enrichment: enrichmentSchema }).parse(answer.body).enrichment;
    },
    values: async (objectType, key) => {
      const { properties } = recordSchema.parse(await product.control(recordPath(objectType, key)));
      return Object.fromEntries(Object.entries(properties).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    },
    requests: async () => journalSchema.parse(await product.control('/requests')).requests,
    forgetRequests: async () => void (await product.control('/requests', 'DELETE')),
    edit: async (objectType, key, properties) => {
      await product.control(recordPath(objectType, key), 'PATCH', { properties, userId: REP });
    },
  };
}

/** What the card gets about a record. */
export async function viewRecord(world: World, objectType: string, key: string, portalId = PORTAL) {
  const response = await world.send(`/api/hubspot/records/${objectType}/${world.id(key)}`, { portalId, userId: REP });
  return recordAnswerSchema.parse(await response.json());
}

const enrichmentAnswerSchema = z.object({ enrichment: enrichmentSchema });

/** Asks again until a run has ended, as a card does after 202: many runs one after the other meet HubSpot's limit. */
export async function followRun(
  world: Pick<World, 'send'>,
  started: EnrichmentWire,
  caller = { portalId: PORTAL, userId: REP },
): Promise<EnrichmentWire> {
  if (started.status !== 'running') return started;
  const read = async () => {
    const response = await world.send(`/api/hubspot/enrichments/${started.id}`, caller);
    const { enrichment } = enrichmentAnswerSchema.parse(await response.json());
    expect(enrichment.status).not.toBe('running');
    return enrichment;
  };
  return vi.waitFor(read, { timeout: 40_000, interval: 100 });
}
