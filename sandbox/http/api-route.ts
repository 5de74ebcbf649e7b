import type { z } from 'zod';
import type { WriteOrigin } from '../state/crm-record.ts';
import type { AccessToken } from '../state/oauth-state.ts';
import { type ObjectTypeId, parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { notFoundError, validationError } from './hubspot-error.ts';

/** What a route of HubSpot's API is: a path, its price, who may call it, what it does. */
export type Bucket = 'main' | 'search' | 'associations' | 'exempt';
export type LatencyClass = 'read' | 'write' | 'search' | 'token';
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OpenCall {
  readonly state: SandboxState;
  readonly params: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly contentType: string;
}

export interface PortalCall extends OpenCall {
  readonly portal: Portal;
  readonly token: AccessToken;
  readonly accessToken: string;
  readonly origin: WriteOrigin;
}

interface RouteFacts {
  readonly method: Method;
  /** Path with `:name` segments. */
  readonly path: string;
  readonly latency: LatencyClass;
}

/** A call that needs no bearer token: the token endpoints. */
export interface OpenRoute extends RouteFacts {
  readonly auth: 'none';
  readonly handle: (call: OpenCall) => ApiReply;
}

/** A call on behalf of one portal. */
export interface PortalRoute extends RouteFacts {
  readonly auth: 'portal';
  readonly bucket: Bucket;
  /** Every inner list must be met by at least one scope of the token. */
  readonly scopes: (call: PortalCall) => readonly (readonly string[])[];
  readonly handle: (call: PortalCall) => ApiReply;
}

/** A call of the app itself, with a token of no account. */
export interface AppRoute extends RouteFacts {
  readonly auth: 'app';
  readonly scopes: readonly (readonly string[])[];
  readonly handle: (call: AppCall) => ApiReply;
}

export type AppCall = OpenCall;
export type ApiRoute = OpenRoute | PortalRoute | AppRoute;

/** Reads a path parameter that the route's own path declares. */
export function readParam(call: Pick<OpenCall, 'params'>, name: string): string {
  const value = call.params.get(name);
  if (value === undefined) throw notFoundError();
  return value;
}

/** Reads the object type of a path; an unknown one is HubSpot's 400. */
export function readObjectType(call: Pick<OpenCall, 'params'>, name = 'objectType'): ObjectTypeId {
  const segment = readParam(call, name);
  const typeId = parseObjectType(segment);
  if (typeId === undefined) throw validationError(`Unable to infer object type from: ${segment}`);
  return typeId;
}

/** Parses a JSON body with a schema; what does not fit is refused as HubSpot's JSON reader does. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    message: `${issue.path.join('.') || 'body'}: ${issue.message}`,
    in: issue.path.join('.'),
  }));
  throw validationError(`Invalid input JSON: ${errors.map((error) => error.message).join('; ')}`, { errors });
}

/** Reads a list parameter given as `a,b` or repeated. */
export function readList(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Reads a whole number parameter within bounds. */
export function readLimit(query: URLSearchParams, bounds: { fallback: number; max: number }): number {
  const text = query.get('limit');
  if (text === null) return bounds.fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > bounds.max) {
    throw validationError(`limit must be between 1 and ${bounds.max}, got ${text}`);
  }
  return value;
}
