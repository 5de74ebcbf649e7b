import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { OverviewWire } from '../../../contract/overview.ts';
import type { Display } from '../../../display/display.ts';
import { formatNumber, formatShare } from '../../../display/format.ts';

type Outcome = OverviewWire['records'][number]['status'];

/** How a record's last run ended, in the order of the chart. */
export const OUTCOMES = [
  'completed',
  'insufficient_data',
  'needs_review',
  'no_match',
  'failed',
] as const satisfies readonly Outcome[];

/** Names of those. */
export const OUTCOME_LABELS = {
  completed: 'Enriched',
  insufficient_data: 'Too little known',
  needs_review: 'To choose',
  no_match: 'No company',
  failed: 'Failed',
} satisfies Record<Outcome, string>;

/** Records whose company is known: with a score, or with too little known for one. */
export function countEnriched(records: OverviewWire['records'], type: ObjectTypeName): number {
  return records
    .filter(
      ({ objectType, status }) => objectType === type && (status === 'completed' || status === 'insufficient_data'),
    )
    .reduce((sum, { records: count }) => sum + count, 0);
}

/** "45% of 40"; without the total only what is known. */
export function wordCoverage(display: Display, overview: OverviewWire, type: ObjectTypeName): string {
  const total = overview.inHubspot?.[type];
  if (total === undefined) return 'of an unknown number';
  if (total === 0) return 'There are none in HubSpot';
  // A record that was deleted in HubSpot still counts here, so the share could pass 1.
  const share = Math.min(1, countEnriched(overview.records, type) / total);
  return `${formatShare(display, share)} of ${formatNumber(display, total)}`;
}

/** Records by ten points, all object types together, the empty ones too. */
export function scoreBands(scores: OverviewWire['scores']): { readonly points: string; readonly records: number }[] {
  return Array.from({ length: 10 }, (_, at) => at * 10).map((from) => ({
    points: from === 90 ? '90–100' : `${from}–${from + 9}`,
    records: scores.filter((score) => score.from === from).reduce((sum, { records }) => sum + records, 0),
  }));
}
