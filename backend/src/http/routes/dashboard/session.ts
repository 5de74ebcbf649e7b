import express, { Router } from 'express';
import { z } from 'zod';
import type { AuthenticateJwt } from '../../authenticate-jwt.ts';
import { type DashboardCall, type DashboardRouteDeps, dashboardRoute } from '../../dashboard-route.ts';
import { csrfTokenOf, requireOwnOrigin, sessionIdOf, signIn, signOut } from '../../dashboard-session.ts';
import { parseInput, parseJsonBody } from '../../parse-input.ts';

/** What signing in and out needs. */
export interface SessionRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly authenticate: AuthenticateJwt;
}

const MAX_TOKEN_BYTES = 32 * 1024;
const tokenSchema = z.object({ token: z.string({ error: 'paste the token' }).trim().min(1, 'paste the token') });

/** Signing in with a token, who is signed in (`null`: nobody), and signing out. Through HubSpot it is `/api/auth/hubspot/sign-in`. */
export function sessionRoutes(deps: SessionRoutesDeps): Router {
  const { edge } = deps.dashboard;
  const router = Router();
  router.post(
    '/session',
    express.raw({ type: () => true, limit: MAX_TOKEN_BYTES, inflate: false }),
    async (request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      requireOwnOrigin(edge, request);
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { token } = parseInput(tokenSchema, parseJsonBody(rawBody));
      const caller = await deps.authenticate(`Bearer ${token}`);
      const begun = await signIn(edge, request, response, { ...caller, signedInBy: 'token' });
      response.status(201).json(showSession(begun));
    },
  );
  router.get(
    '/session',
    // Nobody is signed in before they sign in: that is an answer, and no error in the browser's console.
    async (request, response, next) => {
      const sessionId = sessionIdOf(edge, request);
      if (sessionId !== undefined && (await edge.lookAtSession(sessionId)) !== undefined) return next();
      response.setHeader('Cache-Control', 'no-store');
      response.json({ session: null });
    },
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => void response.json(showSession(call))),
  );
  router.delete(
    '/session',
    ...dashboardRoute(deps.dashboard, async (_call, request, response) => {
      await signOut(edge, request, response);
      response.status(204).end();
    }),
  );
  return router;
}

function showSession({ session, sessionId }: Pick<DashboardCall, 'session' | 'sessionId'>): object {
  return {
    session: {
      organizationId: session.organizationId,
      userId: session.userId,
      role: session.role,
      signedInBy: session.signedInBy,
      expiresAt: session.expiresAt.toISOString(),
    },
    csrfToken: csrfTokenOf(sessionId),
  };
}
