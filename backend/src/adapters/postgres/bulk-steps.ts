import { z } from 'zod';
import { bulkOutcomeOf } from '../../domain/bulk/bulk-run.ts';
import { AppError } from '../../domain/errors.ts';
import type { BulkStep, BulkStore } from '../../ports/bulk-store.ts';
import type { BulkStoreOptions } from './bulk-rows.ts';
import { RUN_COLUMNS } from './enrichment-rows.ts';
import { readSqlState } from './errors.ts';
import { countersFrom, finishBulkStep, held } from './finish-bulk-step.ts';
import type { Database } from './make-database.ts';
import { surroundings, toRunContext } from './run-context.ts';
import { storedEnrichment } from './stored-enrichment.ts';
import { recallSettings } from './stored-settings.ts';

/** The steps of a run: taking records, and storing what came of them. */
export function makeBulkSteps(
  options: BulkStoreOptions,
): Pick<BulkStore, 'takeStep' | 'finishStep' | 'abandon' | 'settle'> {
  return {
    takeStep: (input) => takeStep(options, input),
    finishStep: (input) => finishBulkStep(options.database, input),
    abandon: async ({ organizationId, bulkId, leaseOwner }) => {
      const values = [organizationId, bulkId, RESUME_TASK, leaseOwner];
      await options.database.queryAsTenant(organizationId, { name: 'abandon_bulk_step', text: ABANDON, values });
    },
    settle: (organizationId, bulkId) => settle(options.database, organizationId, bulkId),
  };
}

/** Under whose name the enrichments of a run are leased: whoever holds the run holds them. */
const STEP_OWNER = `'bulk:' || $2::text`;

// Records that a dead process began are taken again: their enrichments are leased to the run, not to the process. A record
// that somebody else enriches at this moment is tied to that enrichment. What is found by its key is found one by one, and
// positions and their enrichments come from one object, over one span of the run: joins over sets whose size the planner
// cannot know (of a run that was just planned there are no statistics) compare every row with every other.
const TAKE_STEP = `
  WITH open AS (
    SELECT r.position, r.object_id, b.object_type, b.requested_by
    FROM bulk_runs b JOIN bulk_records r ON r.organization_id = b.organization_id AND r.bulk_id = b.id
    LEFT JOIN enrichments seen ON seen.organization_id = r.organization_id AND seen.id = r.enrichment_id
    WHERE b.organization_id = $1::uuid AND b.id = $2::uuid AND b.lease_owner = $3 AND b.status = 'running' AND r.outcome IS NULL
      AND r.position > $7::int AND (r.enrichment_id IS NULL OR (seen.status = 'running' AND seen.lease_owner = ${STEP_OWNER}))
    ORDER BY r.position LIMIT $4::int
  ), new AS (
    INSERT INTO enrichments AS e (organization_id, id, object_type, object_id, mode, refresh, requested_by, lease_owner, lease_expires_at)
    SELECT $1::uuid, gen_random_uuid(), open.object_type, open.object_id, 'apply', false, open.requested_by, ${STEP_OWNER},
      now() + make_interval(secs => $5::double precision)
    FROM open
    ON CONFLICT (organization_id, object_type, object_id) WHERE status = 'running' DO NOTHING
    RETURNING ${RUN_COLUMNS}, e.lease_owner, true AS is_new
  ), known AS (
    SELECT found.* FROM open CROSS JOIN LATERAL (
      SELECT ${RUN_COLUMNS}, e.lease_owner, false AS is_new FROM enrichments e
      WHERE e.organization_id = $1::uuid AND e.object_type = open.object_type AND e.object_id = open.object_id AND e.status = 'running' LIMIT 1
    ) found
  ), run AS (
    SELECT both_kinds.*, ((SELECT jsonb_object_agg(open.object_id, open.position) FROM open) ->> both_kinds.object_id)::int AS position
    FROM (SELECT * FROM new UNION ALL SELECT * FROM known) both_kinds
  ), span AS (
    SELECT min(run.position) AS first, max(run.position) AS last, jsonb_object_agg(run.position, run.id) AS ids FROM run
  ), tied AS (
    UPDATE bulk_records r SET enrichment_id = ((SELECT span.ids FROM span) ->> r.position::text)::uuid
    WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid
      AND r.position BETWEEN (SELECT span.first FROM span) AND (SELECT span.last FROM span)
      AND r.enrichment_id IS DISTINCT FROM COALESCE(((SELECT span.ids FROM span) ->> r.position::text)::uuid, r.enrichment_id)
  )
  SELECT run.*, run.lease_owner = ${STEP_OWNER} AS is_ours, ${surroundings('run', '$6')},
    CASE WHEN run.is_new THEN smartsync_count_run((SELECT (s.settings #>> '{limits,recordsPerDay}')::int FROM portal_settings s), run.id) END
  FROM run LEFT JOIN LATERAL (
    SELECT kept.memory FROM crm_entity_mappings kept
    WHERE kept.organization_id = $1::uuid AND kept.object_type = run.object_type AND kept.crm_record_id = run.object_id LIMIT 1
  ) m ON true ORDER BY run.position`;

const stepRow = z.object({ position: z.number(), object_id: z.string(), is_ours: z.boolean() });

