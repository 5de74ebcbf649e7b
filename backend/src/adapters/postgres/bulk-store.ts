import { z } from 'zod';
import type { BulkRun, BulkStatus } from '../../domain/bulk/bulk-run.ts';
import { JOB_PRIORITIES } from '../../domain/jobs/job-class.ts';
import type { BeginBulkInput, BegunBulk, BulkLease, BulkStore, LeasedBulk } from '../../ports/bulk-store.ts';
import { logBulk } from './bulk-log.ts';
import { makeBulkResults } from './bulk-results.ts';
import { BULK_COLUMNS, type BulkStoreOptions, bulkRow, toBulkRun } from './bulk-rows.ts';
import { refreshBulkStatistics } from './bulk-statistics.ts';
import { makeBulkSteps } from './bulk-steps.ts';
import { makeBulkUndo } from './bulk-undo.ts';
import type { Database } from './make-database.ts';

/** Name of the job that does the next leg of a bulk run; its payload is `{organizationId, bulkId}`. */
export const RUN_BULK_TASK = 'run_bulk';

/** Bulk runs in Postgres. */
export function makeBulkStore(options: BulkStoreOptions): BulkStore {
  const { database } = options;
  return {
    begin: (input) => begin(database, input),
    find: (organizationId, bulkId) => find(database, organizationId, 'b.id::text = $2', bulkId),
    findByKey: (organizationId, key, requestHash) => findByKey(database, { organizationId, key, requestHash }),
    changeStatus: async (input) => {
      const { organizationId, bulkId, from, to, reason, requestedBy } = input;
      const by = requestedBy === undefined ? null : JSON.stringify(requestedBy);
      const rows = await database.queryAsTenant(organizationId, {
        name: 'change_bulk_status',
        text: CHANGE_STATUS(to),
        values: [organizationId, bulkId, [...from], to, reason ?? null, RUN_BULK_TASK, by],
      });
      return rows.length > 0 ? toRun(rows) : find(database, organizationId, 'b.id::text = $2', bulkId);
    },
    beginUndo: async ({ organizationId, bulkId, requestedBy }) => {
      const values = [organizationId, bulkId, JSON.stringify(requestedBy), RUN_BULK_TASK];
      return toRun(await database.queryAsTenant(organizationId, { name: 'begin_bulk_undo', text: BEGIN_UNDO, values }));
    },
    lease: (input) => lease(database, input),
    renew: async (input) => {
      const { organizationId, bulkId, leaseOwner, leaseSeconds, workedMs } = input;
      const rows = await database.queryAsTenant(organizationId, {
        name: 'renew_bulk_lease',
        text: `UPDATE bulk_runs SET lease_expires_at = now() + make_interval(secs => $4::double precision), active_ms = active_ms + $5::bigint
               WHERE organization_id = $1::uuid AND id = $2::uuid AND lease_owner = $3
               RETURNING id`,
        values: [organizationId, bulkId, leaseOwner, leaseSeconds, Math.round(workedMs)],
      });
      return rows.length > 0;
    },
    isGoingOn: async ({ organizationId, bulkId, leaseOwner }) => {
      const rows = await database.readAsTenant(organizationId, {
        name: 'is_bulk_going_on',
        text: `SELECT FROM bulk_runs WHERE organization_id = $1::uuid AND id = $2::uuid AND lease_owner = $3 AND status = 'running'`,
        values: [organizationId, bulkId, leaseOwner],
      });
      return rows.length > 0;
    },
    release: async ({ organizationId, bulkId, leaseOwner, workedMs, attempts }) => {
      await database.queryAsTenant(organizationId, {
        name: 'release_bulk_lease',
        text: `UPDATE bulk_runs SET lease_owner = NULL, lease_expires_at = NULL, active_ms = active_ms + $4::bigint, attempts = $5
               WHERE organization_id = $1::uuid AND id = $2::uuid AND lease_owner = $3`,
        values: [organizationId, bulkId, leaseOwner, Math.round(workedMs), attempts],
      });
    },
    addPage: async ({ organizationId, bulkId, objectIds, cursor, isLast }) => {
      const values = [organizationId, bulkId, [...objectIds], cursor, isLast];
      await database.queryAsTenant(organizationId, { name: 'add_bulk_page', text: ADD_PAGE, values });
    },
    refreshStatistics: () => refreshBulkStatistics(database),
    ...makeBulkSteps(options),
    ...makeBulkUndo(database),
    ...makeBulkResults(database),
  };
}

