import { z } from 'zod';
import type { BulkRun } from '../../domain/bulk/bulk-run.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import type { Database } from './make-database.ts';
import { storedRequestedBy } from './stored-enrichment.ts';

/** What the store is made of. */
export interface BulkStoreOptions {
  readonly database: Database;
  /** Settings of a portal whose admin changed nothing. */
  readonly defaults: () => PortalSettings;
}

/** The columns of `bulk_runs` that reading a run needs. */
export const BULK_COLUMNS = `b.id, b.object_type, b.selection, b.requested_by, b.cap, b.status, b.status_reason, b.total, b.estimate,
  b.cursor, b.is_planned, b.planned, b.enriched, b.unchanged, b.needs_review, b.no_match, b.insufficient_data, b.failed,
  b.restored, b.kept, b.undo_failed, b.undo_status, b.undo_reason, b.undo_requested_by, b.hubspot_calls, b.model_calls, b.model_tokens::float8,
  b.active_ms::float8, b.attempts, b.created_at, b.started_at, b.completed_at`;

const count = z.number().int();

/** A row with `BULK_COLUMNS`. */
export const bulkRow = z.object({
  id: z.string(),
  object_type: z.enum(['contacts', 'companies', 'deals']),
  selection: z.object({ kind: z.enum(['records', 'list', 'all']), listId: z.string().optional() }),
  requested_by: storedRequestedBy,
  cap: count.nullable(),
  status: z.enum(['queued', 'running', 'paused', 'stopped', 'completed', 'failed']),
  status_reason: z.string().nullable(),
  total: count,
  estimate: z.object({
    records: z.number(),
    hubspotCalls: z.number(),
    modelCalls: z.number(),
    modelTokens: z.number(),
    seconds: z.number(),
  }),
  cursor: z.string().nullable(),
  is_planned: z.boolean(),
  planned: count,
  enriched: count,
  unchanged: count,
  needs_review: count,
  no_match: count,
  insufficient_data: count,
  failed: count,
  restored: count,
  kept: count,
  undo_failed: count,
  undo_status: z.enum(['running', 'paused', 'completed', 'failed']).nullable(),
  undo_reason: z.string().nullable(),
  undo_requested_by: storedRequestedBy.nullable(),
  hubspot_calls: count,
  model_calls: count,
  model_tokens: z.number(),
  active_ms: z.number(),
  attempts: count,
  created_at: z.date(),
  started_at: z.date().nullable(),
  completed_at: z.date().nullable(),
});

/** The run as it stands. */
export function toBulkRun(row: z.infer<typeof bulkRow>): BulkRun {
  return {
    id: row.id,
    objectType: row.object_type,
    selectionKind: row.selection.kind,
    listId: row.selection.listId ?? null,
    status: row.status,
    statusReason: row.status_reason,
    total: row.total,
    estimate: row.estimate,
    outcomes: {
      enriched: row.enriched,
      unchanged: row.unchanged,
      needsReview: row.needs_review,
      noMatch: row.no_match,
      insufficientData: row.insufficient_data,
      failed: row.failed,
    },
    usage: { hubspotCalls: row.hubspot_calls, modelCalls: row.model_calls, modelTokens: row.model_tokens },
    undo:
      row.undo_status === null
        ? null
        : {
            status: row.undo_status,
            reason: row.undo_reason,
            restored: row.restored,
            kept: row.kept,
            failed: row.undo_failed,
          },
    activeMs: row.active_ms,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  };
}
