import { Router } from 'express';
import { type BulkRunRoutesDeps, bulkRunRoutes } from './bulk-runs.ts';
import { type ConnectionRoutesDeps, connectionRoutes } from './connections.ts';
import { type HistoryRoutesDeps, historyRoutes } from './history.ts';
import { type LiveEventDeps, liveEventRoutes } from './live-events.ts';
import { type MappingRoutesDeps, mappingRoutes } from './mappings.ts';
import { type OverviewRouteDeps, overviewRoute } from './overview.ts';
import { type SessionRoutesDeps, sessionRoutes } from './session.ts';
import { type UsageRoutesDeps, usageRoutes } from './usage.ts';

/** What the dashboard's API needs. */
export type DashboardRoutesDeps = SessionRoutesDeps &
  ConnectionRoutesDeps &
  HistoryRoutesDeps &
  BulkRunRoutesDeps &
  MappingRoutesDeps &
  OverviewRouteDeps &
  UsageRoutesDeps &
  LiveEventDeps;

/** The dashboard's own API: every route but signing in needs a session. */
export function dashboardRoutes(deps: DashboardRoutesDeps): Router {
  return Router().use(
    sessionRoutes(deps),
    connectionRoutes(deps),
    historyRoutes(deps),
    bulkRunRoutes(deps),
    mappingRoutes(deps),
    overviewRoute(deps),
    usageRoutes(deps),
    liveEventRoutes(deps),
  );
}
