import type { Integration } from '../ports/integration-store.ts';
import { type DisconnectPortalDeps, type DisconnectReceipt, endConnection } from './disconnect-portal.ts';

/** Disconnects an organisation's CRM account; who asks was checked at the edge. Repeating it is harmless. */
export async function disconnectCrm(
  deps: DisconnectPortalDeps,
  { installation }: Integration,
  userId: string,
): Promise<DisconnectReceipt | undefined> {
  if (installation.status === 'disconnected') return undefined;
  deps.logger.info({ integrationId: installation.integrationId, userId }, 'disconnect asked for through the API');
  const reason = `Disconnected through the API by user ${userId}.`;
  return endConnection(deps, { installation, userId: null, removeProperties: false, reason });
}
