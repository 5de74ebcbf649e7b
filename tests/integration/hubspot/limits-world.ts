import { makeSharedLimiter } from '../../../backend/src/adapters/hubspot/shared-limiter.ts';
import {
  type HubspotCall,
  type HubspotReply,
  makeHubspotTransport,
  SYSTEM_LIMITER_TIME,
  type TransportSession,
} from '../../../backend/src/adapters/hubspot/transport.ts';
import { makeCallWindows } from '../../../backend/src/adapters/postgres/call-windows.ts';
import { issueAccessToken } from '../../../sandbox/oauth/issue-tokens.ts';
import { type RunningSandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** Two accounts; the first has its midnight half a day from ours. */
export const HERE = { portalId: 801, timeZone: 'Pacific/Auckland' };
export const THERE = { portalId: 802, timeZone: 'Europe/London' };
const SCOPES = ['crm.objects.companies.read', 'crm.objects.companies.write', 'crm.objects.contacts.read'];

/** How one call of a test is made. */
export interface CallChoice {
  readonly process?: 0 | 1;
  readonly portalId?: number;
  readonly priority?: TransportSession['priority'];
  /** Waits and attempts together. */
  readonly withinMs?: number;
  readonly session?: Partial<TransportSession>;
}

/** Two processes over one database, and a local HubSpot. */
export interface LimitsWorld {
  readonly sandbox: RunningSandbox;
  readonly stores: Stores;
  call(call: HubspotCall, choice?: CallChoice): Promise<HubspotReply>;
  /** Many calls at once; answers the status of each, or the code of its refusal. */
  callMany(count: number, call: HubspotCall, choice?: CallChoice): Promise<readonly (number | string)[]>;
  /** The next `times` matching calls of a portal meet this. */
  fault(portalId: number, times: number, fault: object, pathPattern?: string): Promise<void>;
  control(path: string, method?: string, body?: unknown): Promise<unknown>;
  requests(portalId: number): Promise<readonly SeenRequest[]>;
  stop(): Promise<void>;
}

/** A request as the local HubSpot saw it; milliseconds. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly portalId?: number;
  readonly tIn: number;
  readonly tOut: number;
}

export const READ: HubspotCall = {
  method: 'GET',
  path: '/crm/objects/2026-09/{objectType}',
  params: { objectType: 'companies' },
  isRepeatable: true,
};
export const SEARCH: HubspotCall = {
  method: 'POST',
  path: '/crm/objects/2026-09/{objectType}/search',
  params: { objectType: 'companies' },
  json: { filterGroups: [], properties: [], sorts: [], limit: 1, after: '0' },
  bucket: 'search',
  isRepeatable: true,
};

/** A write of the one company that each account has. */
export const writeOf = (world: LimitsWorld, portalId: number): HubspotCall => ({
  method: 'PATCH',
  path: '/crm/objects/2026-09/{objectType}/{objectId}',
  params: { objectType: 'companies', objectId: world.sandbox.admin.ids(portalId, 'acme') },
  json: { properties: { city: 'York' } },
  isRepeatable: true,
});

/** A refusal as HubSpot words it. */
export const refusal = (policyName: string, headers: Readonly<Record<string, string>> = {}) => ({
  kind: 'status',
  status: 429,
  headers,
  body: { status: 'error', errorType: 'RATE_LIMIT', category: 'RATE_LIMITS', policyName, message: 'limit' },
});

/** Starts it; HubSpot's limits as documented unless said otherwise. */
export async function startLimitsWorld(settings: object = {}): Promise<LimitsWorld> {
  const database = await makeTestDatabase();
  const users = [{ id: 1, email: 'a@b.example', firstName: 'A', lastName: 'B', superAdmin: true }];
  const sandbox = await startSandbox({
    settings,
    seed: {
      portals: [HERE, THERE].map(({ portalId, timeZone }) => ({
        id: portalId,
        name: `Portal ${portalId}`,
        timeZone,
        users,
        companies: [{ key: 'acme', properties: { name: 'Acme' } }],
        privateApp: { token: `pat-${portalId}` },
      })),
    },
  });
  const processes = [makeProcess(sandbox.url, database), makeProcess(sandbox.url, database)] as const;
  for (const { portalId, timeZone } of [HERE, THERE]) await savePortal(processes[0].stores, portalId, timeZone);
  const tokens = new Map(
    [HERE, THERE].map(({ portalId }) => [
      portalId,
      issueAccessToken(sandbox.admin.state, { kind: 'oauth', portalId, userId: 1, scopes: SCOPES }),
    ]),
  );
  const call: LimitsWorld['call'] = (asked, choice = {}) => {
    const portalId = choice.portalId ?? HERE.portalId;
    const session: TransportSession = {
      portalId,
      priority: choice.priority ?? 'background',
      getAccessToken: async () => tokens.get(portalId) ?? '',
      countCall: () => {},
      ...choice.session,
    };
    return processes[choice.process ?? 0].transportFor(choice.withinMs ?? 20_000).call(session, asked);
  };
  const control = makeControl(sandbox.url);
  return {
    sandbox,
    stores: processes[0].stores,
    call,
    callMany: (count, asked, choice) =>
      Promise.all(
        Array.from({ length: count }, () =>
          call(asked, choice).then(
            ({ status }) => status,
            (error: { code?: string }) => error.code ?? String(error),
          ),
        ),
      ),
    fault: async (portalId, times, fault, pathPattern) => {
      const match = { portalId, ...(pathPattern === undefined ? {} : { pathPattern }) };
      await control('/faults', 'POST', { match, times, fault });
    },
    control,
    requests: async (portalId) => {
      const { requests } = (await control('/requests')) as { requests: readonly SeenRequest[] };
      return requests.filter((request) => request.portalId === portalId);
    },
    stop: async () => {
      for (const { close } of processes) await close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

function makeProcess(baseUrl: string, database: TestDatabase) {
  const stores = makeStores(database.url);
  const windows = makeCallWindows(stores.database);
  const limiter = makeSharedLimiter({ windows, time: SYSTEM_LIMITER_TIME, logger: silentLogger });
  const transports = new Map<number, ReturnType<typeof makeHubspotTransport>>();
  return {
    stores,
    transportFor: (withinMs: number) => {
      const totalTimeoutMs = { interactive: withinMs, background: withinMs };
      const known =
        transports.get(withinMs) ??
        makeHubspotTransport({ baseUrl, logger: silentLogger, limiter, totalTimeoutMs, retry: { random: () => 0 } });
      transports.set(withinMs, known);
      return known;
    },
    close: async () => {
      for (const transport of transports.values()) transport.close();
      await stores.database.close();
    },
  };
}

async function savePortal(stores: Stores, portalId: number, timeZone: string): Promise<void> {
  await stores.installations.saveInstallation({
    portalId,
    authKind: 'oauth',
    tokens: { accessToken: 'access', refreshToken: 'refresh', expiresAt: new Date('2099-01-01T00:00:00Z') },
    scopes: SCOPES,
    installedByUserId: 1,
    uiDomain: 'app.hubspot.com',
    timeZone,
  });
}

function makeControl(url: string): LimitsWorld['control'] {
  return async (path, method = 'GET', body) => {
    const response = await fetch(`${url}/__sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
}