async function takeStep(
  { database, defaults }: BulkStoreOptions,
  { lease, limit, stepSeconds, afterPosition }: Parameters<BulkStore['takeStep']>[0],
): Promise<BulkStep> {
  const { organizationId, bulkId, leaseOwner } = lease;
  const recalled = recallSettings(organizationId);
  const take = (records: number) =>
    database.queryAsTenant(organizationId, {
      name: 'take_bulk_step',
      text: TAKE_STEP,
      values: [organizationId, bulkId, leaseOwner, records, stepSeconds, recalled?.version ?? '', afterPosition],
    });
  const rows = await withinDailyCap(take, limit);
  const settings = defaults();
  const parsed = rows.map((row) => ({ ...stepRow.parse(row), row }));
  const ours = parsed.filter(({ is_ours }) => is_ours);
  return {
    records: ours.map(({ position, object_id, row }) => ({
      position,
      objectId: object_id,
      context: toRunContext(settings, organizationId, row, recalled),
    })),
    joined: parsed.length - ours.length,
    lastPosition: parsed.at(-1)?.position ?? 0,
  };
}

/** What `smartsync_count_run` says when the daily cap is reached. */
const CAP_REACHED = 'SS001';

/** A step that passes the day's cap fails as a whole: it is taken smaller, until only the cap itself is left to say. */
async function withinDailyCap(
  take: (records: number) => Promise<readonly unknown[]>,
  limit: number,
): Promise<readonly unknown[]> {
  try {
    return await take(limit);
  } catch (error) {
    if (!(error instanceof AppError) || readSqlState(error.cause) !== CAP_REACHED) throw error;
    if (limit > 1) return withinDailyCap(take, Math.floor(limit / 2));
    throw new AppError(
      'daily_limit_reached',
      'Your account’s limit of records a day is reached.',
      {},
      { cause: error },
    );
  }
}

/** Looks after an enrichment that somebody else waits for. */
const RESUME_TASK = 'resume_enrichments';

// An enrichment that a card joined is ended by whoever takes lost runs over; of the others nobody knows. What a dead process
// was about to make for one of those is free for the enrichment that a resume begins.
const ABANDON = `
  WITH ${held('$4')}, open AS (
    SELECT e.id, EXISTS (SELECT FROM enrichment_requests q WHERE q.organization_id = e.organization_id AND q.enrichment_id = e.id) AS is_joined
    FROM bulk_records r JOIN enrichments e ON e.organization_id = r.organization_id AND e.id = r.enrichment_id
    WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.outcome IS NULL AND e.status = 'running' AND e.lease_owner = ${STEP_OWNER}
      AND EXISTS (SELECT FROM held)
  ), gone AS (
    DELETE FROM enrichments e USING open WHERE e.organization_id = $1::uuid AND e.id = open.id AND NOT open.is_joined
    RETURNING e.id
  ), untied AS (
    UPDATE bulk_records r SET enrichment_id = NULL FROM gone
    WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.enrichment_id = gone.id
  ), left_behind AS (
    UPDATE enrichments e SET lease_owner = 'nobody', lease_expires_at = now() FROM open
    WHERE e.organization_id = $1::uuid AND e.id = open.id AND open.is_joined
    RETURNING e.lease_expires_at
  ), let_go AS (
    UPDATE automation_intents i SET lease_expires_at = now() FROM gone
    WHERE i.organization_id = $1::uuid AND i.enrichment_id = gone.id AND i.state IN ('claimed', 'sent')
  )
  SELECT smartsync_watch_lease($3, l.lease_expires_at) FROM left_behind l`;

const endedRow = z.object({ position: z.number(), result: storedEnrichment });

/** Few records end elsewhere: those that a person enriched at the same moment, and those another process took over. */
async function settle(database: Database, organizationId: string, bulkId: string): Promise<number> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'list_bulk_ended',
    text: `SELECT r.position, e.result FROM bulk_records r JOIN enrichments e ON e.organization_id = r.organization_id AND e.id = r.enrichment_id
           WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.outcome IS NULL AND e.status <> 'running' LIMIT 500`,
    values: [organizationId, bulkId],
  });
  const ended = z
    .array(endedRow)
    .parse(rows)
    .map(({ position, result }) => ({ position, ...bulkOutcomeOf(result) }));
  const open = await database.queryAsTenant(organizationId, {
    name: 'settle_bulk',
    text: `WITH told AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS t(position int, outcome text, reason text)),
           record AS (
             UPDATE bulk_records r SET outcome = told.outcome, reason = told.reason FROM told
             WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.position = told.position AND r.outcome IS NULL
             RETURNING told.outcome
           ), counted AS (
             UPDATE bulk_runs b SET ${countersFrom('record')} WHERE b.organization_id = $1::uuid AND b.id = $2::uuid
               AND EXISTS (SELECT FROM record)
           )
           SELECT (SELECT count(*) FROM bulk_records r WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.outcome IS NULL)::int
             - (SELECT count(*) FROM record)::int AS open`,
    values: [organizationId, bulkId, JSON.stringify(ended)],
  });
  return z.array(z.object({ open: z.number() })).parse(open)[0]?.open ?? 0;
}
