import { z } from 'zod';
import type { RetentionStore } from '../../ports/retention-store.ts';
import { listOrganizations } from './list-portals.ts';
import type { Database } from './make-database.ts';

// One statement: scores and idempotency keys go with their runs.
const ERASE = `
  WITH age AS (SELECT now() - make_interval(days => $2::int) AS before), runs AS (
    DELETE FROM enrichments e USING age
    WHERE e.organization_id = $1::uuid AND e.created_at < age.before AND e.status <> 'running' RETURNING 1
  ), logs AS (
    DELETE FROM crm_sync_logs l USING age WHERE l.organization_id = $1::uuid AND l.created_at < age.before RETURNING 1
  ), summaries AS (
    DELETE FROM summaries s USING age WHERE s.organization_id = $1::uuid AND s.created_at < age.before RETURNING 1
  ), changes AS (
    DELETE FROM portal_setting_changes c USING age WHERE c.organization_id = $1::uuid AND c.created_at < age.before
  ), snapshots AS (
    DELETE FROM write_snapshots w USING age WHERE w.organization_id = $1::uuid AND w.taken_at < age.before
  ), feedback AS (
    DELETE FROM result_feedback f USING age WHERE f.organization_id = $1::uuid AND f.created_at < age.before
  ), counts AS (
    DELETE FROM enrichment_runs_daily d USING age WHERE d.organization_id = $1::uuid AND d.day < age.before::date
  ), usage AS (
    DELETE FROM model_usage_daily u USING age WHERE u.organization_id = $1::uuid AND u.day < age.before::date
  )
  SELECT (SELECT count(*)::int FROM runs) AS runs, (SELECT count(*)::int FROM logs) AS logs,
    (SELECT count(*)::int FROM summaries) AS summaries`;

const ERASE_SOURCE_ANSWERS = `
  WITH gone AS (
    DELETE FROM source_answers WHERE fetched_at < now() - make_interval(days => $1::int) RETURNING 1
  )
  SELECT count(*)::int AS answers FROM gone`;

const erasedAnswers = z.object({ answers: z.number() });
const erased = z.object({ runs: z.number(), logs: z.number(), summaries: z.number() });

/** Erases by age in Postgres, each organisation under its own tenant. */
export function makeRetentionStore(database: Database): RetentionStore {
  return {
    listOrganizations: () => listOrganizations(database),
    async eraseOlderThan(organizationId, days) {
      const values = [organizationId, days];
      const rows = await database.queryAsTenant(organizationId, { name: 'erase_by_age', text: ERASE, values });
      return erased.parse(rows[0]);
    },
    async eraseSourceAnswers(days) {
      const statement = { name: 'erase_source_answers', text: ERASE_SOURCE_ANSWERS, values: [days] };
      return erasedAnswers.parse((await database.queryAsTenant('', statement))[0]).answers;
    },
  };
}
