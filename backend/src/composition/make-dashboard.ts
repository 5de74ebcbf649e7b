import path from 'node:path';
import type { Config } from '../config.ts';
import { TRANSFORM_NAMES } from '../domain/mapping/transforms.ts';
import type { AuthenticateJwt } from '../http/authenticate-jwt.ts';
import { type DashboardRouteDeps, makeLimitSession } from '../http/dashboard-route.ts';
import type { SessionEdge } from '../http/dashboard-session.ts';
import { makeDashboardSignIn } from '../http/dashboard-sign-in.ts';
import { findUpwards } from '../lib/find-upwards.ts';
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
  return { routes, page: { folder: findBuiltPage() }, ...makeDashboardSignIn(edge) };
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
