import { AppError } from '../../domain/errors.ts';

/** Lets the writes of one run leave one after the other, and none once the run was stopped. */
export interface WriteTurns {
  /**
   * Sends one batch; several may be under way.
   *
   * @param recordIds whom it writes to: what else these records get is theirs to the end
   * @param send calls `mayLeave` when nothing but the sending is left to do, and sends only if that resolves. What the batch
   * sends beyond its first request (a repeat, a half of a refused one) is not held back
   * @throws AppError `upstream_unavailable` when the run was stopped or lost, and then nothing was sent
   */
  write<T>(recordIds: readonly string[], send: (mayLeave: () => Promise<void>) => Promise<T>): Promise<T>;
  /**
   * Which of these records may get something made: all while the run goes on, afterwards only those that were written. Of
   * those it need not look.
   */
  open(recordIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Forgets records of which everything was made. */
  close(recordIds: readonly string[]): void;
  /** True once a write was held back. */
  isStopped(): boolean;
}

/**
 * Makes the turns of one leg, whose steps share them. A batch looks whether the run goes on when it has its place in the
 * CRM's limit, and leaves at once; the next one looks only then. So whoever stops a run sees at most one batch leave that had
 * looked just before, however many steps are worked on side by side; those that have left cannot be called back.
 *
 * @param isGoingOn asked before every batch: whether the run is still ours and nobody stopped it
 */
export function makeWriteTurns(isGoingOn: () => Promise<boolean>): WriteTurns {
  const written = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  const look = async () => {
    isStopped ||= !(await isGoingOn());
    return !isStopped;
  };
  const inTurn = (recordIds: readonly string[]): Promise<void> => {
    const turn = last.then(async () => {
      if (!(await look())) throw new AppError('upstream_unavailable', 'The bulk run was stopped.');
      for (const recordId of recordIds) written.add(recordId);
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    write: (recordIds, send) => {
      let turn: Promise<void> | undefined;
      return send(() => {
        turn ??= inTurn(recordIds);
        return turn;
      });
    },
    open: async (recordIds) => {
      const isOpen = recordIds.every((recordId) => written.has(recordId)) || (await look());
      return new Set(isOpen ? recordIds : recordIds.filter((recordId) => written.has(recordId)));
    },
    close: (recordIds) => {
      for (const recordId of recordIds) written.delete(recordId);
    },
    isStopped: () => isStopped,
  };
}

/** For work that cannot be stopped half-way. */
export const FREE_TURNS: WriteTurns = {
  write: (_recordIds, send) => send(async () => undefined),
  open: async (recordIds) => new Set(recordIds),
  close: () => undefined,
  isStopped: () => false,
};
