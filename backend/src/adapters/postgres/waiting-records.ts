import { z } from 'zod';
import type { WaitingRecords } from '../../ports/waiting-records.ts';
import type { Database } from './make-database.ts';
import { storedRequestedBy } from './stored-enrichment.ts';

const dueRow = z.object({
  id: z.string(),
  object_type: z.enum(['contacts', 'companies', 'deals']),
  object_id: z.string(),
  refresh: z.boolean(),
  requested_by: storedRequestedBy,
  decision: z.enum(['enrich', 'link']),
  version: z.string().nullable(),
  attempts: z.number(),
});

// What is taken is marked, so that news of it do not end with the work for what was known before.
const TAKE = `
  UPDATE waiting_records w SET taken_version = w.version
  FROM (
    SELECT d.id FROM waiting_records d
    WHERE d.organization_id = $1::uuid AND d.job_class = $2 AND d.dead_at IS NULL AND d.run_at <= now() ORDER BY d.run_at LIMIT $3
  ) due
  WHERE w.organization_id = $1::uuid AND w.id = due.id
  RETURNING w.id, w.object_type, w.object_id, w.refresh, w.requested_by, w.decision, w.version, w.attempts`;

const END = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb)
      AS t(id uuid, version text, kind text, "delayMs" double precision, code text, message text)
  ), gone AS (
    DELETE FROM waiting_records w USING told
    WHERE w.organization_id = $1::uuid AND w.id = told.id AND told.kind = 'done' AND w.version IS NOT DISTINCT FROM told.version
  )
  UPDATE waiting_records w SET attempts = w.attempts + 1, error_code = told.code, error_message = told.message,
    run_at = now() + make_interval(secs => COALESCE(told."delayMs", 0) / 1000.0),
    dead_at = CASE WHEN told.kind = 'dead' THEN now() ELSE NULL END
  FROM told WHERE w.organization_id = $1::uuid AND w.id = told.id AND told.kind <> 'done' AND w.version IS NOT DISTINCT FROM told.version`;

/** Records that wait, in Postgres. */
export function makeWaitingRecords(database: Database): WaitingRecords {
  return {
    takeDue: async (organizationId, jobClass, limit) => {
      const values = [organizationId, jobClass, limit];
      // A mark that a server's crash loses costs nothing: news of the record are worked on after it all the same.
      const rows = await database.queryAsTenant(
        organizationId,
        { name: 'take_due_records', text: TAKE, values },
        'soon',
      );
      return z
        .array(dueRow)
        .parse(rows)
        .map((row) => ({
          id: row.id,
          objectType: row.object_type,
          objectId: row.object_id,
          refresh: row.refresh,
          requestedBy: row.requested_by,
          decision: row.decision,
          version: row.version,
          attempts: row.attempts,
        }));
    },
    end: async (organizationId, ends) => {
      const values = [organizationId, JSON.stringify(ends)];
      // An end that a server's crash loses leaves the record to be worked on once more, as the death of this process would.
      await database.queryAsTenant(organizationId, { name: 'end_due_records', text: END, values }, 'soon');
    },
    nextDueMs: async (organizationId, jobClass) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'next_due_record',
        text: `SELECT (extract(epoch FROM min(run_at) - now()) * 1000)::float8 AS ms FROM waiting_records
               WHERE organization_id = $1::uuid AND job_class = $2 AND dead_at IS NULL`,
        values: [organizationId, jobClass],
      });
      const ms = z.array(z.object({ ms: z.number().nullable() })).parse(rows)[0]?.ms;
      return ms === null || ms === undefined ? undefined : Math.max(0, Math.ceil(ms));
    },
  };
}
