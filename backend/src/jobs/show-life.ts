import type { Logger } from '../ports/logger.ts';
import type { WorkerRoll } from '../ports/worker-roll.ts';

/** A process that was silent for so long counts as dead; with the beat below its jobs go on within 2.5 seconds. */
const DEAD_AFTER_SECONDS = 2;
const BEAT_MS = 500;

/** A process that shows that it lives. */
export interface Life {
  /** Says good-bye: nothing is left to take over. */
  stop(): Promise<void>;
  /** Says nothing more, so that the others take over what it held. */
  fallSilent(): void;
}

/** Shows that this process lives and frees the jobs of dead ones, until `stop`. */
export async function showLife(deps: {
  readonly roll: WorkerRoll;
  readonly logger: Logger;
  readonly processId: string;
  readonly workerIds: ReadonlySet<string>;
  /** Called after each beat that arrived. */
  readonly onSeen: () => void;
}): Promise<Life> {
  const { roll, logger, processId, workerIds, onSeen } = deps;
  let isBeating = false;
  const beat = async () => {
    if (isBeating) return;
    isBeating = true;
    try {
      const dead = await roll.beat({ processId, workerIds: [...workerIds], deadAfterSeconds: DEAD_AFTER_SECONDS });
      onSeen();
      if (dead > 0) logger.warn({ dead }, 'gave the jobs of dead worker processes back to the queue');
    } catch (error) {
      // The database is away: the next beat tells.
      logger.warn({ error: String(error) }, 'worker could not show that it lives');
    } finally {
      isBeating = false;
    }
  };
  await beat();
  const timer = setInterval(() => void beat(), BEAT_MS);
  return {
    fallSilent: () => clearInterval(timer),
    stop: async () => {
      clearInterval(timer);
      await roll.leave(processId).catch(() => {
        // Then the others find it silent.
      });
    },
  };
}
