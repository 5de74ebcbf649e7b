import type { Crm, EnsuredProperties } from '../ports/crm.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import { ensureOppspotProperties } from './ensure-oppspot-properties.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/**
 * Connects the one portal of `HUBSPOT_ACCESS_TOKEN` (private-app mode). The token stays in the environment.
 *
 * @returns the portal and its properties; throws `upstream_refused_token` when HubSpot refuses the token
 */
export async function connectPrivateApp(
  deps: GetAccessTokenDeps & { readonly crm: Crm; readonly installations: InstallationStore },
  accessToken: string,
): Promise<{ installation: Installation; properties: readonly EnsuredProperties[] }> {
  const account = await deps.crm.readAccount({
    getAccessToken: async () => accessToken,
    countCall: () => {},
    priority: 'background',
  });
  const installation = await deps.installations.saveInstallation({
    portalId: account.portalId,
    authKind: 'private_app',
    tokens: null,
    scopes: [],
    installedByUserId: null,
    uiDomain: account.uiDomain,
    timeZone: account.timeZone,
  });
  const properties = await ensureOppspotProperties(deps, openCrmSession(deps, installation, 'background'));
  return { installation, properties };
}
