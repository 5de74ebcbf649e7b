import type { FinishedEnrichment } from '../enrichment-state.ts';
import type { ChangeLine } from '../parts/ChangeList.tsx';
import { humanise } from './labels.ts';

type Change = FinishedEnrichment['changes'][number];

/** Written beside values and never chosen: they say that and how a run ended. */
const BESIDE: readonly string[] = ['oppspot_enrichment_status', 'oppspot_last_enriched_at'];

const isChosen = ({ property }: { readonly property: string }): boolean => !BESIDE.includes(property);

/** What a preview would write. */
export const proposedLines = ({ changes }: FinishedEnrichment): readonly ChangeLine[] =>
  changes.filter((change) => change.decision === 'write' && !change.written && isChosen(change)).map(toLine);

/** What was written. */
export const writtenLines = ({ changes }: FinishedEnrichment): readonly ChangeLine[] =>
  changes
    .filter(({ written }) => written)
    .map(({ property, before, after }) => ({ property, from: before, to: after }));

/** What was left as it is, with the reason: kept on purpose, or refused by HubSpot. */
export const keptLines = ({ changes }: FinishedEnrichment): readonly ChangeLine[] =>
  changes
    .filter(({ decision }) => decision === 'keep')
    .map(({ property, before, reason }) => ({ property, from: before, note: humanise(reason) }));

/** What was decided and did not reach the record: refused by HubSpot, or left out of a preview. */
export const unwrittenLines = ({ changes }: FinishedEnrichment): readonly ChangeLine[] =>
  changes.filter((change) => change.decision === 'write' && !change.written && isChosen(change)).map(toLine);

/** What an undo can still take back, as it would become. */
export function undoableLines({ changes, undo }: FinishedEnrichment): readonly ChangeLine[] {
  if (undo.undoneAt !== null || undo.possibleUntil === null) return [];
  const open = undo.open?.map(({ property }) => property);
  return changes
    .filter((change) => change.written && isChosen(change) && (open?.includes(change.property) ?? true))
    .map(({ property, before, after }) => ({ property, from: after, to: before }));
}

/** What automation made in this run and an undo of all of it takes back, in words. */
export function undoableAutomation({ automation, undo }: FinishedEnrichment): readonly string[] {
  if (undo.possibleUntil === null) return [];
  const { task, deal, owner } = automation;
  const made = { 'the task': task, 'the deal': deal, 'the owner': owner };
  return Object.entries(made).flatMap(([words, object]) => (object?.created ? [words] : []));
}

/** Chosen properties as the backend is asked for them: the status goes along with any value. */
export const withStatus = (properties: readonly string[] | undefined): readonly string[] | undefined =>
  properties && [...properties, 'oppspot_enrichment_status'];

function toLine({ property, before, after, reason }: Change): ChangeLine {
  const isPlain = before === null || before === '';
  // "empty → …" says already what the reason of a first value is.
  return {
    property,
    from: before,
    to: after,
    ...(isPlain && reason === 'was empty' ? {} : { note: humanise(reason) }),
  };
}
