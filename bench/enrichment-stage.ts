import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { OPTIONAL_SCOPES } from '../backend/src/adapters/hubspot/scopes.ts';
import { defaultPortalSettings } from '../backend/src/domain/portal/default-settings.ts';
import { findFreePort } from '../scripts/demo/choose-port.ts';
import { installApp } from '../scripts/demo/install-app.ts';
import type { EnrichmentPlan } from './enrichment-records.ts';
import { type Program, startArgs, startProgram, TSX } from './run-program.ts';
import { makeSignedClient, type SignedClient } from './signed-client.ts';

/**
 * Latencies of the local HubSpot, log-normal like answers over a network: an assumption about HubSpot, not a measurement
 * of it. Only what lies between a request's arrival there and its answer is taken off what was observed.
 */
export const LATENCY = {
  readMs: { medianMs: 90, p99Ms: 400 },
  writeMs: { medianMs: 130, p99Ms: 600 },
  searchMs: { medianMs: 200, p99Ms: 1_000 },
  tokenMs: { medianMs: 200, p99Ms: 800 },
};
const PUBLIC_URL = 'https://smartsync.bench.example';
const CLIENT_SECRET = 'client-secret-of-the-bench';
/** Software companies are the ideal customer, so that the generated companies reach a score. */
const ICP = { criteria: [{ field: 'industry', rule: 'must', values: ['62'] }] };
const SCOPES = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((type) => [
    `crm.objects.${type}.read`,
    `crm.objects.${type}.write`,
    `crm.schemas.${type}.write`,
  ]),
  'crm.objects.owners.read',
];

/** The local HubSpot, apart from the product in a process of its own. */
export interface Stage {
  readonly sandbox: Program;
  readonly sandboxUrl: string;
  /** What every backend of this stage is started with, but for its port. */
  readonly backendEnv: Readonly<Record<string, string>>;
  readonly backendPort: number;
  /** HubSpot ids in the order of the seed. */
  listIds(portalId: number, objectType: string): Promise<readonly string[]>;
  /** How many records have any value of this property. */
  countWithValue(portalId: number, objectType: string, property: string): Promise<number>;
  /** What the sandbox was asked since it was last asked this, and forgets it. */
  takeJournal(): Promise<readonly JournalEntry[]>;
  setLatency(latency: typeof LATENCY): Promise<void>;
}

const journalSchema = z.object({
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      status: z.number(),
      portalId: z.number().optional(),
      tIn: z.number(),
      tOut: z.number(),
    }),
  ),
});
/** One request that the sandbox received; times in Unix milliseconds with a fraction. */
export type JournalEntry = z.infer<typeof journalSchema>['requests'][number];
const listSchema = z.object({
  records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()).default({}) })),
});

/** Starts the local HubSpot with the planned portals; nothing is installed yet. */
export async function startStage(input: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly plan: EnrichmentPlan;
}): Promise<Stage> {
  const [sandboxPort, backendPort] = [await findFreePort(), await findFreePort()];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const redirectUrl = `http://127.0.0.1:${backendPort}/api/auth/hubspot/callback`;
  const seedFile = path.join(input.folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(input.plan.seed));
  const sandbox = await startProgram({
    name: 'the local HubSpot',
    args: [...TSX, 'sandbox/main.ts'],
    env: sandboxEnv({ sandboxPort, redirectUrl, seedFile, folder: input.folder }),
    logFile: path.join(input.folder, 'sandbox.log'),
    isReady: async () => (await fetch(`${sandboxUrl}/__sandbox/portals`)).ok,
  });
  const control = (at: string, method = 'GET', body?: unknown) =>
    askControl(`${sandboxUrl}/__sandbox${at}`, method, body);
  return {
    sandbox,
    sandboxUrl,
    backendEnv: backendEnv({ sandboxUrl, redirectUrl, databaseUrl: input.databaseUrl }),
    backendPort,
    listIds: async (portalId, objectType) => {
      const answer = await control(`/portals/${portalId}/records/${objectType}?limit=100000`);
      return listSchema.parse(answer).records.map(({ id }) => id);
    },
    countWithValue: async (portalId, objectType, property) => {
      const answer = await control(`/portals/${portalId}/records/${objectType}?limit=100000`);
      return listSchema.parse(answer).records.filter(({ properties }) => Boolean(properties[property])).length;
    },
    takeJournal: async () => {
      const { requests } = journalSchema.parse(await control('/requests'));
      await control('/requests', 'DELETE');
      return requests;
    },
    setLatency: async (latency) => void (await control('/latency', 'PUT', latency)),
  };
}

/** Starts the production build on this stage, and a client that talks to it as HubSpot does. */
export async function startBackend(
  stage: Stage,
  input: {
    readonly entry: string;
    readonly folder: string;
    readonly connections: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly nodeArgs?: readonly string[];
  },
): Promise<{ readonly backend: Program; readonly client: SignedClient }> {
  const port = stage.backendPort;
  const backend = await startProgram({
    name: 'the backend',
    args: [...(input.nodeArgs ?? []), ...startArgs(input.entry)],
    env: { ...stage.backendEnv, ...input.env, PORT: String(port) },
    logFile: path.join(input.folder, 'backend.log'),
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok,
  });
  const { connections } = input;
  return {
    backend,
    client: makeSignedClient({ port, publicUrl: PUBLIC_URL, clientSecret: CLIENT_SECRET, connections }),
  };
}

/** Installs the app in every portal through the real OAuth flow and sets the ideal customer. */
export async function installEverywhere(stage: Stage, client: SignedClient, plan: EnrichmentPlan): Promise<void> {
  const origin = `http://127.0.0.1:${stage.backendPort}`;
  for (const { id: portalId, userId } of plan.portals) {
    await installApp({ backendOrigin: origin, portalId, userId });
    const body = { ...defaultPortalSettings(), icp: ICP };
    const saved = await client.send({ portalId, userId }, { method: 'PUT', path: '/api/hubspot/settings', body });
    if (saved.status !== 200) throw new Error(`portal ${portalId} refused its settings: ${saved.text}`);
  }
}

function sandboxEnv(input: {
  readonly sandboxPort: number;
  readonly redirectUrl: string;
  readonly seedFile: string;
  readonly folder: string;
}): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    SANDBOX_PORT: String(input.sandboxPort),
    SANDBOX_SEED: input.seedFile,
    // Checking every exchange against HubSpot's documents would cost the sandbox more than answering.
    HUBSPOT_OPENAPI_DIR: path.join(input.folder, 'no-documents'),
    SANDBOX_APP: JSON.stringify({
      appId: 4096,
      name: 'oppSpot SmartSync',
      clientId: 'bench',
      clientSecret: CLIENT_SECRET,
      redirectUrls: [input.redirectUrl],
      requiredScopes: SCOPES,
      optionalScopes: OPTIONAL_SCOPES,
      permittedUrls: { fetch: [PUBLIC_URL] },
    }),
  };
}

function backendEnv(input: {
  readonly sandboxUrl: string;
  readonly redirectUrl: string;
  readonly databaseUrl: string;
}): Record<string, string> {
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    PUBLIC_URL,
    DATABASE_URL: input.databaseUrl,
    HUBSPOT_CLIENT_ID: 'bench',
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_APP_ID: '4096',
    HUBSPOT_REDIRECT_URI: input.redirectUrl,
    HUBSPOT_ACCESS_TOKEN: '',
    HUBSPOT_API_URL: input.sandboxUrl,
    HUBSPOT_APP_URL: input.sandboxUrl,
    OPENAI_API_KEY: '',
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
  };
}

async function askControl(url: string, method: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
