import { z } from 'zod';
import type { ListSyncLogsInput, SyncLogEntry, SyncLogItem, SyncLogPage } from '../../ports/synced-record-store.ts';
import { parseLogCursor, writeLogCursor } from './log-cursor.ts';
import type { Database } from './make-database.ts';

const OBJECT_TYPES = { contact: 'contacts', company: 'companies' } as const;

/** Writes one line of the sync log, and when the integration last synced. */
export async function writeSyncLog(database: Database, entry: SyncLogEntry): Promise<void> {
  await database.queryAsTenant(entry.tenantId, {
    name: 'write_sync_log',
    text: `
      WITH synced AS (
        UPDATE crm_integrations SET last_sync_at = now() WHERE organization_id = $1::uuid AND id = $2::uuid
      )
      INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, crm_record_id,
        enrichment_id, requested_by, written, kept, enrichments, enrichment_time_ms, message, error_code, error_message, retry_count, duration_ms)
      VALUES ($1::uuid, $2::uuid, 'sync', $3, $4, $5, $6, $7, $8::uuid, '{"kind":"api"}', $9::text[], $10::text[], $11::jsonb, $12, $13, $14, $15, $16, $17)`,
    values: [
      entry.tenantId,
      entry.integrationId,
      entry.syncType,
      entry.operation,
      entry.status,
      OBJECT_TYPES[entry.syncType],
      entry.crmRecordId,
      entry.enrichmentId,
      [...entry.written],
      [...entry.kept],
      entry.enrichments === null ? null : JSON.stringify(entry.enrichments),
      entry.enrichmentTimeMs,
      entry.message,
      entry.errorCode,
      entry.errorMessage,
      entry.retryCount,
      entry.durationMs,
    ],
  });
}

const logRow = z.object({
  id: z.string(),
  position: z.string(),
  integration_id: z.string().nullable(),
  sync_type: z.string(),
  operation: z.string(),
  status: z.enum(['success', 'failed', 'pending']),
  crm_record_id: z.string().nullable(),
  enrichments: z
    .object({ summary: z.string().nullable(), leadScore: z.number().nullable(), buyingSignals: z.array(z.string()) })
    .nullable(),
  message: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  retry_count: z.number(),
  duration_ms: z.number().nullable(),
  created_at: z.date(),
});

/** Syncs and enrichments, the newest first. An enrichment whose sync shows what it brought is one thing with it. */
export async function listSyncLogs(database: Database, input: ListSyncLogsInput): Promise<SyncLogPage> {
  const { tenantId, limit } = input;
  const after = input.cursor === null ? null : parseLogCursor(input.cursor);
  const rows = await database.queryAsTenant(tenantId, {
    name: 'list_sync_logs',
    text: `
      SELECT l.id, l.created_at::text AS position, l.integration_id, l.sync_type, l.operation, l.status, l.crm_record_id, l.enrichments,
        l.message, l.error_code, l.error_message, l.retry_count, l.duration_ms, l.created_at
      FROM crm_sync_logs l
      WHERE l.organization_id = $1::uuid AND l.sync_type IN ('contact', 'company', 'deal')
        AND ($2::uuid IS NULL OR l.integration_id = $2) AND ($3::text IS NULL OR l.status = $3)
        AND ($4::timestamptz IS NULL OR (l.created_at, l.id) < ($4::timestamptz, $5::uuid))
        AND (l.kind <> 'enrichment' OR NOT EXISTS (
          SELECT FROM crm_sync_logs s WHERE s.organization_id = l.organization_id AND s.enrichment_id = l.enrichment_id
            AND s.kind = 'sync' AND s.enrichments IS NOT NULL))
      ORDER BY l.created_at DESC, l.id DESC LIMIT $6`,
    values: [tenantId, input.integrationId, input.status, after?.position ?? null, after?.id ?? null, limit + 1],
  });
  const page = rows.slice(0, limit).map((row) => logRow.parse(row));
  const last = page.at(-1);
  return { logs: page.map(toItem), nextCursor: rows.length > limit && last ? writeLogCursor(last) : null };
}

function toItem(row: z.infer<typeof logRow>): SyncLogItem {
  return {
    id: row.id,
    integrationId: row.integration_id,
    syncType: row.sync_type,
    operation: row.operation,
    status: row.status,
    crmRecordId: row.crm_record_id,
    enrichments: row.enrichments,
    message: row.message,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    retryCount: row.retry_count,
    durationMs: row.duration_ms,
    createdAt: row.created_at.toISOString(),
  };
}
