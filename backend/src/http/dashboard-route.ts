import express, { type Request, type RequestHandler, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { DashboardSession } from '../ports/dashboard-session-store.ts';
import type { Integration } from '../ports/integration-store.ts';
import { requireCsrfToken, requireOwnOrigin, type SessionEdge, sessionIdOf } from './dashboard-session.ts';
import { sendError } from './error-response.ts';
import { parseJsonBody } from './parse-input.ts';

/** Largest body of the dashboard: field mappings of three object types. */
const MAX_BODY_BYTES = 1024 * 1024;
const WINDOW_MS = 60_000;
/** A page asks for a handful of things, and again when something changed. */
const REQUESTS_PER_MINUTE = 600;

/** What every route of the dashboard needs. */
export interface DashboardRouteDeps {
  readonly edge: SessionEdge;
  readonly limitSession: RequestHandler;
  readonly findTenant: (organizationId: string) => Promise<string | undefined>;
  readonly listIntegrations: (tenantId: string) => Promise<readonly Integration[]>;
  readonly findIntegration: (tenantId: string, integrationId: string) => Promise<Integration | undefined>;
}

/** A call of somebody who is signed in. */
export interface DashboardCall {
  readonly session: DashboardSession;
  readonly sessionId: string;
  /** Where the organisation's data are kept; undefined before it has connected an account. */
  readonly tenantId: string | undefined;
  /** HubSpot's id of the user; null for who signed in with a token. */
  readonly userId: number | null;
  readonly isAdmin: boolean;
  /** Parsed JSON; `{}` for an empty body. */
  readonly body: unknown;
}

/** Refuses an organisation that asks too often; runs after the session was checked. */
export function makeLimitSession(): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: REQUESTS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => String(response.locals.organizationId),
    handler: (_request, response) => {
      const message = 'Your organisation asks too often. Wait a minute and try again.';
      sendError(response, new AppError('rate_limited', message, { retryAfterMs: WINDOW_MS }));
    },
  });
}

/**
 * Wraps a handler so that it runs only for somebody who is signed in: 401 without a session, 429, then for writes 403
 * from another origin or without the session's token.
 */
export function dashboardRoute(
  deps: DashboardRouteDeps,
  handle: (call: DashboardCall, request: Request, response: Response) => Promise<void>,
): RequestHandler[] {
  return [
    async (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      const sessionId = sessionIdOf(deps.edge, request);
      const session = sessionId === undefined ? undefined : await deps.edge.findSession(sessionId);
      if (sessionId === undefined || session === undefined) {
        throw new AppError('unauthenticated', 'You are not signed in, or your session has ended. Sign in again.');
      }
      if (request.method !== 'GET') {
        requireOwnOrigin(deps.edge, request);
        requireCsrfToken(request, sessionId);
      }
      response.locals.call = { session, sessionId };
      response.locals.organizationId = session.organizationId;
      next();
    },
    deps.limitSession,
    express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }),
    async (request, response) => {
      const { session, sessionId }: Pick<DashboardCall, 'session' | 'sessionId'> = response.locals.call;
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const call = {
        session,
        sessionId,
        tenantId: await findTenant(deps, session),
        userId: session.signedInBy === 'hubspot' ? Number(session.userId) : null,
        isAdmin: session.role === 'owner' || session.role === 'admin',
        body: parseJsonBody(rawBody),
      };
      await handle(call, request, response);
    },
  ];
}

/** Who signed in through HubSpot belongs to the portal, and so to the tenant that its data are kept under. */
async function findTenant(deps: DashboardRouteDeps, session: DashboardSession): Promise<string | undefined> {
  return session.signedInBy === 'hubspot' ? session.organizationId : deps.findTenant(session.organizationId);
}

/** Managing is for owners and admins. */
export function requireManager({ isAdmin }: DashboardCall): void {
  if (isAdmin) return;
  throw new AppError('forbidden', 'This needs the role owner or admin. Ask an admin of your organisation.');
}

/** The organisation's tenant; throws `not_installed` before it has connected an account. */
export function requireTenant({ tenantId }: DashboardCall): string {
  if (tenantId !== undefined) return tenantId;
  throw new AppError('not_installed', 'No HubSpot account is connected yet. Connect one first.');
}

/** The named connection, else the first active one; another organisation's id is as unknown as one that never was. */
export async function getConnection(
  deps: DashboardRouteDeps,
  call: DashboardCall,
  integrationId?: string,
): Promise<Integration> {
  const tenantId = requireTenant(call);
  if (integrationId === undefined) {
    const [first] = await deps.listIntegrations(tenantId);
    if (first) return first;
    throw new AppError('not_installed', 'No HubSpot account is connected yet. Connect one first.');
  }
  const id = z.uuid().safeParse(integrationId);
  const found = id.success ? await deps.findIntegration(tenantId, id.data) : undefined;
  if (found) return found;
  throw new AppError('not_found', 'There is no such connection in your organisation.');
}
