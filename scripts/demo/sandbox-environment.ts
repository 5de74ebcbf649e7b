import { randomBytes } from 'node:crypto';
import type { EditionBuild } from '../hubspot/build-edition.ts';
import { type AppEvents, readAppEvents } from './app-events.ts';

/** Any id serves: the local HubSpot has one app. */
const APP_ID = 4096;

/** The app as the local HubSpot knows it. */
export interface RegisteredApp extends AppEvents {
  readonly appId: number;
  readonly name: string;
  readonly auth: 'oauth' | 'static';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrls: readonly string[];
  readonly installUrl: string;
  readonly requiredScopes: readonly string[];
  readonly optionalScopes: readonly string[];
  readonly permittedUrls: { readonly fetch: readonly string[] };
  readonly variables: EditionBuild['variables'];
}

/** Registers the app from its own metadata; a secret that is not given is made and lives as long as the process. */
export function registerApp(
  edition: EditionBuild,
  redirectUrl: string,
  env: Readonly<Record<string, string | undefined>>,
): RegisteredApp {
  const { auth, permittedUrls, name } = edition.app;
  return {
    appId: APP_ID,
    name,
    auth: auth.type === 'static' ? 'static' : 'oauth',
    clientId: env.HUBSPOT_CLIENT_ID || 'smartsync-local',
    clientSecret: env.HUBSPOT_CLIENT_SECRET || randomBytes(24).toString('hex'),
    redirectUrls: [redirectUrl],
    installUrl: new URL('/api/auth/hubspot/install', redirectUrl).href,
    requiredScopes: auth.requiredScopes,
    optionalScopes: auth.optionalScopes ?? [],
    permittedUrls: { fetch: permittedUrls?.fetch ?? [] },
    variables: edition.variables,
    ...readAppEvents(edition.components),
  };
}

/** Environment of the sandbox process. The app's public origin is https, as HubSpot demands; the map says where it really is. */
export function sandboxEnvironment(input: {
  readonly sandboxPort: number;
  readonly backendPort: number;
  readonly app: RegisteredApp;
  readonly edition: EditionBuild;
  readonly functionSecrets?: Readonly<Record<string, string>>;
}): Record<string, string> {
  const publicUrl = String(input.edition.variables.BACKEND_ORIGIN);
  return {
    HOST: '127.0.0.1',
    SANDBOX_PORT: String(input.sandboxPort),
    SANDBOX_APP: JSON.stringify(input.app),
    SANDBOX_EXTENSIONS_DIR: input.edition.outDir,
    SANDBOX_FUNCTION_SECRETS: JSON.stringify(input.functionSecrets ?? {}),
    SANDBOX_ORIGIN_MAP: JSON.stringify({ [publicUrl]: `http://127.0.0.1:${input.backendPort}` }),
  };
}
