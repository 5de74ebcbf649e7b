import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger as PinoLogger } from 'pino';
import { pinoHttp } from 'pino-http';
import { AppError } from '../domain/errors.ts';
import { makeErrorHandler } from './error-response.ts';
import { pathForLog } from './path-for-log.ts';
import { portalRoute } from './portal-route.ts';
import { giveRequestId } from './request-id.ts';
import { type ActivityRoutesDeps, activityRoutes } from './routes/activity.ts';
import { type BulkRoutesDeps, bulkRoutes } from './routes/bulk.ts';
import { type DashboardRoutesDeps, dashboardRoutes } from './routes/dashboard/dashboard.ts';
import { type DashboardPageDeps, dashboardPage } from './routes/dashboard/page.ts';
import { type DocsRoutesDeps, docsRoutes } from './routes/docs.ts';
import { type EnrichmentRoutesDeps, enrichmentRoutes } from './routes/enrichments.ts';
import { type ExportRoutesDeps, exportRoutes } from './routes/export.ts';
import { type InstallationRoutesDeps, installationRoutes } from './routes/installation.ts';
import { type IntegrationRoutesDeps, integrationRoutes } from './routes/integrations/integrations.ts';
import { type OauthDeps, oauthRoutes } from './routes/oauth.ts';
import { type OperationsDeps, operationsRoutes } from './routes/operations.ts';
import { type OverviewRoutesDeps, overviewRoutes } from './routes/overview.ts';
import { type SettingsRoutesDeps, settingsRoutes } from './routes/settings.ts';
import { type WebhookRoutesDeps, webhookRoutes } from './routes/webhooks.ts';
import { type WorkflowActionRoutesDeps, workflowActionRoutes } from './routes/workflow-actions.ts';

/** Everything that the HTTP edge calls; composition binds it. */
export interface HttpDeps {
  readonly logger: PinoLogger<string>;
  readonly operations: OperationsDeps;
  readonly docs: DocsRoutesDeps;
  readonly oauth: OauthDeps;
  readonly enrichments: EnrichmentRoutesDeps;
  readonly bulk: BulkRoutesDeps;
  readonly activity: ActivityRoutesDeps;
  readonly overview: OverviewRoutesDeps;
  readonly installation: InstallationRoutesDeps;
  readonly exports: ExportRoutesDeps;
  readonly settings: SettingsRoutesDeps;
  readonly dashboard: DashboardRoutesDeps;
  readonly dashboardPage: DashboardPageDeps;
  readonly integrations: IntegrationRoutesDeps;
  readonly workflowActions: WorkflowActionRoutesDeps;
  readonly webhooks: WebhookRoutesDeps;
}

/** Makes the web application: translates HTTP into calls of use cases and back, and nothing else. */
export function makeHttpApp(deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(giveRequestId);
  app.use(helmet());
  // Before all that is for people: 150 of these may come in a second, each says the same, and the metrics count
  // them. The error handler logs those that are refused.
  app.use('/api/hubspot', webhookRoutes(deps.webhooks));
  app.use(
    pinoHttp({
      logger: deps.logger,
      genReqId: (_request, response) => String(response.getHeader('X-Request-Id')),
      autoLogging: { ignore: (request) => request.url === '/healthz' || request.url === '/readyz' },
      // Never the query: HubSpot puts the user's e-mail address there.
      serializers: {
        req: (request) => ({ id: request.id, method: request.method, path: pathForLog(String(request.url)) }),
        res: (response) => ({ statusCode: response.statusCode }),
      },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
    }),
  );
  app.use(operationsRoutes(deps.operations), docsRoutes(deps.docs));
  app.use('/api/auth/hubspot', oauthRoutes(deps.oauth));
  app.use(
    '/api/hubspot',
    enrichmentRoutes(deps.enrichments),
    bulkRoutes(deps.bulk),
    activityRoutes(deps.activity),
    overviewRoutes(deps.overview),
    installationRoutes(deps.installation),
    exportRoutes(deps.exports),
    settingsRoutes(deps.settings),
    workflowActionRoutes(deps.workflowActions),
  );
  app.use('/api/integrations/crm', integrationRoutes(deps.integrations));
  app.use('/api/dashboard', dashboardRoutes(deps.dashboard));
  app.use('/dashboard', dashboardPage(deps.dashboardPage));
  // Who is not HubSpot learns nothing here, not even which addresses exist.
  app.use('/api/hubspot', ...portalRoute(deps.enrichments.portal, async () => nothingHere()));
  app.use(nothingHere);
  app.use(makeErrorHandler(deps.logger));
  return app;
}

function nothingHere(): never {
  throw new AppError('not_found', 'There is nothing at this address. See docs/api.md for the routes.');
}
