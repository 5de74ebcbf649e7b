import { Router } from 'express';
import { z } from 'zod';
import { MAPPING_SOURCES, type ObjectType, type PortalSettings } from '../../../domain/portal/settings.ts';
import type { PortalProperty } from '../../../ports/crm.ts';
import type { Installation } from '../../../ports/installation-store.ts';
import type { SaveSettingsInput } from '../../../use-cases/save-settings.ts';
import { type DashboardRouteDeps, dashboardRoute, getConnection, requireManager } from '../../dashboard-route.ts';
import { mappingsRequestShape } from '../../integration-shapes.ts';
import { parseInput } from '../../parse-input.ts';

/** What the routes of the field mapping need. */
export interface MappingRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly readSettings: (tenantId: string) => Promise<PortalSettings>;
  readonly saveSettings: (input: SaveSettingsInput) => Promise<PortalSettings>;
  readonly readProperties: (installation: Installation, objectType: ObjectType) => Promise<readonly PortalProperty[]>;
  /** Names of the transforms that a mapping may have. */
  readonly transformNames: readonly string[];
}

const propertiesParams = z.object({ objectType: z.enum(['contacts', 'companies', 'deals']) });

/** Which result goes into which property, and the properties there are. */
export function mappingRoutes(deps: MappingRoutesDeps): Router {
  const router = Router();
  router.get(
    '/mappings',
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => {
      const { installation } = await getConnection(deps.dashboard, call);
      const { fields } = await deps.readSettings(installation.organizationId);
      response.json({ fields, sources: MAPPING_SOURCES, transforms: deps.transformNames });
    }),
  );
  router.put(
    '/mappings',
    ...dashboardRoute(deps.dashboard, async (call, _request, response) => {
      requireManager(call);
      const { mappings } = parseInput(mappingsRequestShape, call.body);
      const { installation } = await getConnection(deps.dashboard, call);
      const before = await deps.readSettings(installation.organizationId);
      const fields = {
        contacts: mappings.contacts ?? before.fields.contacts,
        companies: mappings.companies ?? before.fields.companies,
        deals: mappings.deals ?? before.fields.deals,
      };
      const settings = { ...before, fields };
      const by = { userId: call.userId, callerId: call.session.userId, isAdministrator: true };
      const saved = await deps.saveSettings({ installation, settings, ...by });
      response.json({ fields: saved.fields, sources: MAPPING_SOURCES, transforms: deps.transformNames });
    }),
  );
  router.get(
    '/properties/:objectType',
    ...dashboardRoute(deps.dashboard, async (call, request, response) => {
      const { objectType } = parseInput(propertiesParams, request.params);
      const { installation } = await getConnection(deps.dashboard, call);
      response.json({ properties: await deps.readProperties(installation, objectType) });
    }),
  );
  return router;
}
