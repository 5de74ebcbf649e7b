import { z } from 'zod';
import type { ActivityItem, ActivityStore } from '../../ports/activity-store.ts';
import { parseLogCursor, writeLogCursor } from './log-cursor.ts';
import type { Database } from './make-database.ts';
import { storedRequestedBy } from './stored-enrichment.ts';

const MAX_LIMIT = 100;

/** A failed sync keeps its reason apart from its notes; an enrichment has the same words in both. */
const WHAT_HAPPENED = `NULLIF(concat_ws('; ', message, CASE WHEN error_message IS DISTINCT FROM message THEN error_message END), '')`;

/** The activity of a portal out of `crm_sync_logs`, newest first, paged by position and not by count. */
export function makeActivityStore(database: Database): ActivityStore {
  return {
    async list({ organizationId, cursor, limit, status }) {
      const size = Math.min(Math.max(1, Math.trunc(limit)), MAX_LIMIT);
      const after = cursor === null ? null : parseLogCursor(cursor);
      const rows = await database.queryAsTenant(organizationId, {
        name: 'list_activity',
        text: `SELECT id, created_at, created_at::text AS position, kind, status, object_type, crm_record_id, enrichment_id,
                 enrichment_status, requested_by, written, kept, ${WHAT_HAPPENED} AS message, setting_changes
               FROM crm_sync_logs
               WHERE organization_id = $1::uuid AND ($2::text IS NULL OR status = $2)
                 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
               ORDER BY created_at DESC, id DESC LIMIT $5`,
        values: [organizationId, status, after?.position ?? null, after?.id ?? null, size + 1],
      });
      const page = rows.slice(0, size).map((row) => activityRow.parse(row));
      const last = page.at(-1);
      const hasMore = rows.length > size && last !== undefined;
      return { items: page.map(toItem), nextCursor: hasMore ? writeLogCursor(last) : null };
    },
  };
}

const activityRow = z.object({
  id: z.string(),
  created_at: z.date(),
  /** With microseconds, which a Date does not have. */
  position: z.string(),
  kind: z.enum([
    'enrichment',
    'sync',
    'settings',
    'install',
    'disconnect',
    'undo',
    'forget',
    'bulk',
    'export',
    'repair',
  ]),
  status: z.enum(['success', 'failed', 'pending']),
  object_type: z.enum(['contacts', 'companies', 'deals']).nullable(),
  crm_record_id: z.string().nullable(),
  enrichment_id: z.string().nullable(),
  enrichment_status: z
    .enum(['running', 'completed', 'needs_review', 'no_match', 'insufficient_data', 'failed'])
    .nullable(),
  requested_by: storedRequestedBy.nullable(),
  written: z.array(z.string()),
  kept: z.array(z.string()),
  message: z.string().nullable(),
  setting_changes: z.array(z.object({ setting: z.string(), before: z.string(), after: z.string() })).nullable(),
});

function toItem(row: z.infer<typeof activityRow>): ActivityItem {
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    kind: row.kind,
    status: row.status,
    objectType: row.object_type,
    objectId: row.crm_record_id,
    enrichmentId: row.enrichment_id,
    enrichmentStatus: row.enrichment_status,
    requestedBy: row.requested_by,
    written: row.written,
    kept: row.kept,
    message: row.message,
    settingChanges: row.setting_changes ?? [],
  };
}
