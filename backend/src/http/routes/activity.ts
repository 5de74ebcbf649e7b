import { Router } from 'express';
import { z } from 'zod';
import type { ActivityStore } from '../../ports/activity-store.ts';
import { parseInput } from '../parse-input.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';

/** What the activity route needs. */
export interface ActivityRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly activity: ActivityStore;
}

const querySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number({ error: 'must be a number from 1 to 100' }).int().min(1).max(100).default(50),
  status: z.enum(['success', 'failed', 'pending'], { error: 'must be success, failed or pending' }).optional(),
});

/** What the app did in a portal, newest first. */
export function activityRoutes(deps: ActivityRoutesDeps): Router {
  const router = Router();
  router.get(
    '/activity',
    ...portalRoute(deps.portal, async ({ installation: { organizationId } }, request, response) => {
      const { cursor, limit, status } = parseInput(querySchema, request.query);
      response.json(
        await deps.activity.list({ organizationId, cursor: cursor ?? null, limit, status: status ?? null }),
      );
    }),
  );
  return router;
}
