/** What a sign of life brings back. */
export interface LifeAnswer {
  /** Dead processes that were found. */
  readonly dead: number;
  /** In how many milliseconds jobs become due that nobody has taken, the soonest first, one entry a job, some dozens at most; 0: already. */
  readonly dueInMs: readonly number[];
}

/**
 * Which worker processes are alive.
 *
 * Contract for implementers: `beat` says that this process lives, and gives the jobs of dead ones back to the queue: of those
 * that did not say so for `deadAfterSeconds`, and of those that did not for `missedAfterSeconds` and whose connection is gone
 * (database clock). Each dead process is found by one of the living. It also queues the recovery of runs whose lease has
 * ended, and tells which jobs become due soon. `letGo` says nothing more, so that others find it dead; `leave` ends it with
 * nothing to take over.
 */
export interface WorkerRoll {
  beat(input: {
    readonly processId: string;
    /** Names under which the queue knows the workers of this process. */
    readonly workerIds: readonly string[];
    readonly deadAfterSeconds: number;
    /** Longer than the time between two calls. */
    readonly missedAfterSeconds: number;
    /** How far to look for jobs that become due. */
    readonly aheadSeconds: number;
  }): Promise<LifeAnswer>;
  letGo(processId: string): Promise<void>;
  leave(processId: string): Promise<void>;
}
