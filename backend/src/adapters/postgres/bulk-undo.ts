import { z } from 'zod';
import type { BulkStore } from '../../ports/bulk-store.ts';
import type { Database } from './make-database.ts';

/** The undo of a run, record by record. */
export function makeBulkUndo(database: Database): Pick<BulkStore, 'listUndoable' | 'finishUndo' | 'changeUndo'> {
  return {
    listUndoable: async (organizationId, bulkId, limit) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'list_bulk_undoable',
        text: `SELECT r.position, r.enrichment_id FROM bulk_records r
               WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.outcome IS NOT NULL AND r.undo IS NULL AND r.enrichment_id IS NOT NULL
               ORDER BY r.position LIMIT $3`,
        values: [organizationId, bulkId, limit],
      });
      return z
        .array(z.object({ position: z.number(), enrichment_id: z.string() }))
        .parse(rows)
        .map(({ position, enrichment_id }) => ({ position, enrichmentId: enrichment_id }));
    },
    finishUndo: async ({ organizationId, bulkId, records }) => {
      await database.queryAsTenant(organizationId, {
        name: 'finish_bulk_undo',
        text: FINISH_UNDO,
        values: [organizationId, bulkId, JSON.stringify(records)],
      });
    },
    changeUndo: async ({ organizationId, bulkId, to, reason }) => {
      const changed = await database.queryAsTenant(organizationId, {
        name: 'change_bulk_undo',
        text: `UPDATE bulk_runs SET undo_status = $3, undo_reason = $4
               WHERE organization_id = $1::uuid AND id = $2::uuid AND undo_status = 'running' RETURNING id`,
        values: [organizationId, bulkId, to, reason ?? null],
      });
      return changed.length > 0;
    },
  };
}

const FINISH_UNDO = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS t(position int, outcome text, reason text)
  ), record AS (
    UPDATE bulk_records r SET undo = told.outcome, reason = COALESCE(told.reason, r.reason) FROM told
    WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.position = told.position AND r.undo IS NULL
    RETURNING told.outcome
  )
  UPDATE bulk_runs b SET
    restored = b.restored + (SELECT count(*) FROM record WHERE outcome = 'restored')::int,
    kept = b.kept + (SELECT count(*) FROM record WHERE outcome = 'kept')::int,
    undo_failed = b.undo_failed + (SELECT count(*) FROM record WHERE outcome = 'failed')::int
  WHERE b.organization_id = $1::uuid AND b.id = $2::uuid`;
