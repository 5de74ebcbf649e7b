import { Router } from 'express';
import type { Installation } from '../../ports/installation-store.ts';
import type { Overview } from '../../use-cases/view-overview.ts';
import { hubspotOriginOf } from '../hubspot-origin.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';
import { presentBulk } from './bulk.ts';

/** What the overview route needs. */
export interface OverviewRoutesDeps {
  readonly portal: PortalRouteDeps;
  /** Where people see HubSpot when the account names no host of its own. */
  readonly hubspotAppUrl: string;
  readonly viewOverview: (installation: Installation) => Promise<Overview>;
}

/** An account's records in sum, for the app's first page. */
export function overviewRoutes(deps: OverviewRoutesDeps): Router {
  const router = Router();
  router.get(
    '/overview',
    ...portalRoute(deps.portal, async ({ installation }, _request, response) => {
      const overview = await deps.viewOverview(installation);
      const hubspotUrl = hubspotOriginOf(installation, deps.hubspotAppUrl);
      response.json({ hubspotUrl, ...overview, bulkRuns: overview.bulkRuns.map(presentBulk) });
    }),
  );
  return router;
}
