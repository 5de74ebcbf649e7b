import pg from 'pg';

/** One listens, the others take and end jobs: each is held for a statement. */
const CONNECTIONS = 4;
/** A new connection costs more than a job; what was idle for a minute is not needed. */
const IDLE_MS = 60_000;
/** The queue's statements take moments: a server that is silent for so long is given up, or the worker would wait for ever. */
const NO_ANSWER_AFTER_MS = 12_000;

/**
 * Connections on which the queue takes and ends jobs. Nobody waits there until a commit is on the disk: should the server
 * crash within a moment of it, jobs that were taken are taken again, and those that had ended are done again, as after the
 * death of a worker. What adds jobs does not go this way.
 */
export function makeQueuePool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: 5_000,
    query_timeout: NO_ANSWER_AFTER_MS,
    application_name: 'smartsync-queue',
    onConnect: async (client) => {
      await client.query('SET synchronous_commit = off');
    },
  });
  // As with the other connections: their next use says that they have ended.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
