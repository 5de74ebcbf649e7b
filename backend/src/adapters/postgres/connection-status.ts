import { AppError } from '../../domain/errors.ts';
import type { ConnectionStatus } from '../../ports/installation-store.ts';
import type { Database } from './make-database.ts';

const LOG = `INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, message)
  SELECT changed.organization_id, changed.id, 'disconnect', 'connection', 'disconnect', 'success', $2 FROM changed WHERE changed.was <> 'disconnected'`;

/**
 * Marks a portal disconnected, forgets the tokens that were refused and logs why, once; false when its tokens are newer.
 *
 * Without tokens no process makes another call for it, whatever it still held in memory.
 */
export async function disconnect(
  database: Database,
  organizationId: string,
  input: { readonly reason: string; readonly tokenVersion: number },
): Promise<boolean> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'disconnect',
    text: `
      WITH changed AS (
        UPDATE crm_integrations i SET status = 'disconnected', is_active = false, status_reason = $2, access_token = NULL,
          refresh_token = NULL, token_expires_at = NULL, updated_at = now()
        FROM (SELECT id, status FROM crm_integrations WHERE organization_id = $1::uuid FOR UPDATE) before
        WHERE i.id = before.id AND i.token_version = $3 RETURNING i.id, i.organization_id, before.status AS was
      ), log AS (${LOG})
      SELECT id FROM changed`,
    values: [organizationId, input.reason, input.tokenVersion],
  });
  return rows.length > 0;
}

/** Sets the status of an organisation's connection; a change to `disconnected` is logged. Throws `not_found`. */
export async function markStatus(
  database: Database,
  organizationId: string,
  status: ConnectionStatus,
  reason: string | null,
): Promise<void> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'mark_status',
    text: `
      WITH changed AS (
        UPDATE crm_integrations i SET status = $3, is_active = ($3 <> 'disconnected'), status_reason = $2, updated_at = now()
        FROM (SELECT id, status FROM crm_integrations WHERE organization_id = $1::uuid FOR UPDATE) before
        WHERE i.id = before.id RETURNING i.id, i.organization_id, before.status AS was
      ), log AS (${LOG} AND $3 = 'disconnected')
      SELECT id FROM changed`,
    values: [organizationId, reason, status],
  });
  if (rows.length === 0) throw new AppError('not_found', 'this portal is not installed');
}
