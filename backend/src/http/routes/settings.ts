import { Router } from 'express';
import { z } from 'zod';
import { objectTypeSchema, type SettingsWire, settingsSchema } from '../../../../hubspot-project/contract/index.ts';
import type { ObjectType, PortalSettings } from '../../domain/portal/settings.ts';
import type { PortalProperty } from '../../ports/crm.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { SaveSettingsInput } from '../../use-cases/save-settings.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';

/** What the settings routes need. */
export interface SettingsRoutesDeps {
  readonly portal: PortalRouteDeps;
  readonly readSettings: (organizationId: string) => Promise<PortalSettings>;
  readonly saveSettings: (input: SaveSettingsInput) => Promise<PortalSettings>;
  readonly readProperties: (installation: Installation, objectType: ObjectType) => Promise<readonly PortalProperty[]>;
}

/** Settings of a portal, and the properties that a mapping can point at. */
export function settingsRoutes(deps: SettingsRoutesDeps): Router {
  const router = Router();
  router.get(
    '/settings',
    ...portalRoute(deps.portal, async ({ installation }, _request, response) => {
      response.json({ settings: await deps.readSettings(installation.organizationId) });
    }),
  );
  router.put(
    '/settings',
    ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, _request, response) => {
      const settings = readSettingsBody(rawBody);
      response.json({ settings: await deps.saveSettings({ installation, userId, settings }) });
    }),
  );
  router.get(
    '/properties/:objectType',
    ...portalRoute(deps.portal, async ({ installation }, request, response) => {
      const { objectType } = parseInput(z.object({ objectType: objectTypeSchema }), request.params);
      response.json({ properties: await deps.readProperties(installation, objectType) });
    }),
  );
  return router;
}

/** A client may send the settings bare, or wrapped as it got them. */
function readSettingsBody(rawBody: Buffer): PortalSettings {
  const body = parseJsonBody(rawBody);
  const isWrapped = typeof body === 'object' && body !== null && Object.keys(body).join() === 'settings';
  const parsed = parseInput(settingsSchema, isWrapped && 'settings' in body ? body.settings : body);
  return { ...parsed, icp: { criteria: parsed.icp.criteria.map(withoutAbsent) } };
}

/** zod leaves absent members as `undefined`; our types mean "absent" by absence. */
function withoutAbsent({ values, min, max, ...rest }: SettingsWire['icp']['criteria'][number]) {
  return {
    ...rest,
    ...(values === undefined ? {} : { values }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
