import type { Logger } from '../ports/logger.ts';
import type { WorkerRoll } from '../ports/worker-roll.ts';

/** A process that was silent for so long counts as dead, with its connection still there: its machine is gone, or it hangs. */
const DEAD_AFTER_SECONDS = 2;
/** One that was killed has no connection any more: then so much silence is enough, and its jobs go on within 1.25 seconds. */
const MISSED_AFTER_SECONDS = 0.75;
const BEAT_MS = 500;
/** Looks over the next sign of life, so that one that comes late wakes nobody late. */
const AHEAD_SECONDS = 1;

/** A process that shows that it lives. */
export interface Life {
  /** Says good-bye: nothing is left to take over. */
  stop(): Promise<void>;
  /** Says nothing more, so that the others take over what it held. */
  fallSilent(): Promise<void>;
}

/** Shows that this process lives and frees the jobs of dead ones, until `stop`. */
export async function showLife(deps: {
  readonly roll: WorkerRoll;
  readonly logger: Logger;
  readonly processId: string;
  readonly workerIds: ReadonlySet<string>;
  /** Called after each beat that arrived, with when it was sent (`performance.now`) and in how many milliseconds jobs become due. */
  readonly onSeen: (sentAtMs: number, dueInMs: readonly number[]) => void;
}): Promise<Life> {
  const { roll, logger, processId, workerIds, onSeen } = deps;
  const beatOnce = async () => {
    const sentAtMs = performance.now();
    try {
      const { dead, dueInMs } = await roll.beat({
        processId,
        workerIds: [...workerIds],
        deadAfterSeconds: DEAD_AFTER_SECONDS,
        missedAfterSeconds: MISSED_AFTER_SECONDS,
        aheadSeconds: AHEAD_SECONDS,
      });
      onSeen(sentAtMs, dueInMs);
      if (dead > 0) logger.warn({ dead }, 'gave the jobs of dead worker processes back to the queue');
    } catch (error) {
      // The database is away: the next beat tells.
      logger.warn({ error: String(error) }, 'worker could not show that it lives');
    }
  };
  let underWay: Promise<void> | undefined;
  const beat = () => {
    underWay ??= beatOnce().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  await beat();
  const timer = setInterval(() => void beat(), BEAT_MS);
  return {
    fallSilent: async () => {
      clearInterval(timer);
      await underWay;
      await roll.letGo(processId);
    },
    stop: async () => {
      clearInterval(timer);
      await underWay;
      await roll.leave(processId).catch(() => roll.letGo(processId)); // Then the others find it dead.
    },
  };
}
