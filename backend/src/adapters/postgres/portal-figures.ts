import { z } from 'zod';
import type { DayOfWork, PortalFigures } from '../../ports/portal-figures.ts';
import { listBulkRuns } from './list-bulk-runs.ts';
import type { Database } from './make-database.ts';

/** Figures of a portal out of its runs, its model usage and its bulk runs. */
export function makePortalFigures(database: Database): PortalFigures {
  return {
    listDays: async (tenantId, days) => {
      const values = [tenantId, days];
      const rows = await database.queryAsTenant(tenantId, { name: 'list_days_of_work', text: LIST_DAYS, values });
      return rows.map(toDay);
    },
    listBulkRuns: (tenantId, limit) => listBulkRuns(database, tenantId, limit),
    readPulse: async (tenantId) => {
      const rows = await database.queryAsTenant(tenantId, { name: 'read_pulse', text: PULSE, values: [tenantId] });
      return pulseRow.parse(rows[0]);
    },
  };
}

const LIST_DAYS = `
  WITH days AS (
    SELECT d::date AS day FROM generate_series((now() AT TIME ZONE 'UTC')::date - ($2::int - 1), (now() AT TIME ZONE 'UTC')::date, interval '1 day') d
  ), used AS (
    SELECT day, jsonb_agg(jsonb_build_object('model', model, 'tier', tier, 'calls', calls, 'inputTokens', input_tokens,
      'cachedInputTokens', cached_input_tokens, 'cacheWriteTokens', cache_write_tokens, 'outputTokens', output_tokens) ORDER BY model, tier) AS models
    FROM model_usage WHERE organization_id = $1::uuid AND day > (now() AT TIME ZONE 'UTC')::date - $2::int GROUP BY day
  ), ended AS (
    SELECT (created_at AT TIME ZONE 'UTC')::date AS day, status, count(*)::int AS runs,
      COALESCE(sum((result #>> '{usage,hubspotCalls}')::numeric), 0)::float8 AS calls
    FROM enrichments
    WHERE organization_id = $1::uuid AND created_at >= ((now() AT TIME ZONE 'UTC')::date - ($2::int - 1))::timestamp AT TIME ZONE 'UTC'
    GROUP BY 1, 2
  )
  SELECT days.day::text, COALESCE(used.models, '[]') AS models,
    COALESCE((SELECT jsonb_object_agg(e.status, e.runs) FROM ended e WHERE e.day = days.day), '{}') AS runs,
    COALESCE((SELECT sum(e.calls) FROM ended e WHERE e.day = days.day), 0)::float8 AS hubspot_calls
  FROM days LEFT JOIN used ON used.day = days.day ORDER BY days.day`;

// Each mark is the newest of its kind, so an index leads straight to it.
const PULSE = `
  SELECT
    COALESCE((SELECT string_agg(status || updated_at::text, ',' ORDER BY id) FROM crm_integrations WHERE organization_id = $1::uuid), '') AS connections,
    COALESCE((SELECT id::text || status FROM crm_sync_logs WHERE organization_id = $1::uuid ORDER BY created_at DESC, id DESC LIMIT 1), '') AS history,
    COALESCE((SELECT string_agg(concat_ws('|', id, status, undo_status, total, enriched + unchanged + needs_review + no_match + insufficient_data + failed, restored + kept + undo_failed), ',')
      FROM (SELECT * FROM bulk_runs WHERE organization_id = $1::uuid ORDER BY created_at DESC LIMIT 5) newest), '') AS bulk`;

const pulseRow = z.object({ connections: z.string(), history: z.string(), bulk: z.string() });

const dayRow = z.object({
  day: z.string(),
  models: z.array(
    z.object({
      model: z.string(),
      tier: z.enum(['standard', 'batch']),
      calls: z.number(),
      inputTokens: z.number(),
      cachedInputTokens: z.number(),
      cacheWriteTokens: z.number(),
      outputTokens: z.number(),
    }),
  ),
  runs: z.partialRecord(
    z.enum(['running', 'completed', 'needs_review', 'no_match', 'insufficient_data', 'failed']),
    z.number(),
  ),
  hubspot_calls: z.number(),
});

function toDay(row: unknown): DayOfWork {
  const { day, models, runs, hubspot_calls } = dayRow.parse(row);
  const known = Object.fromEntries(Object.entries(runs).filter(([, count]) => count !== undefined));
  return { day, models, runs: known, hubspotCalls: hubspot_calls };
}
