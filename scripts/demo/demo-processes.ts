import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildDashboard } from '../../dashboard/build.ts';
import { DEMO_API_KEY } from '../../sandbox/companies-house/demo-company-files.ts';
import { DEMO_OPPSPOT_KEY } from '../../sandbox/oppspot/demo-oppspot-companies.ts';
import { buildRecordPage } from '../../sandbox/record-page/build.ts';
import { DEMO_PRIVATE_APP_TOKEN } from '../../sandbox/seed/demo-portal.ts';
import { buildEdition } from '../hubspot/build-edition.ts';
import type { Edition } from '../hubspot/edition.ts';
import { type ControlApi, makeControlApi } from './control-api.ts';
import { type RegisteredApp, registerApp, sandboxEnvironment } from './sandbox-environment.ts';
import { type StartedProcess, startProcess } from './start-process.ts';

/** Where the demo listens and keeps its files. */
export interface DemoPlace {
  readonly sandboxPort: number;
  readonly backendPort: number;
  readonly dataDir: string;
  readonly watch: boolean;
  /** The marketplace edition unless said otherwise; the private one has no install, and its card works through a function. */
  readonly edition?: Edition;
}

/** The running demo. */
export interface DemoProcesses {
  readonly sandbox: ControlApi;
  readonly sandboxOrigin: string;
  readonly backendOrigin: string;
  /** The https origin that HubSpot is told; the local HubSpot signs for it and knows where it really is. Private: the backend's own. */
  readonly publicUrl: string;
  /** Environment of the backend, for the commands that work on its data. */
  readonly environment: Readonly<Record<string, string>>;
  readonly processes: readonly StartedProcess[];
  stop(): Promise<void>;
}

/** Builds the pages, then starts the local HubSpot and the backend with its worker, each a process of its own. */
export async function startDemoProcesses(place: DemoPlace): Promise<DemoProcesses> {
  mkdirSync(place.dataDir, { recursive: true });
  const isPrivate = place.edition === 'private';
  const [edition] = await Promise.all([
    buildEdition({ edition: place.edition ?? 'marketplace' }),
    buildRecordPage(),
    buildDashboard(),
  ]);
  const sandboxOrigin = `http://localhost:${place.sandboxPort}`;
  const backendOrigin = `http://localhost:${place.backendPort}`;
  // A function signs for the address that it calls.
  const publicUrl = isPrivate ? backendOrigin : String(edition.variables.BACKEND_ORIGIN);
  const app = registerApp(edition, `${backendOrigin}/api/auth/hubspot/callback`, {});
  const accessToken = isPrivate ? DEMO_PRIVATE_APP_TOKEN : '';
  const environment = backendEnvironment(place, app, { publicUrl, sandboxOrigin, accessToken });
  const sandbox = makeControlApi(sandboxOrigin);
  const started = await Promise.allSettled([
    startProcess({
      name: 'the local HubSpot',
      entry: 'sandbox/main.ts',
      env: sandboxEnvironment({
        ...place,
        app,
        edition,
        functionSecrets: functionSecrets(app, { publicUrl, sandboxOrigin }),
      }),
      logFile: path.join(place.dataDir, 'sandbox.log'),
      isReady: () => sandbox.isUp(),
    }),
    startProcess({
      name: 'the backend',
      entry: 'backend/src/main.ts',
      env: environment,
      logFile: path.join(place.dataDir, 'backend.log'),
      isReady: async () => (await fetch(`${backendOrigin}/readyz`)).ok,
      watch: place.watch,
    }),
  ]);
  const processes = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
  };
  const failure = started.find((result) => result.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  return { sandbox, sandboxOrigin, backendOrigin, publicUrl, environment, processes, stop };
}

/** What an admin of the private edition sets with `hs secret add`; HubSpot adds the token. */
function functionSecrets(
  { clientSecret }: RegisteredApp,
  { publicUrl, sandboxOrigin }: { readonly publicUrl: string; readonly sandboxOrigin: string },
): Record<string, string> {
  return {
    SMARTSYNC_BACKEND_ORIGIN: publicUrl,
    SMARTSYNC_CLIENT_SECRET: clientSecret,
    HUBSPOT_API_URL: sandboxOrigin,
  };
}

function backendEnvironment(
  place: DemoPlace,
  app: RegisteredApp,
  origins: { readonly publicUrl: string; readonly sandboxOrigin: string; readonly accessToken: string },
): Record<string, string> {
  return {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(place.backendPort),
    PUBLIC_URL: origins.publicUrl,
    DATA_DIR: place.dataDir,
    DATABASE_URL: '',
    HUBSPOT_CLIENT_ID: app.clientId,
    HUBSPOT_CLIENT_SECRET: app.clientSecret,
    HUBSPOT_APP_ID: String(app.appId),
    HUBSPOT_REDIRECT_URI: app.redirectUrls[0] ?? '',
    HUBSPOT_ACCESS_TOKEN: origins.accessToken,
    HUBSPOT_API_URL: origins.sandboxOrigin,
    HUBSPOT_APP_URL: origins.sandboxOrigin,
    COMPANIES_HOUSE_API_URL: `${origins.sandboxOrigin}/__companies-house`,
    COMPANIES_HOUSE_API_KEY: DEMO_API_KEY,
    OPPSPOT_API_URL: `${origins.sandboxOrigin}/__oppspot`,
    OPPSPOT_API_KEY: DEMO_OPPSPOT_KEY,
    ENCRYPTION_KEYS: `demo:${randomBytes(32).toString('base64')}`,
  };
}
