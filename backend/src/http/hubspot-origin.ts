import type { Installation } from '../ports/installation-store.ts';

/** Origin under which a portal's people see HubSpot: the account's own host, or that of a stand-in as it was given. */
export function hubspotOriginOf(installation: Pick<Installation, 'uiDomain'>, appUrl: string): string {
  const isHubspot = new URL(appUrl).hostname.endsWith('.hubspot.com');
  return isHubspot && installation.uiDomain ? `https://${installation.uiDomain}` : appUrl;
}
