import type { Request, Response } from 'express';
import type { DashboardSession } from '../ports/dashboard-session-store.ts';
import { type SessionEdge, sessionIdOf, signIn } from './dashboard-session.ts';
import type { OauthDeps } from './routes/oauth.ts';

/** How the install flow meets the dashboard: whose it is that the browser has open, and the way back into it. */
export function makeDashboardSignIn(edge: SessionEdge): Pick<OauthDeps, 'findOpenOrganization' | 'openDashboard'> {
  const findOpenSession = async (request: Request): Promise<DashboardSession | undefined> => {
    const sessionId = sessionIdOf(edge, request);
    const session = sessionId === undefined ? undefined : await edge.findSession(sessionId);
    return session?.signedInBy === 'token' ? session : undefined;
  };
  return {
    findOpenOrganization: async (request) => {
      const session = await findOpenSession(request);
      return session?.role === 'owner' || session?.role === 'admin' ? session.organizationId : null;
    },
    openDashboard: async ({ installation, intent }, request, response: Response) => {
      const keepsSession = intent.kind === 'dashboard' && intent.organizationId !== null;
      if (!keepsSession) {
        const { organizationId, installedByUserId } = installation;
        const userId = String(installedByUserId ?? '');
        await signIn(edge, request, response, { organizationId, userId, role: 'admin', signedInBy: 'hubspot' });
      }
      response.setHeader('Cache-Control', 'no-store');
      response.redirect(302, keepsSession ? '/dashboard/connect?step=test' : '/dashboard');
    },
  };
}