const ENQUEUE = (task: string, run: string) =>
  `smartsync_enqueue(${task}, jsonb_build_object('organizationId', $1::text, 'bulkId', ${run}.id::text), 'bulk:' || ${run}.id::text, now(), ${JOB_PRIORITIES.bulk}, 25)`;

// Chosen records come with the run; those of a list and of all come page after page. The cap cuts what is planned.
const BEGIN = `
  WITH run AS (
    INSERT INTO bulk_runs AS b (organization_id, id, object_type, selection, idempotency_key, request_hash, requested_by, cap, total,
      estimate, is_planned, planned)
    SELECT $1::uuid, $2::uuid, $3, $4::jsonb, $5, $6, $7::jsonb, $8, $9, $10::jsonb, $11::boolean, CASE WHEN $11::boolean THEN $9 ELSE 0 END
    ON CONFLICT (organization_id, idempotency_key) DO NOTHING
    RETURNING ${BULK_COLUMNS}
  ), records AS (
    INSERT INTO bulk_records (organization_id, bulk_id, position, object_id)
    SELECT $1::uuid, run.id, ids.position, ids.object_id FROM run, unnest($12::text[]) WITH ORDINALITY AS ids(object_id, position)
    WHERE ids.position <= $9
  ), log AS (
    ${logBulk('start', 'run')}
  )
  SELECT run.*, ${ENQUEUE('$13', 'run')} FROM run`;

async function begin(database: Database, input: BeginBulkInput): Promise<BegunBulk> {
  const { organizationId, selection, idempotencyKey: key, requestHash } = input;
  const ids = selection.kind === 'records' ? selection.objectIds : [];
  const stored = selection.kind === 'list' ? selection : { kind: selection.kind };
  const rows = await database.queryAsTenant(organizationId, {
    name: 'begin_bulk',
    text: BEGIN,
    values: [
      organizationId,
      input.bulkId,
      input.objectType,
      JSON.stringify(stored),
      key,
      requestHash,
      JSON.stringify(input.requestedBy),
      input.cap,
      input.total,
      JSON.stringify(input.estimate),
      selection.kind === 'records',
      [...ids],
      RUN_BULK_TASK,
    ],
  });
  const run = toRun(rows);
  if (run) return { kind: 'started', run };
  return (await findByKey(database, { organizationId, key, requestHash })) ?? { kind: 'conflict' };
}

async function findByKey(
  database: Database,
  { organizationId, key, requestHash }: { organizationId: string; key: string; requestHash: string },
): Promise<BegunBulk | undefined> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'find_bulk_by_key',
    text: `SELECT ${BULK_COLUMNS}, b.request_hash FROM bulk_runs b WHERE b.organization_id = $1::uuid AND b.idempotency_key = $2`,
    values: [organizationId, key],
  });
  if (rows[0] === undefined) return undefined;
  const row = bulkRow.extend({ request_hash: z.string() }).parse(rows[0]);
  return row.request_hash === requestHash ? { kind: 'replayed', run: toBulkRun(row) } : { kind: 'conflict' };
}

async function find(
  database: Database,
  organizationId: string,
  condition: string,
  value: string,
): Promise<BulkRun | undefined> {
  const text = `SELECT ${BULK_COLUMNS} FROM bulk_runs b WHERE b.organization_id = $1::uuid AND ${condition}`;
  return toRun(
    await database.queryAsTenant(organizationId, { name: 'find_bulk', text, values: [organizationId, value] }),
  );
}

function toRun(rows: readonly unknown[]): BulkRun | undefined {
  return rows[0] === undefined ? undefined : toBulkRun(bulkRow.parse(rows[0]));
}

const CHANGE_STATUS = (to: BulkStatus) => `
  WITH changed AS (
    UPDATE bulk_runs b SET status = $4, status_reason = $5, attempts = 0,
      completed_at = CASE WHEN $4 IN ('completed', 'failed') THEN now() ELSE NULL END,
      total = CASE WHEN $4 = 'completed' THEN b.planned ELSE b.total END
    WHERE b.organization_id = $1::uuid AND b.id::text = $2 AND b.status = ANY ($3::text[])
      AND ($4 <> 'queued' OR b.undo_status IS NULL OR b.undo_status NOT IN ('running', 'paused'))
    RETURNING ${BULK_COLUMNS}
  )${logOf(to)}
  SELECT changed.*, $7::jsonb IS NULL AS is_by_itself,
    CASE WHEN $4 = 'queued' THEN ${ENQUEUE('$6', 'changed')} ELSE NULL END FROM changed`;

