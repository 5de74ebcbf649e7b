import type { Seed } from '../../sandbox/seed/seed-format.ts';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts';
import type { AppRegistrationInput } from '../../sandbox/state/app-registration.ts';

/** A small sandbox with two portals, and the few calls every test of it makes. */
export const PORTAL = 4711;
export const OTHER_PORTAL = 4712;
export const PUBLIC_ORIGIN = 'https://smartsync.example.com';

export const SCOPES = [
  'oauth',
  'automation',
  'crm.objects.owners.read',
  ...['contacts', 'companies', 'deals'].flatMap((name) => [
    `crm.objects.${name}.read`,
    `crm.objects.${name}.write`,
    `crm.schemas.${name}.write`,
  ]),
];

export const APP: AppRegistrationInput = {
  appId: 90_001,
  name: 'oppSpot SmartSync',
  clientId: 'client-1',
  clientSecret: 'secret-1',
  redirectUrls: ['http://127.0.0.1:3000/api/auth/hubspot/callback'],
  requiredScopes: SCOPES,
  optionalScopes: ['timeline'],
  permittedUrls: { fetch: [PUBLIC_ORIGIN] },
};

export const SEED: Seed = {
  portals: [
    {
      id: PORTAL,
      name: 'Harbour & Sons',
      users: [{ id: 1, email: 'ana@harbour.example', firstName: 'Ana', lastName: 'Bell', superAdmin: true }],
      owners: [{ id: '501', userId: 1, email: 'ana@harbour.example', firstName: 'Ana', lastName: 'Bell' }],
      companies: [
        { key: 'acme', properties: { name: 'Acme Ltd', domain: 'acme.example', city: 'Leeds' }, createdDaysAgo: 30 },
        { key: 'bolt', properties: { name: 'Bolt plc', domain: 'bolt.example' } },
      ],
      contacts: [
        {
          key: 'jo',
          properties: { email: 'jo@acme.example', firstname: 'Jo', lastname: 'Park', num_conversion_events: '2' },
          associations: ['acme'],
        },
      ],
      deals: [
        {
          key: 'deal',
          properties: { dealname: 'Acme renewal', dealstage: 'qualifiedtobuy' },
          associations: ['acme', 'jo'],
        },
      ],
    },
    { id: OTHER_PORTAL, name: 'Other', companies: [{ key: 'acme', properties: { name: 'Acme Ltd' } }] },
  ],
};

export interface Reply {
  readonly status: number;
  // Tests look into answers freely; their shape is what they check.
  // biome-ignore lint/suspicious/noExplicitAny: JSON of a foreign API
  readonly body: any;
  readonly headers: Headers;
}

export type Call = (method: string, path: string, body?: unknown) => Promise<Reply>;

/** Starts a sandbox with the small seed; the settings of a test come on top. */
export function startSmallSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  return startSandbox({ app: APP, seed: SEED, ...options });
}

/** Calls without a token: control API and OAuth. */
export function callOpen(sandbox: RunningSandbox): Call {
  return makeCall(sandbox, {});
}

/** Calls as the app with the given token. */
export function callAs(sandbox: RunningSandbox, accessToken: string): Call {
  return makeCall(sandbox, { authorization: `Bearer ${accessToken}` });
}

function makeCall(sandbox: RunningSandbox, headers: Record<string, string>): Call {
  return async (method, path, body) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
  };
}

/** Posts a form to one of the token endpoints. */
export async function postForm(sandbox: RunningSandbox, path: string, fields: Record<string, string>): Promise<Reply> {
  const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

export const REDIRECT_URI = 'http://127.0.0.1:3000/api/auth/hubspot/callback';

export function authorizeQuery(extra: Record<string, string> = {}): string {
  return new URLSearchParams({
    client_id: 'client-1',
    redirect_uri: REDIRECT_URI,
    scope: SCOPES.join(' '),
    state: 'state-1',
    ...extra,
  }).toString();
}

/** Presses "Connect app" and returns where the browser is sent. */
export async function consent(sandbox: RunningSandbox, query: string, account = `${PORTAL}:1`): Promise<URL> {
  const response = await fetch(`${sandbox.url}/oauth/authorize?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'connect', account }),
    redirect: 'manual',
  });
  return new URL(response.headers.get('location') ?? 'about:blank');
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Installs the app in a portal through the whole OAuth flow. */
export async function install(sandbox: RunningSandbox, portalId = PORTAL): Promise<Tokens> {
  const target = await consent(sandbox, authorizeQuery(), `${portalId}:1`);
  const reply = await postForm(sandbox, '/oauth/2026-09/token', {
    grant_type: 'authorization_code',
    client_id: 'client-1',
    client_secret: 'secret-1',
    redirect_uri: REDIRECT_URI,
    code: target.searchParams.get('code') ?? '',
  });
  return { access: reply.body.access_token, refresh: reply.body.refresh_token };
}

/** The sandbox's own answers that HubSpot's OpenAPI documents would not allow; always empty without the documents. */
export async function listResponseBreaches(sandbox: RunningSandbox): Promise<unknown> {
  return (await callOpen(sandbox)('GET', '/__sandbox/conformance')).body.responses;
}
