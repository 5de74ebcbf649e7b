import { Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import type { Logger } from '../../../ports/logger.ts';
import { makeIntegrationErrorHandler } from '../../integration-errors.ts';
import { integrationRoute } from '../../integration-route.ts';
import { type ConnectRoutesDeps, connectRoutes } from './connect.ts';
import { type MappingRoutesDeps, mappingRoutes } from './mappings.ts';
import { type SyncRoutesDeps, syncRoutes } from './sync.ts';

/** What the integration API needs. */
export interface IntegrationRoutesDeps extends ConnectRoutesDeps, SyncRoutesDeps, MappingRoutesDeps {
  readonly logger: Logger;
}

/** The integration API (contract §6), with its own body for errors. */
export function integrationRoutes(deps: IntegrationRoutesDeps): Router {
  const router = Router();
  router.use(connectRoutes(deps), syncRoutes(deps), mappingRoutes(deps));
  // Who has no token learns nothing here, not even which addresses exist.
  router.use(
    ...integrationRoute(deps.api, async () => {
      throw new AppError('not_found', 'There is nothing at this address. See /docs for the routes.');
    }),
  );
  router.use(makeIntegrationErrorHandler(deps.logger));
  return router;
}
