import type pg from 'pg';
import { z } from 'zod';
import type { WorkerRoll } from '../../ports/worker-roll.ts';
import type { Database } from './make-database.ts';

// One round trip. `pg_notify` is how the queue wakes its workers: the freed jobs do not wait for the next look.
const BEAT = `
  WITH seen AS (
    INSERT INTO worker_processes AS w (id, worker_ids, seen_at, has_lock) VALUES ($1::uuid, $2::text[], clock_timestamp(), true)
    ON CONFLICT (id) DO UPDATE SET worker_ids = EXCLUDED.worker_ids, seen_at = clock_timestamp(), has_lock = true
  ), dead AS (
    DELETE FROM worker_processes w WHERE w.id IN (
      SELECT o.id FROM worker_processes o WHERE o.id <> $1::uuid AND (
        o.seen_at < clock_timestamp() - make_interval(secs => $3::double precision)
        OR o.has_lock AND o.seen_at < clock_timestamp() - make_interval(secs => $4::double precision)
          AND pg_try_advisory_xact_lock(hashtextextended('worker:' || o.id, 0)))
      FOR UPDATE SKIP LOCKED)
    RETURNING w.worker_ids
  )
  SELECT graphile_worker.force_unlock_workers(dead.worker_ids), pg_notify('jobs:insert', '{"count":1}') FROM dead`;
const LOCK = `SELECT pg_advisory_lock(hashtextextended('worker:' || $1::uuid, 0))`;

const rows = z.array(z.unknown());

/** The roll in Postgres, as the owner of the queue; one connection of each process on it is kept for its lock. */
export function makeWorkerRoll(database: Database): WorkerRoll {
  const sessions = new Map<string, pg.PoolClient>();
  const letGo = async (processId: string) => {
    const session = sessions.get(processId);
    sessions.delete(processId);
    // Ending the connection is what frees the lock, whatever state it is in.
    session?.release(true);
  };
  const holdLock = async (processId: string) => {
    if (sessions.has(processId)) return;
    const session = await database.pool.connect();
    try {
      await session.query(LOCK, [processId]);
    } catch (error) {
      session.release(true);
      throw error;
    }
    sessions.set(processId, session);
    session.once('end', () => {
      if (sessions.get(processId) === session) void letGo(processId);
    });
  };
  return {
    beat: async ({ processId, workerIds, deadAfterSeconds, missedAfterSeconds }) => {
      await holdLock(processId);
      const values = [processId, [...workerIds], deadAfterSeconds, missedAfterSeconds];
      const answer = await database.pool.query(BEAT, values);
      await database.pool.query('SELECT smartsync_find_lost_runs()');
      return rows.parse(answer.rows).length;
    },
    letGo,
    leave: async (processId) => {
      await database.pool.query('DELETE FROM worker_processes WHERE id = $1::uuid', [processId]);
      await letGo(processId);
    },
  };
}
