import type { PropertyChange, UndoStep } from './enrichment.ts';
import { isSameValue, isSetByOthers, type RecordProvenance } from './who-set-value.ts';

/**
 * What arrived in HubSpot of a write that nobody heard the end of: the record holds the value that was sent, and nobody else
 * set it since, as far as its history tells.
 *
 * @param snapshot what was sent and what was there before; undefined: nothing is open
 */
export function arrivedSteps(
  snapshot: readonly UndoStep[] | undefined,
  { current, history, ownSourceIds }: Pick<RecordProvenance, 'current' | 'history' | 'ownSourceIds'>,
): readonly UndoStep[] {
  return (snapshot ?? []).filter(({ property, after }) => {
    const now = current[property] ?? '';
    return isSameValue(now, after ?? '') && !isSetByOthers(now, history[property]?.[0], ownSourceIds);
  });
}

/**
 * The changes of a run together with what arrived of the interrupted one before it, so that both are told, remembered and
 * undone as one: a property that both wrote goes back to what it held before the first.
 */
export function withArrived(
  changes: readonly PropertyChange[],
  arrived: readonly UndoStep[],
): readonly PropertyChange[] {
  if (arrived.length === 0) return changes;
  const earlier = new Map(arrived.map((step) => [step.property, step]));
  const own = changes.map((change) => {
    const step = earlier.get(change.property);
    earlier.delete(change.property);
    if (step === undefined) return change;
    return change.written ? { ...change, ...replacedBy(step), before: step.before } : arrivedChange(step);
  });
  return [...own, ...[...earlier.values()].map(arrivedChange)];
}

function arrivedChange(step: UndoStep): PropertyChange {
  return { ...step, decision: 'write', reason: 'written by a run that was interrupted', written: true };
}

/** Whose value the first of the two writes replaced. */
function replacedBy({ replaces }: UndoStep): Pick<UndoStep, 'replaces'> {
  return replaces === undefined ? {} : { replaces };
}
