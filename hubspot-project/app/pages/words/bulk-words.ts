import type { BulkAnswer } from '../../../contract/bulk.ts';
import type { Display } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { OBJECT_TYPE_LABELS } from '../../../display/names.ts';

type BulkRun = BulkAnswer['bulk'];

/** How a run stands, for its tag. */
export const BULK_STATUS = {
  queued: { variant: 'info', label: 'Waiting to start' },
  running: { variant: 'info', label: 'Running' },
  paused: { variant: 'warning', label: 'Paused' },
  stopped: { variant: 'default', label: 'Stopped' },
  completed: { variant: 'success', label: 'Completed' },
  failed: { variant: 'danger', label: 'Failed' },
} as const satisfies Record<BulkRun['status'], { variant: string; label: string }>;

/** Tells whether a run, or its undo, changes by itself. */
export const isMoving = ({ status, undo }: BulkRun): boolean =>
  status === 'queued' || status === 'running' || status === 'paused' || isBeingUndone(undo);

const isBeingUndone = (undo: BulkRun['undo']): boolean => undo?.status === 'running' || undo?.status === 'paused';

/** Tells whether a person can stop it. */
export const mayStop = ({ status }: BulkRun): boolean =>
  status === 'queued' || status === 'running' || status === 'paused';

/** Tells whether a person can let it go on. */
export const mayResume = ({ status, undo }: BulkRun): boolean =>
  (status === 'stopped' || status === 'failed') && undo === null;

/** Tells whether a run's writes can be taken back: once it rests, and once, unless that failed. */
export const mayUndoRun = (run: BulkRun): boolean =>
  !isMoving(run) && run.enriched > 0 && (run.undo === null || run.undo.status === 'failed');

/** "Companies, 120 records". */
export const titleOfRun = (display: Display, { objectType, total }: BulkRun): string =>
  `${OBJECT_TYPE_LABELS[objectType]}, ${formatNumber(display, total)} ${total === 1 ? 'record' : 'records'}`;

const OUTCOMES = [
  ['enriched', 'enriched'],
  ['unchanged', 'up to date already'],
  ['needsReview', 'to choose'],
  ['noMatch', 'without a company'],
  ['insufficientData', 'too little known'],
  ['failed', 'failed'],
] as const satisfies readonly (readonly [keyof BulkRun, string])[];

/** "96 enriched, 4 to choose"; what did not happen is not told. */
export function wordOutcomes(display: Display, run: BulkRun): string {
  const parts = OUTCOMES.filter(([key]) => run[key] > 0).map(
    ([key, words]) => `${formatNumber(display, run[key])} ${words}`,
  );
  return parts.length === 0 ? 'No record has ended yet' : parts.join(', ');
}

/** "About 2 minutes left"; null when that is not known or it is over. */
export function wordTimeLeft(display: Display, { status, etaSeconds }: BulkRun): string | null {
  if (etaSeconds === null || etaSeconds <= 0 || status === 'completed') return null;
  const [amount, unit] =
    etaSeconds < 90
      ? [Math.ceil(etaSeconds), 'second']
      : etaSeconds < 5_400
        ? [Math.round(etaSeconds / 60), 'minute']
        : [Math.round(etaSeconds / 3_600), 'hour'];
  const time = new Intl.NumberFormat(display.locale, { style: 'unit', unit: String(unit), unitDisplay: 'long' });
  return `About ${time.format(Number(amount))} left`;
}

const UNDO_STATUS = {
  running: 'Undo under way',
  paused: 'Undo paused',
  completed: 'Undone',
  failed: 'The undo could not finish',
} as const satisfies Record<NonNullable<BulkRun['undo']>['status'], string>;

/** What an undo did so far, and why it waits or ended early; null while there is none. */
export function wordUndo(display: Display, { undo }: BulkRun): string | null {
  if (!undo) return null;
  const done = [
    `${formatNumber(display, undo.restored)} taken back`,
    ...(undo.kept > 0 ? [`${formatNumber(display, undo.kept)} kept because of later edits`] : []),
    ...(undo.failed > 0 ? [`${formatNumber(display, undo.failed)} could not be taken back`] : []),
  ].join(', ');
  return `${UNDO_STATUS[undo.status]}: ${done}${undo.reason ? `. ${undo.reason}` : ''}`;
}
