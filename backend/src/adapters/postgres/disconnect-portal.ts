import { requesterAt } from '../../domain/portal/describe-caller.ts';
import type { DisconnectInput } from '../../ports/installation-store.ts';
import { logBulk } from './bulk-log.ts';
import { BULK_COLUMNS } from './bulk-rows.ts';
import type { TokenDeps } from './token-rows.ts';

const DISCONNECT_PORTAL = `
  WITH gone AS (
    UPDATE crm_integrations i SET status = 'disconnected', status_reason = $2, is_active = false, access_token = NULL,
      refresh_token = NULL, token_expires_at = NULL, token_version = i.token_version + 1, updated_at = now()
    WHERE i.organization_id = $1::uuid
    RETURNING i.id
  ), stopped AS (
    UPDATE bulk_runs b SET status = 'stopped', status_reason = $2, attempts = 0, completed_at = NULL
    WHERE b.organization_id = $1::uuid AND b.status IN ('queued', 'running', 'paused')
    RETURNING ${BULK_COLUMNS}
  ), kept AS (
    UPDATE bulk_runs b SET undo_status = 'failed', undo_reason = $2
    WHERE b.organization_id = $1::uuid AND b.undo_status IN ('running', 'paused')
  ), told AS (
    ${logBulk('stop', 'stopped')}
  )
  INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, message, requested_by)
  SELECT $1::uuid, gone.id, 'disconnect', 'connection', 'disconnect', 'success', $2, $3::jsonb FROM gone`;

/**
 * Forgets a portal's tokens, stops its bulk runs and destroys its data key.
 *
 * The tokens go first: should the process die in between, a key without anything sealed under it is left.
 */
export async function disconnectPortal({ database, vault }: TokenDeps, input: DisconnectInput): Promise<void> {
  const { organizationId, reason, userId, door = 'card' } = input;
  const requestedBy = JSON.stringify({ ...requesterAt(door), ...(userId === null ? {} : { userId }) });
  await database.queryAsTenant(organizationId, {
    name: 'disconnect_portal',
    text: DISCONNECT_PORTAL,
    values: [organizationId, reason, requestedBy],
  });
  await vault.destroy(organizationId);
}
