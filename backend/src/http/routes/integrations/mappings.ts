import { Router } from 'express';
import type { ObjectType, PortalSettings } from '../../../domain/portal/settings.ts';
import type { PortalProperty } from '../../../ports/crm.ts';
import type { Installation } from '../../../ports/installation-store.ts';
import type { SaveSettingsInput } from '../../../use-cases/save-settings.ts';
import {
  getActiveIntegration,
  getIntegration,
  type IntegrationRouteDeps,
  integrationRoute,
  requireAdmin,
} from '../../integration-route.ts';
import { fieldsQueryShape, mappingsRequestShape } from '../../integration-shapes.ts';
import { parseInput } from '../../parse-input.ts';

/** What the mapping routes need. */
export interface MappingRoutesDeps {
  readonly api: IntegrationRouteDeps;
  readonly readSettings: (tenantId: string) => Promise<PortalSettings>;
  readonly saveSettings: (input: SaveSettingsInput) => Promise<PortalSettings>;
  readonly readProperties: (installation: Installation, objectType: ObjectType) => Promise<readonly PortalProperty[]>;
}

const OBJECT_TYPES = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;

/** Which result goes into which property, and the properties that can be chosen. */
export function mappingRoutes(deps: MappingRoutesDeps): Router {
  const router = Router();
  router.get(
    '/:id/mappings',
    ...integrationRoute(deps.api, async ({ caller }, request, response) => {
      const { installation } = await getIntegration(deps.api, caller, String(request.params.id));
      const { fields } = await deps.readSettings(installation.organizationId);
      response.json({ mappings: fields });
    }),
  );
  router.put(
    '/:id/mappings',
    ...integrationRoute(deps.api, async ({ caller, body }, request, response) => {
      requireAdmin(caller);
      const { installation } = await getActiveIntegration(deps.api, caller, String(request.params.id));
      const { mappings } = parseInput(mappingsRequestShape, body);
      const before = await deps.readSettings(installation.organizationId);
      const fields = {
        contacts: mappings.contacts ?? before.fields.contacts,
        companies: mappings.companies ?? before.fields.companies,
        deals: mappings.deals ?? before.fields.deals,
      };
      const settings = { ...before, fields };
      const by = { userId: null, callerId: caller.userId, isAdministrator: true };
      const saved = await deps.saveSettings({ installation, settings, ...by });
      response.json({ mappings: saved.fields });
    }),
  );
  router.get(
    '/:id/fields',
    ...integrationRoute(deps.api, async ({ caller }, request, response) => {
      const { entity_type: entityType } = parseInput(fieldsQueryShape, request.query);
      const { installation } = await getActiveIntegration(deps.api, caller, String(request.params.id));
      response.json({ fields: await deps.readProperties(installation, OBJECT_TYPES[entityType]) });
    }),
  );
  return router;
}
