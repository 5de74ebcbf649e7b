import { z } from 'zod';
import type { WorkerRoll } from '../../ports/worker-roll.ts';
import type { Database } from './make-database.ts';

// One round trip. `pg_notify` is how the queue wakes its workers: the freed jobs do not wait for the next look.
const BEAT = `
  WITH seen AS (
    INSERT INTO worker_processes AS w (id, worker_ids, seen_at) VALUES ($1::uuid, $2::text[], clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET worker_ids = EXCLUDED.worker_ids, seen_at = clock_timestamp()
  ), dead AS (
    DELETE FROM worker_processes w WHERE w.id IN (
      SELECT o.id FROM worker_processes o WHERE o.id <> $1::uuid AND o.seen_at < clock_timestamp() - make_interval(secs => $3::double precision)
      FOR UPDATE SKIP LOCKED)
    RETURNING w.worker_ids
  )
  SELECT graphile_worker.force_unlock_workers(dead.worker_ids), pg_notify('jobs:insert', '{"count":1}') FROM dead`;

const rows = z.array(z.unknown());

/** The roll in Postgres, as the owner of the queue. */
export function makeWorkerRoll(database: Database): WorkerRoll {
  return {
    beat: async ({ processId, workerIds, deadAfterSeconds }) => {
      const answer = await database.pool.query(BEAT, [processId, [...workerIds], deadAfterSeconds]);
      await database.pool.query('SELECT smartsync_find_lost_runs()');
      return rows.parse(answer.rows).length;
    },
    leave: async (processId) => {
      await database.pool.query('DELETE FROM worker_processes WHERE id = $1::uuid', [processId]);
    },
  };
}
