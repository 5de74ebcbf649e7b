import type { ApiRoute } from '../http/api-route.ts';
import { GROUP_ROUTES } from './group-routes.ts';
import { OBJECT_ROUTES } from './object-routes.ts';
import { PROPERTY_ROUTES } from './property-routes.ts';

/** Every CRM route the sandbox knows; a path that is not here is a 404, undated versions included. */
export const CRM_ROUTES: readonly ApiRoute[] = [...OBJECT_ROUTES, ...PROPERTY_ROUTES, ...GROUP_ROUTES];
