import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { CompanyFile } from './companies-house/company-file.ts';
import { DEFAULT_OPENAPI_DIR, makeConformance } from './conformance/conformance.ts';
import type { ControlParts } from './control/control-parts.ts';
import { CRM_ROUTES } from './crm/crm-routes.ts';
import { makeProxyFetch } from './delivery/proxy-fetch.ts';
import { makeSendToApp, type OriginMap } from './delivery/send-to-app.ts';
import { makeWebhookQueue } from './delivery/webhook-queue.ts';
import { makeFaults } from './http/faults.ts';
import { JOURNAL_ROUTES } from './http/journal-routes.ts';
import { noteArrivals } from './http/note-arrival.ts';
import { makeRateLimits } from './http/rate-limits.ts';
import { makeRequestJournal } from './http/request-journal.ts';
import { makeRouteTable } from './http/route-table.ts';
import { INTROSPECT_ROUTES } from './oauth/introspect-routes.ts';
import { TOKEN_ROUTES } from './oauth/token-routes.ts';
import type { OppspotCompanyBody } from './oppspot/oppspot-company.ts';
import { makeSandboxApp } from './sandbox-app.ts';
import { loadSeed } from './seed/load-seed.ts';
import type { Seed } from './seed/seed-format.ts';
import { type AppRegistrationInput, appRegistrationSchema } from './state/app-registration.ts';
import { type SandboxSettingsInput, sandboxSettingsSchema } from './state/sandbox-settings.ts';
import { makeSandboxState, type SandboxState } from './state/sandbox-state.ts';

/** Everything a run of the sandbox can be given; all of it can be left out. */
export interface SandboxOptions {
  /** 0 takes a free port. Default 0. */
  readonly port?: number;
  readonly host?: string;
  readonly app?: AppRegistrationInput;
  readonly seed?: Seed;
  readonly settings?: SandboxSettingsInput;
  /** Folder of an assembled edition of the HubSpot project, with its bundles. */
  readonly extensionsDir?: string;
  /** Where the app's public https origins really are: `{ 'https://app.example': 'http://127.0.0.1:3000' }`. */
  readonly originMap?: OriginMap;
  /** Secrets of a private app's functions. */
  readonly functionSecrets?: Readonly<Record<string, string>>;
  /** Folder of HubSpot's OpenAPI documents; undefined takes HUBSPOT_OPENAPI_DIR or looks beside the repository; false checks nothing. */
  readonly openApiDir?: string | false;
  readonly recordPageDir?: string;
  /** A local Companies House under `/__companies-house`; undefined: none. */
  readonly companiesHouse?: { readonly apiKey: string; readonly companies: readonly CompanyFile[] };
  /** A local oppSpot under `/__oppspot`; undefined: none. */
  readonly oppspot?: { readonly apiKey: string; readonly companies: readonly OppspotCompanyBody[] };
}

export interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  /** For tests in the same process: the state itself and the ids the seed's keys got. */
  readonly admin: { readonly state: SandboxState; readonly ids: (portalId: number, key: string) => string };
  stop(): Promise<void>;
}

/** Starts a local HubSpot on loopback; resolves when it answers. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const state = makeSandboxState();
  state.settings = sandboxSettingsSchema.parse(options.settings ?? {});
  if (options.app !== undefined) state.app = appRegistrationSchema.parse(options.app);
  const keys = loadSeed(state, options.seed ?? { portals: [] });
  if (state.app?.auth === 'static') markInstalled(state);
  const { app, stopQueue } = assemble(state, options);
  const host = options.host ?? '127.0.0.1';
  const server = createServer(app);
  noteArrivals(server);
  // Longer than any client keeps an idle connection, so that no call meets one that is just being closed.
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, { host, port: options.port ?? 0 });
  state.url = `http://${host}:${port}`;
  return {
    url: `http://${host}:${port}`,
    port,
    admin: {
      state,
      ids: (portalId, key) => {
        const id = keys.get(portalId)?.get(key);
        if (id === undefined) throw new Error(`the seed of portal ${portalId} has no "${key}"`);
        return id;
      },
    },
    async stop() {
      stopQueue();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A private app is installed by its upload, in the accounts that have a token of it. */
function markInstalled(state: SandboxState): void {
  for (const { kind, portalId } of state.oauth.accessTokens.values()) {
    const portal = portalId === undefined ? undefined : state.portals.get(portalId);
    if (kind === 'private-app' && portal !== undefined) portal.installed = true;
  }
}

function assemble(state: SandboxState, options: SandboxOptions) {
  const journal = makeRequestJournal();
  const faults = makeFaults();
  const conformance = makeConformance(options.openApiDir ?? process.env.HUBSPOT_OPENAPI_DIR ?? DEFAULT_OPENAPI_DIR);
  const send = makeSendToApp(() => control.originMap);
  const webhooks = makeWebhookQueue(state, send);
  const control: ControlParts = {
    state,
    journal,
    faults,
    conformance,
    webhooks,
    send,
    proxyFetch: makeProxyFetch(state, send),
    extensionsDir: options.extensionsDir,
    originMap: options.originMap ?? {},
    functionSecrets: options.functionSecrets ?? {},
  };
  const app = makeSandboxApp({
    control,
    companiesHouse: options.companiesHouse,
    oppspot: options.oppspot,
    recordPageDir: options.recordPageDir ?? fileURLToPath(new URL('./record-page/dist/', import.meta.url)),
    api: {
      state,
      journal,
      faults,
      conformance,
      rateLimits: makeRateLimits(state),
      findRoute: makeRouteTable([...CRM_ROUTES, ...TOKEN_ROUTES, ...INTROSPECT_ROUTES, ...JOURNAL_ROUTES]),
    },
  });
  return { app, stopQueue: () => webhooks.stop() };
}

function listen(server: Server, address: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}
