import { OPPSPOT_PROPERTIES } from '../domain/enrichment/oppspot-properties.ts';
import { AppError } from '../domain/errors.ts';
import { checkSettings, type PortalShape } from '../domain/portal/check-settings.ts';
import { describeSettingChanges } from '../domain/portal/describe-setting-changes.ts';
import { mayAdminister } from '../domain/portal/may-administer.ts';
import type { ObjectType, PortalSettings } from '../domain/portal/settings.ts';
import type { Crm, CrmSession } from '../ports/crm.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** Why somebody may not change settings. */
export const NO_ADMIN =
  'Only the person who installed oppSpot and the admins named in its settings may change settings.';

/** What the use case touches. */
export interface SaveSettingsDeps extends GetAccessTokenDeps {
  readonly settings: SettingsStore;
  readonly crm: Crm;
}

/** Who saves what. */
export interface SaveSettingsInput {
  readonly installation: Installation;
  readonly userId: number | null;
  /** Who asks through the integration API (`sub`), where there is no user of HubSpot. */
  readonly callerId?: string;
  readonly settings: PortalSettings;
  /** True when the edge has checked already that the caller may. */
  readonly isAdministrator?: boolean;
}

/**
 * Replaces a portal's settings after checking them against the portal: targets, owners and stages must exist.
 *
 * @returns what is stored; throws `forbidden` for a user who is no admin and `invalid_input` naming every wrong field
 */
export async function saveSettings(deps: SaveSettingsDeps, input: SaveSettingsInput): Promise<PortalSettings> {
  const { organizationId, installedByUserId } = input.installation;
  const before = await deps.settings.read(organizationId);
  if (!input.isAdministrator && !mayAdminister(installedByUserId, before, input.userId)) {
    throw new AppError('forbidden', NO_ADMIN);
  }
  const shape = await readPortalShape(deps, openCrmSession(deps, input.installation, 'interactive'), input.settings);
  const problems = checkSettings(input.settings, shape);
  if (problems.length > 0) {
    throw new AppError('invalid_input', 'The settings were not saved. Please correct the marked fields.', {
      fields: problems,
    });
  }
  return deps.settings.save({
    organizationId,
    settings: input.settings,
    changedByUserId: input.userId,
    ...(input.callerId === undefined ? {} : { changedByCaller: input.callerId }),
    changes: describeSettingChanges(before, input.settings),
  });
}

/** Reads of the portal only what the settings point at. */
async function readPortalShape(
  deps: SaveSettingsDeps,
  session: CrmSession,
  settings: PortalSettings,
): Promise<PortalShape> {
  const types: readonly ObjectType[] = ['contacts', 'companies', 'deals'];
  const mapped = types.filter((objectType) =>
    settings.fields[objectType].some(({ target }) => !OPPSPOT_PROPERTIES.some(({ name }) => name === target)),
  );
  const { deal, owner } = settings.automation;
  const namesStages = deal.pipelineId !== null || Object.keys(deal.stages).length > 0;
  const namesOwners = owner.rules.length > 0 || owner.roundRobinOwnerIds.length > 0;
  const [properties, ownerIds, pipelines] = await Promise.all([
    Promise.all(
      mapped.map(async (objectType) => [objectType, await deps.crm.readProperties(session, objectType)] as const),
    ),
    namesOwners ? deps.crm.readOwnerIds(session) : [],
    namesStages ? deps.crm.readDealPipelines(session) : [],
  ]);
  return { properties: Object.fromEntries(properties), ownerIds, pipelines };
}
