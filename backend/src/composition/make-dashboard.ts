import path from 'node:path';
import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import { TRANSFORM_NAMES } from '../domain/mapping/transforms.ts';
import type { AuthenticateJwt } from '../http/authenticate-jwt.ts';
import { type DashboardRouteDeps, makeLimitSession } from '../http/dashboard-route.ts';
import { type SessionEdge, sessionIdOf, signIn } from '../http/dashboard-session.ts';
import type { OauthDeps } from '../http/routes/oauth.ts';
import { findUpwards } from '../lib/find-upwards.ts';
import type { DashboardSession } from '../ports/dashboard-session-store.ts';
import { beginSession, SESSION_IDLE_SECONDS } from '../use-cases/dashboard/begin-session.ts';
import type { UseCases } from './bind-use-cases.ts';
import type { Adapters } from './make-adapters.ts';

/** A change shows within this time. */
const LOOK_EVERY_MS = 2_000;

/** Ties the dashboard's routes, its page and its sign-in to the use cases. */
export function makeDashboard(
  config: Config,
  adapters: Adapters,
  useCases: UseCases,
  process: { readonly authenticate: AuthenticateJwt; readonly stopping: AbortSignal },
) {
  const edge = makeSessionEdge(config, adapters);
  const { integration } = useCases;
  const dashboard: DashboardRouteDeps = {
    edge,
    limitSession: makeLimitSession(),
    findTenant: integration.findTenant,
    listIntegrations: integration.listIntegrations,
    findIntegration: integration.findIntegration,
  };
  const { crm, figures, settings } = adapters;
  const routes = {
    ...useCases,
    dashboard,
    ...process,
    hubspotAppUrl: config.hubspot.appUrl,
    hasOauth: adapters.oauth !== undefined,
    connectCrm: integration.connectCrm,
    disconnectCrm: integration.disconnectCrm,
    changeConnection: integration.changeConnection,
    history: adapters.history,
    findEnrichment: (tenantId: string, id: string) => adapters.enrichments.findEnrichment(tenantId, id),
    listBulkRuns: figures.listBulkRuns,
    listDays: figures.listDays,
    readPulse: figures.readPulse,
    readTokenLimit: async (tenantId: string) => (await settings.read(tenantId)).limits.modelTokensPerDay,
    readSettings: (tenantId: string) => settings.read(tenantId),
    readProperties: (...[installation, objectType]: Parameters<typeof integration.readProperties>) =>
      crm.readProperties(useCases.openSession(installation), objectType),
    transformNames: TRANSFORM_NAMES,
    lookEveryMs: LOOK_EVERY_MS,
  };
  return { routes, page: { folder: findBuiltPage() }, ...makeSignIn(edge) };
}

/** Where `npm run build` and the demo put the page; it may not be there. */
function findBuiltPage(): string {
  return path.join(path.dirname(findUpwards(import.meta.dirname, 'package.json')), 'dist/dashboard');
}

function makeSessionEdge(config: Config, { sessions }: Adapters): SessionEdge {
  const { publicUrl } = config.http;
  const { redirectUri } = config.hubspot;
  const idleSeconds = SESSION_IDLE_SECONDS;
  return {
    usesSecureCookies: config.isProduction || redirectUri.startsWith('https:'),
    // In the demo the public origin is one that only the local HubSpot knows; a browser comes back to the redirect's.
    ownOrigins: [...new Set([new URL(publicUrl).origin, new URL(redirectUri).origin])],
    beginSession: (input) => beginSession({ sessions }, input),
    findSession: (sessionId) => sessions.find({ sessionId, idleSeconds, isGlance: false }),
    lookAtSession: (sessionId) => sessions.find({ sessionId, idleSeconds, isGlance: true }),
    endSession: (sessionId) => sessions.end(sessionId),
  };
}

/** How the install flow meets the dashboard: whose it is that the browser has open, and the way back into it. */
function makeSignIn(edge: SessionEdge): Pick<OauthDeps, 'findOpenOrganization' | 'openDashboard'> {
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
