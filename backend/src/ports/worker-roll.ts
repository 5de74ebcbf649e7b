/**
 * Which worker processes are alive.
 *
 * Contract for implementers: `beat` says that this process lives, and gives the jobs of processes that did not say so for
 * `deadAfterSeconds` (database clock) back to the queue; each dead process is found by one of the living. It also queues
 * the recovery of runs whose lease has ended. `leave` ends it.
 */
export interface WorkerRoll {
  /** @returns how many dead processes were found */
  beat(input: {
    readonly processId: string;
    /** Names under which the queue knows the workers of this process. */
    readonly workerIds: readonly string[];
    readonly deadAfterSeconds: number;
  }): Promise<number>;
  leave(processId: string): Promise<void>;
}
