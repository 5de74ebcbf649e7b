import { Router } from 'express';
import type { Installation } from '../../../ports/installation-store.ts';
import type { Overview } from '../../../use-cases/view-overview.ts';
import { type DashboardRouteDeps, dashboardRoute, getConnection } from '../../dashboard-route.ts';
import { hubspotOriginOf } from '../../hubspot-origin.ts';
import { presentBulk } from '../bulk.ts';

/** What the overview needs. */
export interface OverviewRouteDeps {
  readonly dashboard: DashboardRouteDeps;
  /** Where people see HubSpot when the account names no host of its own. */
  readonly hubspotAppUrl: string;
  readonly viewOverview: (installation: Installation) => Promise<Overview>;
}

/** The account's records in sum, the same as the app's first page in HubSpot shows. */
export function overviewRoute(deps: OverviewRouteDeps): Router {
  const router = Router();
  router.get(
    '/overview',
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => {
      const { installation } = await getConnection(deps.dashboard, call);
      const overview = await deps.viewOverview(installation);
      const hubspotUrl = hubspotOriginOf(installation, deps.hubspotAppUrl);
      response.json({ hubspotUrl, ...overview, bulkRuns: overview.bulkRuns.map(presentBulk) });
    }),
  );
  return router;
}
