import { z } from 'zod';
import { HOT_COVERAGE, HOT_TOTAL } from '../../domain/scoring/compute-score.ts';
import type { OverviewStore } from '../../ports/overview-store.ts';
import { listBulkRuns } from './list-bulk-runs.ts';
import type { Database } from './make-database.ts';

const LEADS = 10;
const BULK_RUNS = 20;

// One pass over the runs without their results, which are large and stored apart; only the leads' are read.
const SUMS = `
  WITH latest AS MATERIALIZED (
    SELECT DISTINCT ON (object_type, object_id) object_type, object_id, id, status, completed_at
    FROM enrichments
    WHERE organization_id = $1::uuid AND status <> 'running' AND mode = 'apply'
    ORDER BY object_type, object_id, created_at DESC
  ), undone AS (
    SELECT g.enrichment_id FROM crm_sync_logs g
    JOIN enrichments e ON e.organization_id = $1::uuid AND e.id = g.enrichment_id
    WHERE g.organization_id = $1::uuid AND g.kind = 'undo' AND e.result #>> '{undo,undoneAt}' IS NOT NULL
      AND coalesce(jsonb_array_length(e.result #> '{undo,open}'), 0) = 0
  ), scored AS MATERIALIZED (
    SELECT l.object_type, l.object_id, l.id, l.completed_at, s.total, s.company_number,
      s.total >= $2 AND s.coverage >= $3 AS is_hot
    FROM latest l CROSS JOIN LATERAL (
      SELECT h.total, h.coverage, h.company_number FROM score_history h
      WHERE h.organization_id = $1::uuid AND h.object_type = l.object_type AND h.object_id = l.object_id
      ORDER BY h.as_of DESC, h.recorded_at DESC LIMIT 1) s
    WHERE l.status = 'completed' AND s.total IS NOT NULL AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.enrichment_id = l.id)
  )
  SELECT
    (SELECT coalesce(json_agg(c), '[]') FROM (
      SELECT object_type AS "objectType", status, count(*)::int AS records FROM latest
      GROUP BY 1, 2 ORDER BY 1, 2) c) AS records,
    (SELECT coalesce(json_agg(c), '[]') FROM (
      SELECT object_type AS "objectType", least(total / 10, 9) * 10 AS "from", count(*)::int AS records FROM scored
      GROUP BY 1, 2 ORDER BY 1, 2) c) AS scores,
    (SELECT coalesce(json_agg(c), '[]') FROM (
      SELECT t.object_type AS "objectType", t.object_id AS "objectId", t.total AS score,
        e.result #>> '{match,company,name}' AS "companyName", e.result #>> '{score,band}' AS band,
        e.result #>> '{signals,0,text}' AS signal, t.completed_at AS "enrichedAt"
      FROM (SELECT * FROM (
          SELECT DISTINCT ON (company_number) * FROM scored
          ORDER BY company_number, is_hot DESC, total DESC, object_type = 'companies' DESC, completed_at DESC) best
        ORDER BY is_hot DESC, total DESC, completed_at DESC LIMIT ${LEADS}) t
      JOIN enrichments e ON e.organization_id = $1::uuid AND e.id = t.id
      ORDER BY t.is_hot DESC, t.total DESC, t.completed_at DESC) c) AS leads,
    (SELECT count(*)::int FROM enrichments WHERE organization_id = $1::uuid AND status = 'running') AS running`;

const objectType = z.enum(['contacts', 'companies', 'deals']);
const sumsRow = z.object({
  records: z.array(
    z.object({
      objectType,
      status: z.enum(['completed', 'needs_review', 'no_match', 'insufficient_data', 'failed']),
      records: z.number(),
    }),
  ),
  scores: z.array(z.object({ objectType, from: z.number(), records: z.number() })),
  leads: z.array(
    z.object({
      objectType,
      objectId: z.string(),
      companyName: z.string(),
      score: z.number(),
      band: z.enum(['hot', 'warm', 'lukewarm', 'cold']),
      signal: z.string().nullable(),
      enrichedAt: z.string().transform((at) => new Date(at).toISOString()),
    }),
  ),
  running: z.number(),
});

/** Sums in Postgres, two statements; the records themselves never leave it. */
export function makeOverviewStore(database: Database): OverviewStore {
  return {
    async read(organizationId) {
      const [sums, bulkRuns] = await Promise.all([
        database.queryAsTenant(organizationId, {
          name: 'read_overview',
          text: SUMS,
          values: [organizationId, HOT_TOTAL, HOT_COVERAGE],
        }),
        listBulkRuns(database, organizationId, BULK_RUNS),
      ]);
      return { ...sumsRow.parse(sums[0]), bulkRuns };
    },
  };
}
