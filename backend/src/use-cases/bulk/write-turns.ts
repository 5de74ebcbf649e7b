import { AppError } from '../../domain/errors.ts';

/** Lets the writes of one run go one batch after the other, and none once the run was stopped. */
export interface WriteTurns {
  /**
   * Sends one batch when its turn has come.
   *
   * @param recordIds whom it writes to: what else these records get is theirs to the end
   * @throws AppError `upstream_unavailable` when the run was stopped or lost, and then nothing was sent
   */
  write<T>(recordIds: readonly string[], send: () => Promise<T>): Promise<T>;
  /** Which of these records may get something made: all while the run goes on, afterwards only those that were written. */
  open(recordIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** True once a write was held back. */
  isStopped(): boolean;
}

/**
 * Makes the turns of one leg, whose steps share them. So somebody who stops a run sees at most the batch written that was
 * under way, however many steps are worked on side by side.
 *
 * @param isGoingOn asked before every batch: whether the run is still ours and nobody stopped it
 */
export function makeWriteTurns(isGoingOn: () => Promise<boolean>): WriteTurns {
  const written = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  const mayWrite = async () => {
    isStopped ||= !(await isGoingOn());
    return !isStopped;
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    write: (recordIds, send) =>
      inTurn(async () => {
        if (!(await mayWrite())) throw new AppError('upstream_unavailable', 'The bulk run was stopped.');
        for (const recordId of recordIds) written.add(recordId);
        return send();
      }),
    open: async (recordIds) => {
      const isOpen = await mayWrite();
      return new Set(isOpen ? recordIds : recordIds.filter((recordId) => written.has(recordId)));
    },
    isStopped: () => isStopped,
  };
}

/** For work that cannot be stopped half-way. */
export const FREE_TURNS: WriteTurns = {
  write: (_recordIds, send) => send(),
  open: async (recordIds) => new Set(recordIds),
  isStopped: () => false,
};
