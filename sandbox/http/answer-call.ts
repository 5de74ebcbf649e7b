import type { SandboxState } from '../state/sandbox-state.ts';
import type { ApiReply, ApiRoute, LatencyClass } from './api-route.ts';
import { authenticate, authenticateApp, checkScopes } from './authenticate.ts';
import { HubSpotError, notFoundError } from './hubspot-error.ts';
import type { RateLimits } from './rate-limits.ts';
import type { FindRoute } from './route-table.ts';

/** A request as it arrived, read completely. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawBody: Buffer;
  readonly contentType: string;
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly reply: ApiReply;
  readonly bucket: string;
  readonly latency: LatencyClass | undefined;
  readonly body: unknown;
  /** The scopes that let it pass. */
  readonly scopes: readonly string[];
}

interface Gate {
  readonly state: SandboxState;
  readonly findRoute: FindRoute;
  readonly rateLimits: RateLimits;
}

/** Takes a request through HubSpot's gates in HubSpot's order: path, token, rate, scope, then the route itself. */
export function answerCall(gate: Gate, incoming: Incoming): Answer {
  let bucket = 'none';
  let latency: LatencyClass | undefined;
  let body: unknown;
  let headers: Readonly<Record<string, string>> = {};
  let scopes: readonly string[] = [];
  try {
    const match = gate.findRoute(incoming.method, incoming.path);
    if (match === undefined) throw notFoundError(`No such path: ${incoming.path}`);
    if (match === 'wrong-method') throw new HubSpotError(405, 'METHOD_NOT_ALLOWED', 'Method not allowed');
    latency = match.route.latency;
    if (match.route.auth === 'portal') bucket = match.route.bucket;
    const entry = enter(gate, match.route, incoming);
    headers = entry.headers;
    body = readBody(incoming);
    if (entry.refusal !== undefined) return { reply: entry.refusal, bucket, latency, body, scopes };
    const open = {
      state: gate.state,
      params: match.params,
      query: incoming.query,
      contentType: incoming.contentType,
      body,
    };
    scopes = entry.pass(open);
    const reply = entry.run(open);
    return { reply: { ...reply, headers: { ...headers, ...reply.headers } }, bucket, latency, body, scopes };
  } catch (error) {
    if (!(error instanceof HubSpotError)) throw error;
    return { reply: { status: error.status, body: error.toBody(), headers }, bucket, latency, body, scopes };
  }
}

type OpenPart = Parameters<Extract<ApiRoute, { auth: 'none' }>['handle']>[0];

interface Entry {
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal: ApiReply | undefined;
  /** Checks scopes; returns those that count. */
  readonly pass: (open: OpenPart) => readonly string[];
  readonly run: (open: OpenPart) => ApiReply;
}

function enter(gate: Gate, route: ApiRoute, incoming: Incoming): Entry {
  if (route.auth === 'none')
    return { headers: {}, refusal: undefined, pass: () => [], run: (open) => route.handle(open) };
  if (route.auth === 'app') {
    const token = authenticateApp(gate.state, incoming.authorization);
    return {
      headers: {},
      refusal: undefined,
      pass: () => checkScopes(token, route.scopes),
      run: (open) => route.handle(open),
    };
  }
  const caller = authenticate(gate.state, incoming.authorization);
  const taken = gate.rateLimits.take({ bucket: route.bucket, portalId: caller.portal.id, token: caller.token });
  return {
    headers: taken.headers,
    refusal: taken.refusal,
    pass: (open) => checkScopes(caller.token, route.scopes({ ...open, ...caller })),
    run: (open) => route.handle({ ...open, ...caller }),
  };
}

function readBody(incoming: Incoming): unknown {
  if (incoming.rawBody.length === 0) return undefined;
  const text = incoming.rawBody.toString('utf8');
  if (incoming.contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (!incoming.contentType.startsWith('application/json')) {
    throw new HubSpotError(415, 'VALIDATION_ERROR', 'Unsupported Media Type: send application/json');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubSpotError(
      400,
      'VALIDATION_ERROR',
      `Invalid input JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
