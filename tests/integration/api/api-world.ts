import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { StartProductOptions } from '../../support/start-product.ts';
import { OTHER_PORTAL, PORTAL, SEED, startWorld, type World } from '../enrichment/world.ts';

/** Secret of the tests' tokens: 256 bits at least, as HS256 asks. */
export const API_SECRET = 'the-secret-of-the-tests-is-long-enough-for-hs256';
/** Tokens of private apps, one in each portal of the world. */
export const TOKEN = 'pat-eu1-of-the-first-portal';
export const OTHER_TOKEN = 'pat-eu1-of-the-other-portal';

/** What an API call answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** Everything that a test of the integration API uses. */
export interface ApiWorld extends World {
  /** A call with the token of a user of this organisation. */
  api(
    path: string,
    options: {
      readonly organizationId: string;
      readonly role?: string;
      readonly method?: string;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<ApiAnswer>;
  /** Connects an organisation with the token of a portal; the switches are off unless asked for. */
  connect(organizationId: string, members?: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  sync(organizationId: string, body: object, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  /** What another program needs in its environment to work on the same data. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The world of the enrichment tests with private apps in both portals, and the API's tokens. */
export async function startApiWorld(options: Partial<StartProductOptions> = {}): Promise<ApiWorld> {
  const [first, second] = SEED.portals;
  const seed = {
    portals: [
      ...(first ? [{ ...first, privateApp: { token: TOKEN } }] : []),
      ...(second ? [{ ...second, privateApp: { token: OTHER_TOKEN } }] : []),
    ],
  };
  const world = await startWorld({ seed, ...options, env: { API_JWT_SECRET: API_SECRET, ...options.env } });
  const api: ApiWorld['api'] = async (path, { organizationId, role = 'admin', method = 'GET', body, headers }) => {
    const token = await signToken({ organizationId, role });
    const response = await fetch(`${world.origin}/api/integrations/crm${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    ...world,
    api,
    connect: (organizationId, members = {}) =>
      api('/connect', { organizationId, method: 'POST', body: { ...CONNECT, ...members } }),
    environment: environmentOf(world),
    sync: (organizationId, body, headers = {}) => api('/sync', { organizationId, method: 'POST', body, headers }),
  };
}

function environmentOf({ config, database }: World): ApiWorld['environment'] {
  const { hubspot, encryptionKeys } = config;
  return {
    DATABASE_URL: database.url,
    HUBSPOT_API_URL: hubspot.apiUrl,
    HUBSPOT_APP_URL: hubspot.appUrl,
    HUBSPOT_CLIENT_ID: hubspot.clientId ?? '',
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecret ?? '',
    ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(','),
    LOG_LEVEL: 'fatal',
  };
}

/** Values of a record as HubSpot holds it, by its id. */
export async function readValues(
  world: World,
  objectType: string,
  id: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await world.control(`/portals/${PORTAL}/records/${objectType}/${id}`);
  return (answer as { properties: Record<string, string> }).properties;
}

/** The seed's connect call, with every switch off. */
const CONNECT = {
  crm_type: 'hubspot',
  access_token: TOKEN,
  sync_direction: 'bidirectional',
  sync_frequency: 'realtime',
  auto_enrich: false,
  auto_score: false,
  auto_assign: false,
  auto_create_tasks: false,
};

/** A token as Supabase makes them. */
export function signToken(claims: { readonly organizationId: string; readonly role?: string }): Promise<string> {
  const { organizationId, role = 'admin' } = claims;
  return signClaims({ app_metadata: { organization_id: organizationId, role } });
}

/** A token of a user with these claims, good for five minutes unless bent. */
export function signClaims(
  claims: object,
  bent: { readonly alg?: string; readonly secret?: string; readonly expires?: number | null } = {},
): Promise<string> {
  const { alg = 'HS256', secret = API_SECRET, expires = '5 minutes' } = bent;
  const token = new SignJWT({ ...claims }).setProtectedHeader({ alg }).setSubject(randomUUID());
  const limited = expires === null ? token : token.setExpirationTime(expires);
  return limited.sign(new TextEncoder().encode(secret));
}

/** A token that nobody signed, and that says so. */
export function unsignedToken(claims: object): string {
  return `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

export { OTHER_PORTAL, PORTAL };
