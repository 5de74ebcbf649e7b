import type { StartProductOptions } from '../../support/start-product.ts';
import { type ApiWorld, signToken, startApiWorld } from '../api/api-world.ts';

/** What the dashboard's API answered. */
export interface DashboardAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** A browser that is signed in to the dashboard. */
export interface Visitor {
  readonly cookie: string;
  readonly csrfToken: string;
  /** A call as the page makes it; `headers` replaces what the page would send. */
  call(path: string, options?: CallOptions): Promise<DashboardAnswer>;
}

/** What a test may change about a call. */
export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The world of the API's tests with browsers at the dashboard. */
export interface DashboardWorld extends ApiWorld {
  /** A call from a browser that nothing is known of. */
  stranger(path: string, options?: CallOptions): Promise<DashboardAnswer>;
  signInByToken(organizationId: string, role?: string): Promise<Visitor>;
  /** Through HubSpot's consent page. `cookie`: of a session that the browser has already. */
  signInByHubspot(portalId: number, userId: number, cookie?: string): Promise<{ visitor: Visitor; landedOn: string }>;
}

/** Starts it. */
export async function startDashboardWorld(options: Partial<StartProductOptions> = {}): Promise<DashboardWorld> {
  const world = await startApiWorld(options);
  const send = makeSend(world);
  const visit = async (cookie: string): Promise<Visitor> => {
    const { body } = await send('/session', { headers: { cookie } });
    const csrfToken = String(body.csrfToken);
    const call: Visitor['call'] = (path, { headers = {}, ...rest } = {}) =>
      send(path, { ...rest, headers: { cookie, 'X-CSRF-Token': csrfToken, ...headers } });
    return { cookie, csrfToken, call };
  };
  return {
    ...world,
    stranger: send,
    signInByToken: async (organizationId, role = 'admin') => {
      const token = await signToken({ organizationId, role });
      const answer = await send('/session', { method: 'POST', body: { token } });
      return visit(cookieOf(answer.headers));
    },
    signInByHubspot: async (portalId, userId, cookie = '') => {
      const landed = await consent(world, { portalId, userId, cookie });
      const set = cookieOf(landed.headers);
      return { visitor: await visit(set === '' ? cookie : set), landedOn: landed.headers.get('location') ?? '' };
    },
  };
}

function makeSend(world: ApiWorld): DashboardWorld['stranger'] {
  return async (path, { method = 'GET', body, headers = {} } = {}) => {
    const own = { Origin: world.publicUrl, 'Content-Type': 'application/json', ...headers };
    const sent = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const response = await fetch(`${world.origin}/api/dashboard${path}`, {
      method,
      headers: Object.fromEntries(sent),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}

/** The session's cookie as a browser would send it back; "" when none was set. */
function cookieOf(headers: Headers): string {
  const line = headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-smartsync_session='));
  return line?.split(';')[0] ?? '';
}

/** From the sign-in link over HubSpot's consent page to our callback, cookies kept as a browser keeps them. */
export async function consent(
  world: ApiWorld,
  { portalId, userId, cookie }: { readonly portalId: number; readonly userId: number; readonly cookie: string },
): Promise<Response> {
  const start = await fetch(`${world.origin}/api/auth/hubspot/sign-in`, { redirect: 'manual', headers: { cookie } });
  const install = start.headers.getSetCookie().map((line) => line.split(';')[0]);
  const page = await fetch(start.headers.get('location') ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ decision: 'connect', account: `${portalId}:${userId}` }),
  });
  const callback = new URL(page.headers.get('location') ?? '');
  return fetch(`${world.origin}${callback.pathname}${callback.search}`, {
    redirect: 'manual',
    headers: { cookie: [...install, cookie].filter(Boolean).join('; ') },
  });
}
