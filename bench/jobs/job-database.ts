import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { DRAIN_RECORDS_TASK } from '../../backend/src/adapters/postgres/job-queue.ts';
import { JOB_PRIORITIES } from '../../backend/src/domain/jobs/job-class.ts';
import { makeDatabase } from '../make-database.ts';
import { runToEnd, TSX } from '../run-program.ts';

/** A migrated database of its own, in which no other part of the bench left jobs. */
export interface JobDatabase {
  readonly url: string;
  /** Lets so many records of each portal wait, all of one class, with the job that sees to them. */
  fill(portals: readonly PortalBacklog[]): Promise<void>;
  /** Leaves no job and no waiting record behind. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What waits of one portal. */
export interface PortalBacklog {
  readonly organizationId: string;
  readonly records: number;
}

/** Portals that have as many records waiting, each. */
export function manyPortals(count: number, records: number): readonly PortalBacklog[] {
  return Array.from({ length: count }, () => ({ organizationId: randomUUID(), records }));
}

/** Of what waits in the bench. */
export const BACKLOG_CLASS = 'webhook';

/** Makes it beside the others of the cluster. */
export async function makeJobDatabase(input: {
  readonly databaseUrl: string;
  /** The superuser's, of any database of the cluster. */
  readonly administratorUrl: string;
  readonly folder: string;
}): Promise<JobDatabase> {
  const { url, administratorUrl } = await makeDatabase({ ...input, name: 'smartsync_jobs' });
  const logFile = path.join(input.folder, 'jobs-migrations.log');
  await runToEnd({
    name: 'the migrations',
    args: [...TSX, 'scripts/db-migrate.ts'],
    env: { DATABASE_URL: url },
    logFile,
  });
  const admin = new pg.Client({ connectionString: administratorUrl });
  await admin.connect();
  return {
    url,
    fill: (portals) => fill(admin, portals),
    clear: async () => {
      await admin.query('TRUNCATE waiting_records');
      await admin.query('TRUNCATE graphile_worker._private_jobs');
    },
    close: () => admin.end(),
  };
}

/** As the product would have stored it, but without a transaction for each portal. */
async function fill(admin: pg.Client, portals: readonly PortalBacklog[]): Promise<void> {
  const values = [
    portals.map(({ organizationId }) => organizationId),
    portals.map(({ records }) => records),
    BACKLOG_CLASS,
  ];
  await admin.query(
    `INSERT INTO waiting_records (organization_id, dedupe_key, job_class, object_type, object_id, requested_by, version)
     SELECT p.id, 'companies:' || n, $3, 'companies', n, '{"kind":"webhook"}', '1'
     FROM unnest($1::uuid[], $2::int[]) AS p(id, records), generate_series(1, p.records) AS n`,
    values,
  );
  await admin.query(
    `SELECT count(graphile_worker.add_job($4, json_build_object('organizationId', p.id, 'jobClass', $3::text),
       job_key => p.id || ':drain:' || $3, max_attempts => 5, priority => $5::int))
     FROM unnest($1::uuid[], $2::int[]) AS p(id, records)`,
    [...values, DRAIN_RECORDS_TASK, JOB_PRIORITIES[BACKLOG_CLASS]],
  );
  await admin.query('VACUUM ANALYZE waiting_records, graphile_worker._private_jobs');
}
