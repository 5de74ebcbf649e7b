import { DOORS, type Door, describeCaller } from '../domain/portal/describe-caller.ts';
import type { Integration } from '../ports/integration-store.ts';
import { type DisconnectPortalDeps, type DisconnectReceipt, endConnection } from './disconnect-portal.ts';

/** Who asks, and where. */
export interface AskedBy {
  /** User id as the token or session says. */
  readonly callerId: string;
  readonly door: Door;
}

/** Disconnects an organisation's CRM account; who asks was checked at the edge. Repeating it is harmless. */
export async function disconnectCrm(
  deps: DisconnectPortalDeps,
  { installation }: Integration,
  { callerId, door }: AskedBy,
): Promise<DisconnectReceipt | undefined> {
  if (installation.status === 'disconnected') return undefined;
  const { integrationId } = installation;
  deps.logger.info({ integrationId, by: describeCaller(callerId), door }, 'disconnect asked for');
  const reason = `Disconnected ${DOORS[door]} by ${describeCaller(callerId)}.`;
  return endConnection(deps, { installation, userId: null, door, removeProperties: false, reason });
}
