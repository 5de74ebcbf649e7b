import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { composeProduct, type Product } from '../../backend/src/composition.ts';
import { type Config, parseConfig } from '../../backend/src/config.ts';
import type { Seed } from '../../sandbox/seed/seed-format.ts';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { installApp } from '../../scripts/demo/install-app.ts';
import { makeSignedFetch } from './signed-fetch.ts';
import { startProcesses } from './start-processes.ts';
import { makeTestDatabase, type TestDatabase } from './test-database.ts';

const PUBLIC_URL = 'https://smartsync.example.test';
const CLIENT_SECRET = 'client-secret-of-the-test';
const SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.write',
  'crm.schemas.deals.write',
  'crm.objects.owners.read',
];

/** The product and a local HubSpot, each behind HTTP on a port of its own, over a database of their own. */
export interface RunningProduct {
  readonly origin: string;
  readonly publicUrl: string;
  readonly sandbox: RunningSandbox;
  readonly database: TestDatabase;
  readonly product: Pick<Product, 'startWorker'>;
  readonly config: Config;
  /** A request as HubSpot signs it. */
  readonly send: ReturnType<typeof makeSignedFetch>;
  install(portalId: number, userId: number): Promise<string>;
  /** Calls the sandbox's control API. */
  control(path: string, method?: string, body?: unknown): Promise<unknown>;
  /** Rows as the superuser sees them. */
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly T[]>;
  stop(): Promise<void>;
}

/** What a test may change. */
export interface StartProductOptions {
  readonly seed: Seed;
  readonly env?: Readonly<Record<string, string>>;
  readonly startsWorker?: boolean;
}

/** Starts all of it; call in `beforeAll`, `stop` in `afterAll`. */
export async function startProduct(options: StartProductOptions): Promise<RunningProduct> {
  const database = await makeTestDatabase();
  const sandbox = await startSandbox({ port: 0, seed: options.seed });
  const env = environment(sandbox.url, database.url, options.env ?? {});
  const config = readConfig(env);
  const running = PROCESSES > 1 ? await startApart(env) : await startHere(config);
  const { origin, product } = running;
  if (options.startsWorker) await product.startWorker();
  const control = makeControl(sandbox.url);
  await control('/app', 'PUT', {
    appId: 4096,
    name: 'oppSpot SmartSync',
    clientId: 'client',
    clientSecret: CLIENT_SECRET,
    redirectUrls: [config.hubspot.redirectUri],
    requiredScopes: SCOPES,
    optionalScopes: ['automation', 'crm.lists.read'],
    permittedUrls: { fetch: [PUBLIC_URL] },
  });
  return {
    origin,
    publicUrl: PUBLIC_URL,
    sandbox,
    database,
    product,
    config,
    control,
    send: makeSignedFetch({ origin, publicUrl: PUBLIC_URL, clientSecret: CLIENT_SECRET }),
    install: (portalId, userId) => installApp({ backendOrigin: origin, portalId, userId, callbackOrigin: origin }),
    query: (text, values = []) => queryAsAdministrator(database.administratorUrl, text, values),
    stop: async () => {
      await running.stop();
      await sandbox.stop();
      await database.drop();
    },
  };
}

/** So many web processes, and as many workers, stand for the product; 1: it runs in the process of the test. */
export const PROCESSES = Number(process.env.TEST_PROCESSES ?? 1);

interface Running {
  readonly origin: string;
  readonly product: Pick<Product, 'startWorker'>;
  stop(): Promise<void>;
}

async function startHere(config: Config): Promise<Running> {
  const product = await composeProduct(config);
  const server = (await product.makeApp()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    product,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await product.stop();
    },
  };
}

async function startApart(env: Readonly<Record<string, string>>): Promise<Running> {
  const { origin, startWorkers, stop } = await startProcesses(PROCESSES, env);
  return { origin, product: { startWorker: startWorkers }, stop };
}

function environment(
  sandboxUrl: string,
  databaseUrl: string,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL,
    HUBSPOT_CLIENT_ID: 'client',
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_APP_ID: '4096',
    HUBSPOT_API_URL: sandboxUrl,
    HUBSPOT_APP_URL: sandboxUrl,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'fatal',
    ...changes,
  };
}

function readConfig(env: Readonly<Record<string, string>>): Config {
  const parsed = parseConfig(env);
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join('; '));
  return parsed.config;
}

function makeControl(sandboxUrl: string): RunningProduct['control'] {
  return async (path, method = 'GET', body) => {
    const response = await fetch(`${sandboxUrl}/__sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
}

async function queryAsAdministrator<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[],
) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