/** A pause passes by itself and is no line of the log. */
function logOf(to: BulkStatus): string {
  if (to === 'running' || to === 'paused') return '';
  const event = ({ stopped: 'stop', queued: 'resume', completed: 'complete', failed: 'fail' } as const)[to];
  return `, log AS (${logBulk(event, 'changed', 'COALESCE($7::jsonb, changed.requested_by)')})`;
}

const BEGIN_UNDO = `
  WITH changed AS (
    UPDATE bulk_runs b SET undo_status = 'running', undo_reason = NULL, undo_requested_by = $3::jsonb, undo_failed = 0, attempts = 0
    WHERE b.organization_id = $1::uuid AND b.id::text = $2 AND b.status IN ('stopped', 'completed', 'failed')
    RETURNING ${BULK_COLUMNS}
  ), again AS (
    UPDATE bulk_records r SET undo = NULL FROM changed
    WHERE r.organization_id = $1::uuid AND r.bulk_id = changed.id AND r.undo = 'failed'
  ), log AS (
    ${logBulk('undo', 'changed', '$3::jsonb')}
  )
  SELECT changed.*, ${ENQUEUE('$4', 'changed')} FROM changed`;

const LEASE = `
  WITH before AS (
    SELECT lease_owner IS NOT NULL AS is_taken_over FROM bulk_runs WHERE organization_id = $1::uuid AND id = $2::uuid FOR UPDATE
  )
  UPDATE bulk_runs b SET lease_owner = $3, lease_expires_at = now() + make_interval(secs => $4::double precision),
    status = CASE WHEN b.status IN ('queued', 'paused') THEN 'running' ELSE b.status END,
    status_reason = CASE WHEN b.status IN ('queued', 'paused') THEN NULL ELSE b.status_reason END,
    undo_status = CASE WHEN b.undo_status = 'paused' THEN 'running' ELSE b.undo_status END,
    undo_reason = CASE WHEN b.undo_status = 'paused' THEN NULL ELSE b.undo_reason END,
    started_at = COALESCE(b.started_at, now())
  FROM before
  WHERE b.organization_id = $1::uuid AND b.id = $2::uuid AND (b.lease_expires_at IS NULL OR b.lease_expires_at <= now())
  RETURNING ${BULK_COLUMNS}, before.is_taken_over`;

async function lease(database: Database, input: BulkLease): Promise<LeasedBulk | undefined> {
  const { organizationId, bulkId, leaseOwner, leaseSeconds } = input;
  const rows = await database.queryAsTenant(organizationId, {
    name: 'lease_bulk',
    text: LEASE,
    values: [organizationId, bulkId, leaseOwner, leaseSeconds],
  });
  if (rows[0] === undefined) return undefined;
  const row = bulkRow.extend({ is_taken_over: z.boolean() }).parse(rows[0]);
  return {
    run: toBulkRun(row),
    isTakenOver: row.is_taken_over,
    requestedBy: row.requested_by,
    undoRequestedBy: row.undo_requested_by,
    cap: row.cap,
    isPlanned: row.is_planned,
    planned: row.planned,
    cursor: row.cursor,
    attempts: row.attempts,
  };
}

// A page that was read twice adds its records once; what lies beyond the total is left out, so that the cap binds.
const ADD_PAGE = `
  WITH run AS (
    SELECT b.id, b.planned, b.total FROM bulk_runs b WHERE b.organization_id = $1::uuid AND b.id = $2::uuid FOR UPDATE
  ), added AS (
    INSERT INTO bulk_records (organization_id, bulk_id, position, object_id)
    SELECT $1::uuid, run.id, run.planned + row_number() OVER (ORDER BY ids.place), ids.object_id
    FROM run, unnest($3::text[]) WITH ORDINALITY AS ids(object_id, place)
    WHERE NOT EXISTS (
      SELECT FROM bulk_records r WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.object_id = ids.object_id)
    ORDER BY ids.place LIMIT GREATEST(0, (SELECT total - planned FROM run))
    RETURNING position
  )
  UPDATE bulk_runs b SET cursor = $4, planned = b.planned + (SELECT count(*) FROM added)::int,
    is_planned = $5::boolean OR b.planned + (SELECT count(*) FROM added) >= b.total
  WHERE b.organization_id = $1::uuid AND b.id = $2::uuid`;
