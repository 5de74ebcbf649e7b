import express, { type Router } from 'express';
import { notFoundError } from '../http/hubspot-error.ts';
import type { ControlParts } from './control-parts.ts';
import { makeDeliveryRouter } from './delivery-router.ts';
import { makeEventsRouter } from './events-router.ts';
import { makeExtensionsRouter } from './extensions-router.ts';
import { makeFunctionsRouter } from './functions-router.ts';
import { makeObserveRouter } from './observe-router.ts';
import { makePortalRouter } from './portal-router.ts';
import { makeRecordRouter } from './record-router.ts';

/** The sandbox's own API under `/__sandbox`: what the record page, the demo and tests use. HubSpot has none of it. */
export function makeControlRouter(parts: ControlParts): Router {
  const router = express.Router();
  router.use(express.json({ limit: '4mb' }));
  router.use(makePortalRouter(parts));
  router.use(makeRecordRouter(parts));
  router.use(makeExtensionsRouter(parts));
  router.use(makeFunctionsRouter(parts));
  router.use(makeDeliveryRouter(parts));
  router.use(makeObserveRouter(parts));
  router.use(makeEventsRouter(parts));
  router.use((request) => {
    throw notFoundError(`The sandbox has no ${request.method} /__sandbox${request.path}`);
  });
  return router;
}
