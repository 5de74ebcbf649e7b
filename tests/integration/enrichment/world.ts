import { expect, vi } from 'vitest';
import { z } from 'zod';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type EnrichmentWire, enrichmentSchema, recordAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { type RunningProduct, type StartProductOptions, startProduct } from '../../support/start-product.ts';
import { importRegister } from './world-register.ts';
import { ADMIN, PORTAL, REP, SEED } from './world-seed.ts';

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
  /** Of these, the ones with method GET, or PATCH. */
  reads(): ReturnType<World['requests']>;
  writes(): ReturnType<World['requests']>;
  forgetRequests(): Promise<void>;
  /** Types a value as a person. */
  edit(objectType: string, key: string, properties: Readonly<Record<string, string>>): Promise<void>;
  /** Reads the portal's settings as this user and puts them back with these members changed, as the settings page does. */
  changeSettings(userId: number, members?: Readonly<Record<string, unknown>>): Promise<Response>;
  /** Company numbers that the card's picker offers for what a rep types. */
  searchCompanies(query: string): Promise<readonly string[]>;
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

const settingsSchema = z.object({ settings: z.record(z.string(), z.unknown()) });
const companiesSchema = z.object({ companies: z.array(z.object({ companyNumber: z.string() })) });
const recordSchema = z.object({ properties: z.record(z.string(), z.string().nullable()) });
const journalSchema = z.object({
  requests: z.array(z.object({ method: z.string(), path: z.string(), status: z.number() })),
});

function makeSteps(product: RunningProduct): Omit<World, keyof RunningProduct> {
  let keys = 0;
  const id = (key: string, portalId = PORTAL) => product.sandbox.admin.ids(portalId, key);
  const post: World['post'] = async (body, caller = { portalId: PORTAL, userId: REP }) => {
    const response = await product.send('/api/hubspot/enrichments', caller, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const requests = async () => journalSchema.parse(await product.control('/requests')).requests;
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
    requests,
    reads: async () => (await requests()).filter(({ method }) => method === 'GET'),
    writes: async () => (await requests()).filter(({ method }) => method === 'PATCH'),
    forgetRequests: async () => void (await product.control('/requests', 'DELETE')),
    edit: async (objectType, key, properties) => {
      await product.control(recordPath(objectType, key), 'PATCH', { properties, userId: REP });
    },
    ...makePortalSteps(product),
  };
}

function makePortalSteps({ send }: RunningProduct): Pick<World, 'changeSettings' | 'searchCompanies'> {
  return {
    changeSettings: async (userId, members = {}) => {
      const caller = { portalId: PORTAL, userId };
      const current = await send('/api/hubspot/settings', caller);
      const { settings } = settingsSchema.parse(await current.json());
      const body = JSON.stringify({ ...settings, ...members });
      return send('/api/hubspot/settings', caller, { method: 'PUT', body });
    },
    searchCompanies: async (query) => {
      const path = `/api/hubspot/companies?query=${encodeURIComponent(query)}`;
      const response = await send(path, { portalId: PORTAL });
      return companiesSchema.parse(await response.json()).companies.map(({ companyNumber }) => companyNumber);
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

export { ADMIN, OTHER_PORTAL, PORTAL, REP, SEED } from './world-seed.ts';
