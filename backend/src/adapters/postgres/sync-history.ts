import { z } from 'zod';
import type { HistoryItem, ListHistoryInput, SyncHistory } from '../../ports/sync-history.ts';
import { parseLogCursor, writeLogCursor } from './log-cursor.ts';
import type { Database } from './make-database.ts';

/** The history of a portal out of `crm_sync_logs` and the results of its runs, paged by position and not by count. */
export function makeSyncHistory(database: Database): SyncHistory {
  return {
    async list(input) {
      const rows = await database.queryAsTenant(input.tenantId, {
        name: 'list_sync_history',
        text: LIST,
        values: valuesOf(input),
      });
      const page = rows.slice(0, input.limit).map((row) => historyRow.parse(row));
      const last = page.at(-1);
      const hasMore = rows.length > input.limit && last !== undefined;
      return { items: page.map(toItem), nextCursor: hasMore ? writeLogCursor(last) : null };
    },
  };
}

function valuesOf(input: ListHistoryInput): readonly unknown[] {
  const { tenantId, status, kind, objectType, search, cursor, limit } = input;
  const after = cursor === null ? null : parseLogCursor(cursor);
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return [tenantId, status, kind, objectType, pattern, search, after?.position ?? null, after?.id ?? null, limit + 1];
}

const LIST = `
  SELECT l.id, l.created_at, l.created_at::text AS position, l.kind, l.operation, l.status, l.object_type, l.crm_record_id,
    l.enrichment_id, l.enrichment_status, l.requested_by, l.written, l.kept, l.message, l.error_code, l.error_message,
    l.retry_count, l.duration_ms, e.result #>> '{match,company,name}' AS company_name,
    e.result #>> '{match,company,companyNumber}' AS company_number, (e.result #>> '{score,total}')::float8 AS score,
    e.result #>> '{error,code}' AS run_error_code, e.result #>> '{error,message}' AS run_error
  FROM crm_sync_logs l
  LEFT JOIN enrichments e ON e.organization_id = l.organization_id AND e.id = l.enrichment_id
  WHERE l.organization_id = $1::uuid
    AND ($2::text IS NULL OR l.status = $2)
    AND ($3::text IS NULL OR l.kind = $3)
    AND ($4::text IS NULL OR l.object_type = $4)
    AND ($5::text IS NULL OR l.crm_record_id = $6 OR l.message ILIKE $5 OR l.error_message ILIKE $5
      OR upper(e.result #>> '{match,company,companyNumber}') = upper($6) OR e.result #>> '{match,company,name}' ILIKE $5)
    AND ($7::timestamptz IS NULL OR (l.created_at, l.id) < ($7::timestamptz, $8::uuid))
  ORDER BY l.created_at DESC, l.id DESC LIMIT $9`;

const historyRow = z.object({
  id: z.string(),
  created_at: z.date(),
  position: z.string(),
  kind: z.string(),
  operation: z.string(),
  status: z.enum(['success', 'failed', 'pending']),
  object_type: z.string().nullable(),
  crm_record_id: z.string().nullable(),
  enrichment_id: z.string().nullable(),
  enrichment_status: z
    .enum(['running', 'completed', 'needs_review', 'no_match', 'insufficient_data', 'failed'])
    .nullable(),
  requested_by: z.object({ kind: z.string(), via: z.string().exactOptional() }).nullable(),
  written: z.array(z.string()),
  kept: z.array(z.string()),
  message: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  retry_count: z.number(),
  duration_ms: z.number().nullable(),
  company_name: z.string().nullable(),
  company_number: z.string().nullable(),
  score: z.number().nullable(),
  run_error_code: z.string().nullable(),
  run_error: z.string().nullable(),
});

function toItem(row: z.infer<typeof historyRow>): HistoryItem {
  const { company_name: name, company_number: companyNumber } = row;
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    kind: row.kind,
    operation: row.operation,
    status: row.status,
    objectType: row.object_type,
    objectId: row.crm_record_id,
    enrichmentId: row.enrichment_id,
    enrichmentStatus: row.enrichment_status,
    requestedBy: row.requested_by,
    company: name === null || companyNumber === null ? null : { name, companyNumber },
    score: row.score,
    written: row.written,
    kept: row.kept,
    message: row.message,
    errorCode: row.error_code ?? row.run_error_code,
    errorMessage: row.error_message ?? row.run_error,
    retryCount: row.retry_count,
    durationMs: row.duration_ms,
  };
}
