import { Router } from 'express';
import { z } from 'zod';
import {
  mappingSourceSchema,
  objectTypeSchema,
  type SettingsWire,
  scorePreviewRequestSchema,
  settingsSchema,
} from '../../../../hubspot-project/contract/index.ts';
import { ENRICHED_AT_PROPERTY, STATUS_PROPERTY } from '../../domain/enrichment/oppspot-properties.ts';
import { AppError } from '../../domain/errors.ts';
import { whyIncompatible } from '../../domain/portal/field-compatibility.ts';
import { mayAdminister } from '../../domain/portal/may-administer.ts';
import type { MappingSource, ObjectType, PortalSettings } from '../../domain/portal/settings.ts';
import type { ScorePreview } from '../../domain/scoring/score-preview.ts';
import type { PortalProperty } from '../../ports/crm.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { AutomationOptions } from '../../use-cases/list-automation-options.ts';
import type { PreviewScoreRulesInput } from '../../use-cases/preview-score-rules.ts';
import { NO_ADMIN, type SaveSettingsInput } from '../../use-cases/save-settings.ts';
import { hubspotOriginOf } from '../hubspot-origin.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { type PortalRouteDeps, portalRoute } from '../portal-route.ts';

/** What the settings routes need. */
export interface SettingsRoutesDeps {
  readonly portal: PortalRouteDeps;
  /** Where people see HubSpot when the account names no host of its own. */
  readonly hubspotAppUrl: string;
  readonly readSettings: (organizationId: string) => Promise<PortalSettings>;
  readonly saveSettings: (input: SaveSettingsInput) => Promise<PortalSettings>;
  readonly previewScores: (input: PreviewScoreRulesInput) => Promise<ScorePreview>;
  readonly listAutomationOptions: (installation: Installation) => Promise<AutomationOptions>;
  readonly readProperties: (installation: Installation, objectType: ObjectType) => Promise<readonly PortalProperty[]>;
}

/** Settings of a portal, the properties that a mapping can point at, and what automation can choose from. */
export function settingsRoutes(deps: SettingsRoutesDeps): Router {
  const router = Router();
  router.get(
    '/settings',
    ...portalRoute(deps.portal, async ({ installation, userId }, _request, response) => {
      const settings = await deps.readSettings(installation.organizationId);
      response.json({ settings, access: accessOf(installation, settings, userId) });
    }),
  );
  router.put(
    '/settings',
    ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, _request, response) => {
      // Who may not change anything is told that, and not what is wrong with the body.
      const { isAdmin } = accessOf(installation, await deps.readSettings(installation.organizationId), userId);
      if (!isAdmin) throw new AppError('forbidden', NO_ADMIN);
      const settings = readSettingsBody(rawBody);
      const stored = await deps.saveSettings({ installation, userId, settings });
      response.json({ settings: stored, access: accessOf(installation, stored, userId) });
    }),
  );
  router.post(
    '/settings/score-preview',
    ...portalRoute(deps.portal, async ({ installation, userId, rawBody }, _request, response) => {
      const { scoring, icp } = parseInput(scorePreviewRequestSchema, parseJsonBody(rawBody));
      const preview = await deps.previewScores({ installation, userId, scoring, icp: withoutAbsentIn(icp) });
      response.json({ hubspotUrl: hubspotOriginOf(installation, deps.hubspotAppUrl), preview });
    }),
  );
  router.get(
    '/properties/:objectType',
    ...portalRoute(deps.portal, async ({ installation }, request, response) => {
      const { objectType } = parseInput(z.object({ objectType: objectTypeSchema }), request.params);
      const { source, transform } = parseInput(propertiesQuery, request.query);
      const properties = await deps.readProperties(installation, objectType);
      response.json({ properties: source === undefined ? properties : listSuitable(properties, source, transform) });
    }),
  );
  router.get(
    '/automation/options',
    ...portalRoute(deps.portal, async ({ installation }, _request, response) => {
      response.json(await deps.listAutomationOptions(installation));
    }),
  );
  return router;
}

function accessOf(installation: Installation, settings: PortalSettings, userId: number | null) {
  const isAdmin = mayAdminister(installation.installedByUserId, settings, userId);
  return { isAdmin, reason: isAdmin ? null : NO_ADMIN };
}

const propertiesQuery = z.object({
  source: mappingSourceSchema.optional(),
  transform: z.string().max(40).optional(),
});

/** Only those that a mapping from this source can write to. */
function listSuitable(
  properties: readonly PortalProperty[],
  source: MappingSource,
  transform: string | undefined,
): readonly PortalProperty[] {
  const mapping = { source, transform: transform || null, policy: 'fill_empty' as const, respectHumanEdits: true };
  return properties.filter(
    (property) =>
      property.name !== STATUS_PROPERTY &&
      property.name !== ENRICHED_AT_PROPERTY &&
      whyIncompatible({ ...mapping, target: property.name }, property) === undefined,
  );
}

/** A client may send the settings bare, or wrapped as it got them. */
function readSettingsBody(rawBody: Buffer): PortalSettings {
  const body = parseJsonBody(rawBody);
  const isWrapped = typeof body === 'object' && body !== null && 'settings' in body;
  const parsed = parseInput(settingsSchema, isWrapped ? body.settings : body);
  return { ...parsed, icp: withoutAbsentIn(parsed.icp) };
}

function withoutAbsentIn({ criteria }: SettingsWire['icp']): PortalSettings['icp'] {
  return { criteria: criteria.map(withoutAbsent) };
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
