import { AppError } from '../domain/errors.ts';
import { mayAdminister } from '../domain/portal/may-administer.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { ExportPiece, PortalExport } from '../ports/portal-export.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

/** What the use case touches. */
export interface ExportPortalDeps {
  readonly settings: SettingsStore;
  readonly exports: PortalExport;
}

/**
 * Gives an admin everything that is kept of the portal, and logs who took it.
 *
 * @returns the pieces, read while they are taken; throws `forbidden` for a user who is no admin
 */
export async function exportPortal(
  { settings, exports }: ExportPortalDeps,
  { installation, userId }: { readonly installation: Installation; readonly userId: number | null },
): Promise<AsyncIterable<ExportPiece>> {
  const { organizationId, installedByUserId } = installation;
  if (!mayAdminister(installedByUserId, await settings.read(organizationId), userId)) {
    throw new AppError('forbidden', 'Only an admin may export the data. Ask the person who installed oppSpot.');
  }
  await exports.log({ organizationId, userId });
  return exports.read(organizationId);
}
