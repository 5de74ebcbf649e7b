import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import type { ScoreHistoryEntryWire } from '../../../contract/score-history.ts';
import type { Display } from './display.ts';
import { formatDate, formatNumber } from './format.ts';
import { PART_LABELS } from './labels.ts';

type Score = NonNullable<EnrichmentWire['score']>;
type PartName = keyof Score['parts'];

const PART_NAMES: readonly PartName[] = ['financial', 'growth', 'engagement', 'fit'];

/** "Up 6 points since 12 Oct 2026 (68 to 74): growth +10."; null when this company has no earlier score here. */
export function scoreChangeInWords(
  display: Display,
  { score, match }: Pick<EnrichmentWire, 'score' | 'match'>,
  history: readonly ScoreHistoryEntryWire[],
): string | null {
  if (!score) return null;
  const number = match?.company?.companyNumber;
  const before = history.find((entry) => entry.companyNumber === number && !isPresent(entry, score));
  if (!before) return null;
  const since = before.asOf === score.asOf ? 'earlier today' : formatDate(display, before.asOf);
  const rules = before.model === score.model ? '' : ' The rules of the score have changed since.';
  return `${changeSince(display, before, score, since)}${rules}`;
}

/** The history holds the present score too, as soon as it was read after the run. */
function isPresent(entry: ScoreHistoryEntryWire, score: Score): boolean {
  return entry.asOf === score.asOf && isSameResult(entry, score);
}

function isSameResult(entry: ScoreHistoryEntryWire, score: Score): boolean {
  const parts = PART_NAMES.every((name) => entry.parts[name] === score.parts[name].value);
  return parts && entry.total === score.total && entry.coverage === score.coverage && entry.model === score.model;
}

function changeSince(display: Display, before: ScoreHistoryEntryWire, score: Score, since: string): string {
  if (score.total === null && before.total === null) return `No score ${on(since)} either.`;
  if (score.total === null) return `The score ${on(since)} was ${formatNumber(display, before.total ?? 0)}.`;
  if (before.total === null) return `There was no score ${on(since)}: too little was known.`;
  const parts = partsThatMoved(display, before, score);
  if (score.total === before.total) return `The same score as ${on(since)}${parts === '' ? '' : `, but ${parts}`}.`;
  const points = Math.abs(score.total - before.total);
  const moved = `${score.total > before.total ? 'Up' : 'Down'} ${formatNumber(display, points)} ${points === 1 ? 'point' : 'points'}`;
  const fromTo = `${formatNumber(display, before.total)} to ${formatNumber(display, score.total)}`;
  return `${moved} since ${since} (${fromTo})${parts === '' ? '' : `: ${parts}`}.`;
}

const on = (since: string): string => (since === 'earlier today' ? since : `on ${since}`);

function partsThatMoved(display: Display, before: ScoreHistoryEntryWire, score: Score): string {
  const moved = PART_NAMES.flatMap((name) => {
    const [then, now] = [before.parts[name], score.parts[name].value];
    const label = PART_LABELS[name].toLowerCase();
    if (then === now) return [];
    if (now === null) return [`${label} is unknown now`];
    if (then === null) return [`${label} is known now`];
    return [`${label} ${now > then ? '+' : '−'}${formatNumber(display, Math.abs(now - then))}`];
  });
  return moved.join(', ');
}
