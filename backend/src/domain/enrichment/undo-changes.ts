import type { PropertyChange } from './enrichment.ts';
import { isSameValue } from './who-set-value.ts';

/** How long a run can be undone, in days. */
export const UNDO_DAYS = 30;

/**
 * Decides what undoing a run writes.
 *
 * Where the record still has what we wrote, the value before comes back exactly (`''` where there was none). What
 * somebody changed since is kept and said. A property that has its old value again gives no entry, so that a second
 * undo writes nothing.
 */
export function decideUndo(
  changes: readonly PropertyChange[],
  current: Readonly<Record<string, string | null>>,
): readonly PropertyChange[] {
  return changes
    .filter(({ decision, written }) => decision === 'write' && written)
    .flatMap(({ property, before, after }): readonly PropertyChange[] => {
      const now = current[property] ?? null;
      const restored = before ?? '';
      if ((now ?? '') === restored) return [];
      const isUntouched = isSameValue(now ?? '', after ?? '');
      const decision = isUntouched ? 'write' : 'keep';
      const reason = isUntouched ? 'restored to the value before' : 'edited since, kept';
      return [{ property, before: now, after: restored, decision, reason, written: false }];
    });
}
