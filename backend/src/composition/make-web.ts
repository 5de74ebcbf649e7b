import type { Config } from '../config.ts';
import { makeHttpApp } from '../http/app.ts';
import { makeAuthenticateJwt } from '../http/authenticate-jwt.ts';
import { makeLimitOrganization } from '../http/limit-organization.ts';
import { makeLimitPortal } from '../http/limit-portal.ts';
import { INSTALL_TTL_MS } from '../use-cases/begin-install.ts';
import type { UseCases } from './bind-use-cases.ts';
import type { Adapters } from './make-adapters.ts';
import { makeDashboard } from './make-dashboard.ts';
import { makeOperations } from './operations.ts';
import { bindScorePreview } from './score-preview.ts';

/** Ties the HTTP edge to the use cases. */
export function makeWeb(
  config: Config,
  adapters: Adapters,
  useCases: UseCases,
  process: { readonly notes: readonly string[]; readonly stopping: AbortSignal },
): ReturnType<typeof makeHttpApp> {
  const { clock, logger, installations, crm } = adapters;
  const authenticate = makeAuthenticateJwt(config.apiTokens);
  const portal = {
    publicUrl: config.http.publicUrl,
    clientSecret: config.hubspot.clientSecret,
    clock,
    findInstallation: (portalId: number) => installations.findByPortalId(portalId),
    recallInstallation: (portalId: number) => installations.recallByPortalId(portalId),
    limitPortal: makeLimitPortal(),
  };
  const dashboard = makeDashboard(config, adapters, useCases, { ...process, authenticate });
  return makeHttpApp({
    logger,
    operations: makeOperations(adapters, { metricsToken: config.metricsToken, notes: process.notes }),
    docs: { publicUrl: config.http.publicUrl },
    oauth: {
      beginInstall: useCases.beginInstall,
      completeInstall: useCases.completeInstall,
      hubspotAppUrl: config.hubspot.appUrl,
      usesSecureCookies: config.hubspot.redirectUri.startsWith('https:'),
      installTtlMs: INSTALL_TTL_MS,
      logger,
      openDashboard: dashboard.openDashboard,
      findOpenOrganization: dashboard.findOpenOrganization,
    },
    dashboard: dashboard.routes,
    dashboardPage: dashboard.page,
    enrichments: {
      portal,
      viewRecord: useCases.viewRecord,
      requestEnrichment: useCases.requestEnrichment,
      requestEnrichmentOfSeen: useCases.requestEnrichmentOfSeen,
      findEnrichment: (organizationId, enrichmentId) =>
        adapters.enrichments.findEnrichment(organizationId, enrichmentId),
      applyEnrichment: useCases.applyEnrichment,
      undoEnrichment: useCases.undoEnrichment,
      forgetMatch: useCases.forgetMatch,
      giveFeedback: useCases.giveFeedback,
      findCompanies: useCases.findCompanies,
      findScores: (organizationId, companyNumber) =>
        adapters.enrichments.findScoresOfCompany(organizationId, companyNumber),
    },
    workflowActions: {
      hubspot: portal,
      findInstallation: portal.findInstallation,
      runWorkflowAction: useCases.runWorkflowAction,
    },
    webhooks: { hubspot: portal, appId: config.hubspot.appId, receiveWebhooks: useCases.receiveWebhooks },
    bulk: { portal, ...useCases },
    activity: { portal, activity: adapters.activity },
    overview: { portal, hubspotAppUrl: config.hubspot.appUrl, viewOverview: useCases.viewOverview },
    exports: { portal, exportPortal: useCases.exportPortal },
    installation: { portal, viewHealth: useCases.viewHealth, disconnectPortal: useCases.disconnectPortal },
    integrations: {
      logger,
      api: {
        authenticate,
        limitOrganization: makeLimitOrganization(),
        ...useCases.integration,
      },
      ...useCases.integration,
    },
    settings: {
      portal,
      hubspotAppUrl: config.hubspot.appUrl,
      readSettings: (organizationId) => adapters.settings.read(organizationId),
      saveSettings: useCases.saveSettings,
      previewScores: bindScorePreview(adapters),
      listAutomationOptions: useCases.listAutomationOptions,
      readProperties: (installation, objectType) => crm.readProperties(useCases.openSession(installation), objectType),
    },
  });
}
