/** Through which door somebody came whom HubSpot did not name. */
export type Door = 'api' | 'dashboard';

/**
 * A caller of ours in words for the log.
 *
 * @param callerId the `sub` of the token or session; some issuers put an address there, and the log holds none
 */
export function describeCaller(callerId: string): string {
  return callerId.includes('@') ? 'a user' : `user ${callerId}`;
}

/** The door in words. */
export const DOORS: Readonly<Record<Door, string>> = { api: 'through the API', dashboard: 'in the dashboard' };
