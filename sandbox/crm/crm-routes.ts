import type { ApiRoute } from '../http/api-route.ts';
import { ACCOUNT_ROUTES } from './account-routes.ts';
import { ASSOCIATION_BATCH_ROUTES } from './association-batch-routes.ts';
import { ASSOCIATION_ROUTES } from './association-routes.ts';
import { BATCH_READ_ROUTES } from './batch-read-routes.ts';
import { BATCH_WRITE_ROUTES } from './batch-write-routes.ts';
import { CALLBACK_ROUTES } from './callback-routes.ts';
import { GROUP_ROUTES } from './group-routes.ts';
import { LIST_ROUTES } from './list-routes.ts';
import { MERGE_ROUTES } from './merge-routes.ts';
import { OBJECT_ROUTES } from './object-routes.ts';
import { OWNER_ROUTES } from './owner-routes.ts';
import { PIPELINE_ROUTES } from './pipeline-routes.ts';
import { PROPERTY_ROUTES } from './property-routes.ts';
import { SEARCH_ROUTES } from './search-routes.ts';

/** Every route the sandbox knows on behalf of a portal; a path that is not here is a 404, undated versions included. */
export const CRM_ROUTES: readonly ApiRoute[] = [
  ...OBJECT_ROUTES,
  ...BATCH_READ_ROUTES,
  ...BATCH_WRITE_ROUTES,
  ...SEARCH_ROUTES,
  ...MERGE_ROUTES,
  ...ASSOCIATION_ROUTES,
  ...ASSOCIATION_BATCH_ROUTES,
  ...PROPERTY_ROUTES,
  ...GROUP_ROUTES,
  ...LIST_ROUTES,
  ...OWNER_ROUTES,
  ...PIPELINE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...CALLBACK_ROUTES,
];
