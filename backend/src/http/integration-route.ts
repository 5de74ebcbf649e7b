import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { failure, SEED_MESSAGES } from '../domain/sync/sync-result.ts';
import type { Integration } from '../ports/integration-store.ts';
import type { ApiCaller, AuthenticateJwt } from './authenticate-jwt.ts';
import { sendFailure } from './integration-errors.ts';
import { jsonTextOf, parseJsonBody } from './parse-input.ts';

/** 100 records with every value at its longest stay below this. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** What every route of the integration API needs. */
export interface IntegrationRouteDeps {
  readonly authenticate: AuthenticateJwt;
  /** Refuses an organisation that asks too often. */
  readonly limitOrganization: RequestHandler;
  readonly findTenant: (organizationId: string) => Promise<string | undefined>;
  readonly listIntegrations: (tenantId: string) => Promise<readonly Integration[]>;
  readonly findIntegration: (tenantId: string, integrationId: string) => Promise<Integration | undefined>;
}

/** A call whose token is good. */
export interface ApiCall {
  readonly caller: ApiCaller;
  /** Parsed JSON; `{}` for an empty body. */
  readonly body: unknown;
}

/**
 * Wraps a handler so that it runs only for a good token: 503 without keys, 401, 403 without organisation, 429, then 413
 * and 400 for a body that is no JSON.
 */
export function integrationRoute(
  deps: IntegrationRouteDeps,
  handle: (call: ApiCall, request: Request, response: Response) => Promise<void>,
): RequestHandler[] {
  return [
    async (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      const caller = await deps.authenticate(request.headers.authorization);
      response.locals.caller = caller;
      response.locals.organizationId = caller.organizationId;
      next();
    },
    deps.limitOrganization,
    express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }),
    async (request, response) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isJson(rawBody)) {
        sendFailure(response, failure('VALIDATION', 'The request body is not JSON.'), 400);
        return;
      }
      await handle({ caller: response.locals.caller, body: parseJsonBody(rawBody) }, request, response);
    },
  ];
}

function isJson(rawBody: Buffer): boolean {
  if (rawBody.length === 0) return true;
  try {
    JSON.parse(jsonTextOf(rawBody));
    return true;
  } catch {
    return false;
  }
}

/** Managing connections is for owners and admins of the organisation. */
export function requireAdmin({ role }: ApiCaller): void {
  if (role === 'owner' || role === 'admin') return;
  throw new AppError('forbidden', 'This needs the role owner or admin (app_metadata.role).');
}

/**
 * The integration that a call is about: the named one, or the first active one of the organisation.
 *
 * Another organisation's id is as unknown as one that never was.
 */
export async function getIntegration(
  deps: IntegrationRouteDeps,
  { organizationId }: ApiCaller,
  integrationId: string | undefined,
): Promise<Integration> {
  const tenantId = await deps.findTenant(organizationId);
  const integration = tenantId === undefined ? undefined : await findIn(deps, tenantId, integrationId);
  if (!integration) throw notFound();
  return integration;
}

/** As `getIntegration`, and it must be connected. */
export async function getActiveIntegration(
  deps: IntegrationRouteDeps,
  caller: ApiCaller,
  integrationId: string | undefined,
): Promise<Integration> {
  const integration = await getIntegration(deps, caller, integrationId);
  if (!integration.isActive) throw notFound();
  return integration;
}

async function findIn(deps: IntegrationRouteDeps, tenantId: string, integrationId: string | undefined) {
  if (integrationId === undefined) return (await deps.listIntegrations(tenantId))[0];
  const id = z.uuid().safeParse(integrationId);
  return id.success ? deps.findIntegration(tenantId, id.data) : undefined;
}

function notFound(): AppError {
  return new AppError('not_installed', SEED_MESSAGES.notFound);
}
