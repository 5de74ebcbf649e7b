import type { RequestedBy } from '../enrichment/enrichment.ts';

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

/** Who is noted to have asked: somebody in HubSpot, a program, or a person at the dashboard. */
export function requesterAt(door: Door | 'card'): Pick<RequestedBy, 'kind' | 'via'> {
  return door === 'dashboard' ? { kind: 'api', via: door } : { kind: door };
}

/** The door in words. */
export const DOORS: Readonly<Record<Door, string>> = { api: 'through the API', dashboard: 'in the dashboard' };
