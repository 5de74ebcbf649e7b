import { z } from 'zod';
import { JOB_PRIORITIES, type JobClass } from '../../domain/jobs/job-class.ts';
import type { JobInput, JobQueue, WaitingRecordInput } from '../../ports/job-queue.ts';
import type { Database } from './make-database.ts';

/** Name of the job that works off an organisation's waiting records of one class. */
export const DRAIN_RECORDS_TASK = 'drain_records';

// A job that kills its worker is taken this often; every other failure is counted by the job itself.
const MAX_CRASHES = 5;
// A leg of a bulk run takes seconds in which it gets on: workers that are killed one after the other do not make it the culprit.
const MAX_CRASHES_OF_BULK = 25;

const jobClass = z.enum(['card', 'workflow', 'webhook', 'schedule', 'bulk']);
const countRow = z.object({ added: z.coerce.number() });
const deadRow = z.object({
  id: z.string(),
  task: z.string(),
  attempts: z.number(),
  error_code: z.string(),
  error_message: z.string(),
  died_at: z.date(),
});
const replayedRow = z.object({
  task: z.string(),
  job_key: z.string(),
  job_class: jobClass,
  payload: z.record(z.string(), z.unknown()),
});

/** The queue in Postgres: our rows and the job that sees to them come with the same commit. */
export function makeJobQueue(database: Database): JobQueue {
  return {
    enqueueRecords: (records) => enqueueRecords(database, records),
    enqueue: (job) => enqueue(database, job),
    bury: async (job, { attempts, code, message }) => {
      await database.queryAsTenant(job.organizationId, {
        name: 'bury_job',
        text: `INSERT INTO dead_jobs (organization_id, task, job_key, job_class, payload, attempts, error_code, error_message)
               VALUES ($1::uuid, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
        values: [
          job.organizationId,
          job.task,
          job.key,
          job.jobClass,
          JSON.stringify(job.payload),
          attempts,
          code,
          message,
        ],
      });
    },
    listDead: async (organizationId) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'list_dead',
        text: LIST_DEAD,
        values: [organizationId],
      });
      return z
        .array(deadRow)
        .parse(rows)
        .map((row) => ({
          id: row.id,
          organizationId,
          task: row.task,
          attempts: row.attempts,
          errorCode: row.error_code,
          errorMessage: row.error_message,
          diedAt: row.died_at,
        }));
    },
    replay: (organizationId, id) => replay(database, organizationId, id),
    isAnyDue: async () => (await database.queryAsOwner(FIND_DUE)).length > 0,
  };
}

// As the library looks for the next job (graphile-worker 0.17), whichever organisation's.
const FIND_DUE = 'SELECT FROM graphile_worker._private_jobs WHERE is_available AND run_at <= now() LIMIT 1';

/** The key under which the one drain job of an organisation and class waits. */
export function drainKey(jobClass: JobClass): string {
  return `drain:${jobClass}`;
}

// News of a record that is worked on get a time of their own; of one that waits, the earlier time holds.
const ENQUEUE_RECORDS = `
  WITH new AS (
    INSERT INTO waiting_records AS w (organization_id, dedupe_key, job_class, object_type, object_id, refresh, requested_by, run_at,
      decision, version)
    SELECT $1::uuid, r."dedupeKey", r."jobClass", r."objectType", r."objectId", r.refresh, r."requestedBy",
      now() + make_interval(secs => COALESCE(r."delayMs", 0) / 1000.0), COALESCE(r.decision, 'enrich'), r.version
    FROM jsonb_to_recordset($2::jsonb) AS r("dedupeKey" text, "jobClass" text, "objectType" text, "objectId" text,
      refresh boolean, "requestedBy" jsonb, "delayMs" double precision, decision text, version text)
    ON CONFLICT (organization_id, dedupe_key) DO UPDATE SET
      run_at = CASE WHEN w.taken_version = w.version OR w.dead_at IS NOT NULL THEN EXCLUDED.run_at ELSE LEAST(w.run_at, EXCLUDED.run_at) END,
      decision = EXCLUDED.decision, version = EXCLUDED.version, requested_by = EXCLUDED.requested_by,
      attempts = 0, error_code = NULL, error_message = NULL, dead_at = NULL
    WHERE EXCLUDED.version <> w.version
    RETURNING job_class, run_at
  ), due AS (
    SELECT job_class, min(run_at) AS run_at, count(*) AS added FROM new GROUP BY job_class
  )
  SELECT added, smartsync_enqueue_soonest($3, jsonb_build_object('organizationId', $1::text, 'jobClass', job_class), 'drain:' || job_class,
    run_at, (($4::jsonb) ->> job_class)::int, ${MAX_CRASHES}) FROM due`;

async function enqueueRecords(database: Database, records: readonly WaitingRecordInput[]): Promise<number> {
  const [first] = records;
  if (first === undefined) return 0;
  const rows = await database.queryAsTenant(first.organizationId, {
    name: 'enqueue_records',
    text: ENQUEUE_RECORDS,
    values: [
      first.organizationId,
      JSON.stringify(records.map(({ organizationId: _, ...record }) => record)),
      DRAIN_RECORDS_TASK,
      JSON.stringify(JOB_PRIORITIES),
    ],
  });
  return z
    .array(countRow)
    .parse(rows)
    .reduce((sum, { added }) => sum + added, 0);
}

async function enqueue(database: Database, job: JobInput): Promise<void> {
  const { organizationId, task, key, payload, delayMs } = job;
  await database.queryAsTenant(organizationId, {
    name: 'enqueue_job',
    text: `SELECT smartsync_enqueue_soonest($1, $2::jsonb, $3, now() + make_interval(secs => $4::double precision), $5, $6)`,
    values: [
      task,
      JSON.stringify({ ...payload, organizationId }),
      key,
      (delayMs ?? 0) / 1000,
      JOB_PRIORITIES[job.jobClass],
      job.jobClass === 'bulk' ? MAX_CRASHES_OF_BULK : MAX_CRASHES,
    ],
  });
}

const LIST_DEAD = `
  SELECT id, task, attempts, error_code, error_message, died_at FROM dead_jobs WHERE organization_id = $1::uuid
  UNION ALL
  SELECT id, '${DRAIN_RECORDS_TASK}', attempts, COALESCE(error_code, 'internal'), COALESCE(error_message, ''), dead_at
  FROM waiting_records WHERE organization_id = $1::uuid AND dead_at IS NOT NULL
  ORDER BY died_at DESC LIMIT 200`;

async function replay(database: Database, organizationId: string, id: string): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) return false;
  const revived = await database.queryAsTenant(organizationId, {
    name: 'replay_record',
    text: `WITH alive AS (
             UPDATE waiting_records SET dead_at = NULL, attempts = 0, run_at = now(), error_code = NULL, error_message = NULL
             WHERE organization_id = $1::uuid AND id = $2::uuid AND dead_at IS NOT NULL RETURNING job_class
           )
           SELECT smartsync_enqueue($3, jsonb_build_object('organizationId', $1::text, 'jobClass', job_class), 'drain:' || job_class,
             now(), (($4::jsonb) ->> job_class)::int, ${MAX_CRASHES}) FROM alive`,
    values: [organizationId, id, DRAIN_RECORDS_TASK, JSON.stringify(JOB_PRIORITIES)],
  });
  if (revived.length > 0) return true;
  const rows = await database.queryAsTenant(organizationId, {
    name: 'replay_job',
    text: `WITH alive AS (
             DELETE FROM dead_jobs WHERE organization_id = $1::uuid AND id = $2::uuid RETURNING task, job_key, job_class, payload
           ), undo AS (
             UPDATE bulk_runs b SET undo_status = 'running', undo_reason = NULL, attempts = 0 FROM alive
             WHERE b.organization_id = $1::uuid AND b.id::text = alive.payload ->> 'bulkId' AND b.undo_status = 'failed' RETURNING b.id
           ), run AS (
             UPDATE bulk_runs b SET status = 'running', status_reason = NULL, completed_at = NULL, attempts = 0 FROM alive
             WHERE b.organization_id = $1::uuid AND b.id::text = alive.payload ->> 'bulkId' AND b.status = 'failed' AND b.undo_status IS NULL
           )
           SELECT task, job_key, job_class, payload,
             smartsync_enqueue(task, jsonb_set(payload, '{organizationId}', to_jsonb($1::text)), job_key, now(), (($3::jsonb) ->> job_class)::int,
               CASE job_class WHEN 'bulk' THEN ${MAX_CRASHES_OF_BULK} ELSE ${MAX_CRASHES} END)
           FROM alive`,
    values: [organizationId, id, JSON.stringify(JOB_PRIORITIES)],
  });
  return z.array(replayedRow).parse(rows).length > 0;
}
