import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../ports/logger.ts';

/** A worker of the queue that may end by itself. */
export interface QueueWorker {
  /** Settles when it takes no more jobs, for whatever reason; never rejects. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Leaves what it held to be found by the others. */
  abandon(): void;
}

/** A database that is away is asked again so often. */
const START_AGAIN_MS = 1_000;

/**
 * Keeps one worker running until `stop`: the queue library ends its own when it cannot tell the database how a job ended,
 * and a process that takes no jobs looks healthy from outside.
 */
export async function keepWorking(
  start: () => Promise<QueueWorker>,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let current = await start();
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await current.ended;
      if (stopping.signal.aborted) return;
      logger.error({}, 'the worker of the queue ended by itself; it is started again');
      current.abandon();
      current = await startAgain(start, logger, stopping.signal);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

/** Tries until the database is there; what starts after `stop` was asked for is stopped here. */
async function startAgain(
  start: () => Promise<QueueWorker>,
  logger: Logger,
  signal: AbortSignal,
): Promise<QueueWorker> {
  for (;;) {
    await sleep(START_AGAIN_MS, undefined, { ref: false });
    if (signal.aborted) return { ended: Promise.resolve(), stop: async () => {}, abandon: () => {} };
    try {
      const started = await start();
      if (signal.aborted) await started.stop();
      return started;
    } catch (error) {
      logger.warn({ error: String(error) }, 'the worker of the queue could not be started');
    }
  }
}
