/** Both calls of a request must fit into the 15 s that HubSpot gives a function; this one takes milliseconds. */
const TIMEOUT_MS = 1_500;

/** A warm function is used again: the account of a token never changes. */
const known = new Map<string, number>();

/**
 * Asks HubSpot whose the access token is; the answer is kept while the function is warm.
 *
 * @returns undefined when HubSpot refuses the token
 * @throws when HubSpot does not answer, or with something else than an account
 */
export async function readPortalId(accessToken: string, hubspotApiUrl: string): Promise<number | undefined> {
  const remembered = known.get(accessToken);
  if (remembered !== undefined) return remembered;
  const response = await fetch(new URL('/account-info/2026-09/details', hubspotApiUrl), {
    headers: { Authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status === 401 || response.status === 403) return undefined;
  if (!response.ok) throw new Error(`HubSpot answered ${response.status} when asked for the account.`);
  const { portalId }: { portalId?: unknown } = await response.json();
  if (typeof portalId !== 'number') throw new Error('HubSpot named no account.');
  known.set(accessToken, portalId);
  return portalId;
}
