import { z } from 'zod';
import { HubSpotError, validationError } from '../http/hubspot-error.ts';
import type { AppRegistration } from '../state/app-registration.ts';
import type { Portal } from '../state/portal.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { OutgoingRequest, OutgoingResult, SendToApp } from './send-to-app.ts';
import { signVersion2, signVersion3 } from './sign-request.ts';

/** `hubspot.fetch` as HubSpot carries it out: checked, completed with who calls, signed, repeated once. */
export const proxyRequestSchema = z.object({
  requestUri: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  requestBody: z.record(z.string(), z.unknown()).optional(),
  requestHeaders: z.record(z.string(), z.string()).default({}),
  requestTimeoutMillis: z.number().positive().default(15_000),
  userId: z.number().optional(),
});
export type ProxyRequest = z.infer<typeof proxyRequestSchema>;

export interface ProxyAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

// HubSpot's documented limits of hubspot.fetch.
const MAX_BYTES = 1_048_576;
const MAX_TIMEOUT_MS = 120_000;
const MAX_IN_FLIGHT = 20;

export type ProxyFetch = (portal: Portal, request: ProxyRequest) => Promise<ProxyAnswer>;

/** Makes the proxy; refusals of HubSpot's own are thrown as HubSpot words them. */
export function makeProxyFetch(state: SandboxState, send: SendToApp): ProxyFetch {
  const inFlight = new Map<number, number>();
  return async (portal, request) => {
    const { app } = state;
    if (app === undefined) throw validationError('No app is registered');
    checkProxyRequest(app, request);
    const running = inFlight.get(portal.id) ?? 0;
    if (running >= MAX_IN_FLIGHT) {
      throw new HubSpotError(
        429,
        'RATE_LIMITS',
        `At most ${MAX_IN_FLIGHT} requests may be in flight per app and account`,
      );
    }
    inFlight.set(portal.id, running + 1);
    try {
      return toAnswer(await sendWithOneRepeat(send, () => buildRequest({ state, app, portal, request })));
    } finally {
      inFlight.set(portal.id, (inFlight.get(portal.id) ?? 1) - 1);
    }
  };
}

function checkProxyRequest(app: AppRegistration, request: ProxyRequest): void {
  const url = URL.canParse(request.requestUri) ? new URL(request.requestUri) : undefined;
  if (url?.protocol !== 'https:') {
    throw validationError(`hubspot.fetch needs an absolute https URL, got "${request.requestUri}"`);
  }
  const isPermitted = app.permittedUrls.fetch.some((permitted) => isUnder(url, permitted));
  if (!isPermitted) {
    throw validationError(`The URL ${url.origin}${url.pathname} is not in permittedUrls.fetch of app ${app.appId}`);
  }
  const foreign = Object.keys(request.requestHeaders).filter((name) => name.toLowerCase() !== 'authorization');
  if (foreign.length > 0) throw validationError(`Only 'Authorization' header is allowed, got ${foreign.join(', ')}`);
  if (Buffer.byteLength(JSON.stringify(request.requestBody ?? '')) > MAX_BYTES) {
    throw new HubSpotError(413, 'VALIDATION_ERROR', 'The request body is larger than 1 MB');
  }
  if (request.requestTimeoutMillis > MAX_TIMEOUT_MS) throw validationError('The timeout may be at most 120 seconds');
}

function isUnder(url: URL, permitted: string): boolean {
  if (!URL.canParse(permitted)) return false;
  const prefix = new URL(permitted);
  const path = prefix.pathname.replace(/\/$/, '');
  return url.origin === prefix.origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
}

function buildRequest(parts: {
  state: SandboxState;
  app: AppRegistration;
  portal: Portal;
  request: ProxyRequest;
}): OutgoingRequest {
  const { state, app, portal, request } = parts;
  const user = portal.users.find((candidate) => candidate.id === request.userId) ?? portal.users[0];
  const url = new URL(request.requestUri);
  url.searchParams.set('userId', String(user?.id ?? ''));
  url.searchParams.set('portalId', String(portal.id));
  url.searchParams.set('userEmail', user?.email ?? '');
  url.searchParams.set('appId', String(app.appId));
  const hasBody = request.method !== 'GET' && request.requestBody !== undefined;
  const body = hasBody ? JSON.stringify(request.requestBody) : '';
  const signed = {
    method: request.method,
    url: url.href,
    body,
    clientSecret: app.clientSecret,
    nowMs: state.clock.nowMs(),
  };
  const authorization = Object.entries(request.requestHeaders).find(([name]) => name.toLowerCase() === 'authorization');
  return {
    method: request.method,
    url: url.href,
    body: hasBody ? body : undefined,
    timeoutMs: request.requestTimeoutMillis,
    maxResponseBytes: MAX_BYTES,
    headers: {
      'Content-Type': 'application/json',
      ...signVersion2(signed),
      ...signVersion3(signed),
      ...(authorization === undefined ? {} : { Authorization: authorization[1] }),
    },
  };
}

/** HubSpot repeats once by itself when the connection fails or the answer is a 5xx. */
async function sendWithOneRepeat(send: SendToApp, build: () => OutgoingRequest): Promise<OutgoingResult> {
  const first = await send(build());
  const isWorthRepeating = first.kind === 'unreachable' || (first.kind === 'answered' && first.status >= 500);
  return isWorthRepeating ? send(build()) : first;
}

function toAnswer(result: OutgoingResult): ProxyAnswer {
  switch (result.kind) {
    case 'answered':
      return { status: result.status, body: result.body, headers: result.headers };
    case 'timeout':
      throw new HubSpotError(504, 'GATEWAY_TIMEOUT', 'The app did not answer in time');
    case 'too-large':
      throw new HubSpotError(502, 'BAD_GATEWAY', 'The response is larger than 1 MB');
    case 'unreachable':
      throw new HubSpotError(502, 'BAD_GATEWAY', `The app could not be reached: ${result.reason}`);
  }
}
