import { BULK_STEP } from '../../domain/bulk/step-size.ts';

/** The room that one process has for records under way, however many runs it works on: its memory has an end. */
export interface RecordRoom {
  /** Resolves when a whole step more finds room, in the order in which they asked. */
  enter(): Promise<RoomShare>;
}

/** The room of one step. */
export interface RoomShare {
  /** Says how many records the step really has; the rest is room for others. To be called once. */
  keep(records: number): void;
  /** Gives back what the step has left. */
  leave(): void;
}

/**
 * Makes the room of one process.
 *
 * @param records under way at most; a whole step or more
 */
export function makeRecordRoom(records: number): RecordRoom {
  let free = records;
  const waiting: (() => void)[] = [];
  const letIn = () => {
    while (free >= BULK_STEP) {
      const next = waiting.shift();
      if (next === undefined) return;
      free -= BULK_STEP;
      next();
    }
  };
  const makeShare = (): RoomShare => {
    let held = BULK_STEP;
    const keep = (kept: number) => {
      free += held - kept;
      held = kept;
      letIn();
    };
    return { keep, leave: () => keep(0) };
  };
  return {
    enter: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(makeShare()));
        letIn();
      }),
  };
}
