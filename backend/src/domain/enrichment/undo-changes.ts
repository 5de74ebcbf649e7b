import type { Enrichment, PropertyChange, UndoStep } from './enrichment.ts';
import { ENRICHED_AT_PROPERTY } from './oppspot-properties.ts';
import { isSameValue, isSetByOthers, type RecordProvenance } from './who-set-value.ts';

/** How long a run can be undone, in days. */
export const UNDO_DAYS = 30;

/** What an undo of this run can still take back; [] when it wrote nothing or all of it was undone. */
export function openUndoSteps({ changes, undo }: Pick<Enrichment, 'changes' | 'undo'>): readonly UndoStep[] {
  if (undo.undoneAt !== null) return [];
  return undo.open ?? changes.filter(({ decision, written }) => decision === 'write' && written).map(stepOf);
}

/** The snapshot of a written change. */
export function stepOf({ property, before, after, replaces }: PropertyChange): UndoStep {
  return { property, before, after, ...(replaces === undefined ? {} : { replaces }) };
}

/**
 * Chooses what to undo. The date of the last write goes along with the last value: alone it would say that values were
 * written that are there no more.
 *
 * @param properties undefined: all
 */
export function chooseSteps(open: readonly UndoStep[], properties: readonly string[] | undefined): readonly UndoStep[] {
  if (properties === undefined) return open;
  const chosen = open.filter(({ property }) => properties.includes(property));
  const rest = open.filter(({ property }) => !properties.includes(property));
  const isDateLeftAlone = chosen.length > 0 && rest.every(({ property }) => property === ENRICHED_AT_PROPERTY);
  return isDateLeftAlone ? open : chosen;
}

/** What is known of who set the present values; all of it may be unknown. */
export interface UndoProvenance extends Partial<Pick<RecordProvenance, 'history' | 'ownSourceIds'>> {
  /** Last value we wrote per property: tells a later enrichment from a person's edit. */
  readonly written?: Readonly<Record<string, string>> | undefined;
}

/**
 * Decides what undoing writes.
 *
 * Where the record still has what we wrote, the value before comes back exactly (`''` where there was none). What
 * somebody changed since is kept and said. A property that has its old value again gives no entry, so that a second
 * undo writes nothing.
 */
export function decideUndo(
  steps: readonly UndoStep[],
  current: Readonly<Record<string, string | null>>,
  { written = {}, history = {}, ownSourceIds = [] }: UndoProvenance = {},
): readonly PropertyChange[] {
  return steps.flatMap(({ property, before, after }): readonly PropertyChange[] => {
    const now = current[property] ?? null;
    const restored = before ?? '';
    if ((now ?? '') === restored) return [];
    const isTypedAnew = isSetByOthers(now ?? '', history[property]?.[0], ownSourceIds);
    const isUntouched = isSameValue(now ?? '', after ?? '') && !isTypedAnew;
    if (isUntouched) {
      const reason = 'restored to the value before';
      return [{ property, before: now, after: restored, decision: 'write', reason, written: false }];
    }
    const isLaterRun = !isTypedAnew && isSameValue(now ?? '', written[property] ?? after ?? '');
    const reason = isLaterRun ? 'written by a later enrichment, kept' : 'edited since, kept';
    return [{ property, before: now, after: restored, decision: 'keep', reason, written: false }];
  });
}

/**
 * The run as it stands after an undo.
 *
 * What was kept is settled too. What HubSpot refused to restore stays open, so that it can be tried again. Until all of
 * it is settled the other changes of the run stay listed beside those of the undo.
 */
export function afterUndo(
  enrichment: Enrichment,
  chosen: readonly UndoStep[],
  outcome: readonly PropertyChange[],
  undoneAt: string,
): Enrichment {
  const refused = new Set(outcome.filter((change) => isRefused(change)).map(({ property }) => property));
  const isChosen = ({ property }: { readonly property: string }) => chosen.some((step) => step.property === property);
  const open = openUndoSteps(enrichment).filter((step) => !isChosen(step) || refused.has(step.property));
  const isOpen = ({ property }: { readonly property: string }) => open.some((step) => step.property === property);
  const isStillToldBeside = (change: PropertyChange) =>
    !isChosen(change) && (isOpen(change) || enrichment.undo.open !== undefined || isRefused(change));
  return {
    ...enrichment,
    changes: [...enrichment.changes.filter(isStillToldBeside), ...outcome],
    undo: { possibleUntil: enrichment.undo.possibleUntil, undoneAt: open.length === 0 ? undoneAt : null, open },
  };
}

function isRefused({ decision, written }: PropertyChange): boolean {
  return decision === 'write' && !written;
}
