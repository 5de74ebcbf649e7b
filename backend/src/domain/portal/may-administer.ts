import type { PortalSettings } from './settings.ts';

/** Tells whether a HubSpot user may change settings: the installer, and those in `adminUserIds`; nobody without an id. */
export function mayAdminister(
  installedByUserId: number | null,
  settings: Pick<PortalSettings, 'adminUserIds'>,
  userId: number | null,
): boolean {
  return userId !== null && (userId === installedByUserId || settings.adminUserIds.includes(userId));
}
