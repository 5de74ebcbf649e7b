import type { Display } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { countWords } from '../../../display/names.ts';
import type { Bulk, Estimate } from '../bulk-state.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** 8 → "a few seconds", 95 → "about 2 minutes", 5400 → "about 1.5 hours". */
export function formatDuration(display: Display, seconds: number): string {
  if (seconds < 20) return 'a few seconds';
  if (seconds < MINUTE) return 'less than a minute';
  const [amount, unit] = seconds < HOUR ? [Math.ceil(seconds / MINUTE), 'minute'] : [seconds / HOUR, 'hour'];
  const options = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return `about ${new Intl.NumberFormat(display.locale, options).format(amount)}`;
}

const SINGULAR = { contacts: 'contact', companies: 'company', deals: 'deal' } as const;

/** "1 company", "1,200 contacts". */
export function countRecords(display: Display, records: number, objectType: keyof typeof SINGULAR): string {
  return `${formatNumber(display, records)} ${records === 1 ? SINGULAR[objectType] : objectType}`;
}

/** What a run would cost, line by line; what costs nothing is left out. */
export function estimateLines(display: Display, estimate: Estimate): readonly { label: string; value: string }[] {
  const { hubspotCalls, modelCalls, modelTokens, seconds } = estimate;
  const model = `${formatNumber(display, modelCalls)} (${formatNumber(display, modelTokens)} tokens)`;
  return [
    { label: 'Takes', value: formatDuration(display, seconds) },
    { label: 'Requests to HubSpot', value: formatNumber(display, hubspotCalls) },
    ...(modelCalls > 0 ? [{ label: 'Texts by the model', value: model }] : []),
  ];
}

const OUTCOMES = [
  ['enriched', 'Enriched'],
  ['unchanged', 'Up to date already'],
  ['needsReview', 'Need a choice of company'],
  ['noMatch', 'No company found'],
  ['insufficientData', 'Too little known for a score'],
  ['failed', 'Failed'],
] as const;

/** How the records ended; kinds that did not occur are left out. */
export function outcomeLines(display: Display, bulk: Bulk): readonly { label: string; value: string }[] {
  return OUTCOMES.filter(([name]) => bulk[name] > 0).map(([name, label]) => ({
    label,
    value: formatNumber(display, bulk[name]),
  }));
}

/** What an undo did, in a sentence. */
export function undoWords(undo: NonNullable<Bulk['undo']>): string {
  const restored = `Values of ${countWords(undo.restored, 'record')} came back.`;
  const kept = undo.kept > 0 ? ` ${countWords(undo.kept, 'record')} keep edits that people made since.` : '';
  const failed = undo.failed > 0 ? ` ${countWords(undo.failed, 'record')} could not be undone.` : '';
  return `${restored}${kept}${failed}`;
}
