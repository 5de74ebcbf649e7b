import { describeFlagChanges } from '../../domain/portal/describe-flag-changes.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { Integration, IntegrationFlags, IntegrationStore } from '../../ports/integration-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { type SaveSettingsDeps, saveSettings } from '../save-settings.ts';

/** What the use case touches. */
export interface ChangeConnectionDeps extends SaveSettingsDeps {
  readonly integrations: IntegrationStore;
  readonly settings: SettingsStore;
}

/** Who changes what a connection does by itself; that they may was checked at the edge. */
export interface ChangeConnectionInput {
  readonly integration: Integration;
  /** HubSpot user id; null for who signed in with a token. */
  readonly userId: number | null;
  /** Who asks as the session says, for the log. */
  readonly callerId: string;
  readonly flags: IntegrationFlags;
  readonly sync: PortalSettings['sync'];
}

/** Changes the switches of a connection, and its direction and frequency, which are settings of the portal. */
export async function changeConnection(
  deps: ChangeConnectionDeps,
  { integration, userId, callerId, flags, sync }: ChangeConnectionInput,
): Promise<Integration> {
  const { installation } = integration;
  const { organizationId, integrationId } = installation;
  const before = await deps.settings.read(organizationId);
  if (before.sync.direction !== sync.direction || before.sync.frequency !== sync.frequency) {
    await saveSettings(deps, { installation, userId, callerId, settings: { ...before, sync }, isAdministrator: true });
  }
  await deps.integrations.changeFlags({
    tenantId: organizationId,
    integrationId,
    flags,
    changedBy: { userId, callerId },
    changes: describeFlagChanges(integration, flags),
  });
  return (await deps.integrations.find(organizationId, integrationId)) ?? integration;
}
