import type { PortalSettings } from './settings.ts';

/**
 * Tells whether a HubSpot user may change settings: the installer, and those in `adminUserIds`; nobody without an id.
 *
 * @param installedByUserId null in private-app mode: while no admin is named there, any user may, so that one can be named
 */
export function mayAdminister(
  installedByUserId: number | null,
  settings: Pick<PortalSettings, 'adminUserIds'>,
  userId: number | null,
): boolean {
  if (userId === null) return false;
  const isUnclaimed = installedByUserId === null && settings.adminUserIds.length === 0;
  return isUnclaimed || userId === installedByUserId || settings.adminUserIds.includes(userId);
}
