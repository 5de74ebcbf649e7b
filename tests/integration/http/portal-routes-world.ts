import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { makeLogger } from '../../../backend/src/adapters/system/logger.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type HttpDeps, makeHttpApp } from '../../../backend/src/http/app.ts';
import { makeLimitPortal } from '../../../backend/src/http/limit-portal.ts';
import type { PortalRouteDeps } from '../../../backend/src/http/portal-route.ts';
import { dashboardWithoutSessions } from '../../support/dashboard-without-sessions.ts';
import { integrationsWithoutCalls } from '../../support/integrations-without-calls.ts';
import { makeSignedFetch } from '../../support/signed-fetch.ts';

const SECRET = 'client-secret-of-the-test';
const PUBLIC_URL = 'https://smartsync.example.test';

/** What a test answers for. */
export interface PortalRoutesAnswers {
  readonly findInstallation: PortalRouteDeps['findInstallation'];
  readonly requestEnrichment: HttpDeps['enrichments']['requestEnrichment'];
  readonly recallInstallation?: PortalRouteDeps['recallInstallation'];
  readonly requestEnrichmentOfSeen?: HttpDeps['enrichments']['requestEnrichmentOfSeen'];
  readonly viewRecord?: HttpDeps['enrichments']['viewRecord'];
}

/** The routes that HubSpot calls, without a product behind them. */
export interface PortalRoutesWorld {
  /** Where it listens. */
  readonly origin: string;
  /** A request as HubSpot signs it. */
  readonly send: ReturnType<typeof makeSignedFetch>;
  stop(): Promise<void>;
}

/** Serves the whole app; what these routes do not need fails when it is called. */
export async function startPortalRoutes(answers: PortalRoutesAnswers): Promise<PortalRoutesWorld> {
  const server = makeHttpApp(depsOf(answers)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    send: makeSignedFetch({ origin, publicUrl: PUBLIC_URL, clientSecret: SECRET }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function unused(): Promise<never> {
  throw new AppError('internal', 'not part of this test');
}

function depsOf(answers: PortalRoutesAnswers): HttpDeps {
  const portal: PortalRouteDeps = {
    publicUrl: PUBLIC_URL,
    clientSecret: SECRET,
    clock: { now: () => new Date() },
    findInstallation: answers.findInstallation,
    recallInstallation: answers.recallInstallation ?? (() => undefined),
    limitPortal: makeLimitPortal(),
  };
  return {
    logger: makeLogger('silent'),
    operations: {
      readiness: { check: async () => [{ name: 'database', ok: false, message: 'away' }] },
      metrics: { contentType: 'text/plain', read: async () => 'smartsync_up 1' },
      metricsToken: 'metrics-token',
      configurationNotes: [],
    },
    docs: { publicUrl: PUBLIC_URL },
    oauth: {
      beginInstall: unused,
      completeInstall: unused,
      openDashboard: unused,
      findOpenOrganization: unused,
      hubspotAppUrl: 'https://app.hubspot.example',
      usesSecureCookies: true,
      installTtlMs: 600_000,
      logger: makeLogger('silent'),
    },
    exports: { portal, exportPortal: unused },
    enrichments: {
      portal,
      viewRecord: answers.viewRecord ?? unused,
      requestEnrichment: answers.requestEnrichment,
      requestEnrichmentOfSeen: answers.requestEnrichmentOfSeen ?? unused,
      findEnrichment: async () => undefined,
      applyEnrichment: unused,
      undoEnrichment: unused,
      forgetMatch: unused,
      giveFeedback: unused,
      findCompanies: async () => [],
      findScores: async () => [],
    },
    bulk: {
      portal,
      estimateBulk: unused,
      startBulk: unused,
      viewBulk: unused,
      stopBulk: unused,
      resumeBulk: unused,
      undoBulk: unused,
      listResults: unused,
    },
    activity: { portal, activity: { list: async () => ({ items: [], nextCursor: null }) } },
    overview: { portal, hubspotAppUrl: 'https://app.hubspot.example', viewOverview: unused },
    installation: { portal, viewHealth: unused, disconnectPortal: unused },
    workflowActions: { hubspot: portal, findInstallation: portal.findInstallation, runWorkflowAction: unused },
    webhooks: { hubspot: portal, appId: 4096, receiveWebhooks: unused },
    integrations: integrationsWithoutCalls(unused),
    dashboard: dashboardWithoutSessions(unused),
    dashboardPage: { folder: 'not-built' },
    settings: {
      portal,
      readSettings: async () => defaultPortalSettings(),
      hubspotAppUrl: 'https://app.hubspot.com',
      saveSettings: async ({ settings }) => settings,
      previewScores: unused,
      readProperties: async () => [],
      listAutomationOptions: async () => ({ owners: [], pipelines: [], timeZone: null }),
    },
  };
}
