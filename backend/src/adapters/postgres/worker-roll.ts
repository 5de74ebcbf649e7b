import type pg from 'pg';
import { z } from 'zod';
import type { WorkerRoll } from '../../ports/worker-roll.ts';
import type { Database } from './make-database.ts';

/** Who ends a job looks for the next by itself, so that those beyond the first dozens need no waking. */
const MOST_DUE = 64;
const BEAT = {
  name: 'show_life',
  text: `SELECT dead, due_in_ms AS "dueInMs" FROM smartsync_show_life($1::uuid, $2::text[], $3, $4, $5, ${MOST_DUE})`,
};
const LOCK = `SELECT pg_advisory_lock(hashtextextended('worker:' || $1::uuid, 0))`;

const answerRows = z.tuple([z.object({ dead: z.number(), dueInMs: z.array(z.number()) })]);

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
    beat: async ({ processId, workerIds, deadAfterSeconds, missedAfterSeconds, aheadSeconds }) => {
      await holdLock(processId);
      const values = [processId, [...workerIds], deadAfterSeconds, missedAfterSeconds, aheadSeconds];
      const { rows } = await database.pool.query({ ...BEAT, values });
      return answerRows.parse(rows)[0];
    },
    letGo,
    leave: async (processId) => {
      await database.pool.query('DELETE FROM worker_processes WHERE id = $1::uuid', [processId]);
      await letGo(processId);
    },
  };
}
