import { AppError } from '../errors.ts';
import type { PropertyChange } from './enrichment.ts';

/** Decides what undoing a run writes: the value before, exactly, where the record still has what we wrote. */
export function decideUndo(
  changes: readonly PropertyChange[],
  current: Readonly<Record<string, string | null>>,
): readonly PropertyChange[] {
  throw new AppError('internal', `undo is not built yet (${changes.length}, ${current})`);
}
