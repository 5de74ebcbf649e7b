import { Router } from 'express';
import { z } from 'zod';
import type { Installation } from '../../ports/installation-store.ts';
import type { DisconnectPortalInput, DisconnectReceipt } from '../../use-cases/disconnect-portal.ts';
import type { PortalHealth } from '../../use-cases/view-health.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';

/** What the routes of an installation need. */
export interface InstallationRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly viewHealth: (installation: Installation) => Promise<PortalHealth>;
  readonly disconnectPortal: (input: DisconnectPortalInput) => Promise<DisconnectReceipt>;
}

const disconnectSchema = z.object({ removeProperties: z.boolean().default(false) });

/** How the app stands in a portal, and its end there. */
export function installationRoutes(deps: InstallationRoutesDeps): Router {
  const router = Router();
  router.get(
    '/health',
    ...portalRoute(deps.portal, async ({ installation }, _request, response) => {
      response.json(await deps.viewHealth(installation));
    }),
  );
  router.delete(
    '/installation',
    ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, _request, response) => {
      const { removeProperties } = parseInput(disconnectSchema, parseJsonBody(rawBody));
      response.json({ receipt: await deps.disconnectPortal({ installation, userId, removeProperties }) });
    }),
  );
  return router;
}
