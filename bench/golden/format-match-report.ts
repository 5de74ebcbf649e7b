import { calibrationOf, type Outcome, outcomeOf, type Tally, tallyOf, wilsonInterval } from './match-figures.ts';
import type { JudgedPair } from './run-golden-set.ts';

/** The lower bound of the 95 % interval of precision that automatic acceptance must reach. */
export const PRECISION_BAR = 0.99;

const MAX_WRONG_SHOWN = 20;

/** The shares that the report opens with, 0–1. */
export interface MatchShares {
  readonly accepted: number;
  readonly precision: number;
  readonly precisionInterval: readonly [number, number];
  /** Of the pairs that mean a company: accepted and right. */
  readonly recall: number;
  /** Of those: accepted and right, or shown to the rep among the candidates. */
  readonly reach: number;
  /** Of all pairs: left to the rep. */
  readonly handedOver: number;
}

/** Works out the shares of a run. */
export function sharesOf(judged: readonly JudgedPair[]): MatchShares {
  const all = tallyOf(judged).byOutcome;
  const meant = tallyOf(judged.filter(({ truth }) => truth.kind === 'company'));
  const accepted = all['accepted right'] + all['accepted wrong'];
  return {
    accepted,
    precision: accepted === 0 ? 0 : all['accepted right'] / accepted,
    precisionInterval: wilsonInterval(all['accepted right'], accepted),
    recall: meant.byOutcome['accepted right'] / meant.pairs,
    reach: (meant.byOutcome['accepted right'] + meant.byOutcome['rep, company shown']) / meant.pairs,
    handedOver: (all['rep, company shown'] + all['rep, company not shown']) / judged.length,
  };
}

/** The report as text: shares, outcomes by variant, calibration, and every wrong acceptance. */
export function formatMatchReport(judged: readonly JudgedPair[], floor: number): string {
  const shares = sharesOf(judged);
  const [low, high] = shares.precisionInterval;
  const isMet = low >= PRECISION_BAR;
  return [
    `precision at ${floor.toFixed(2)}: ${percent(shares.precision)} of ${shares.accepted} accepted; 95 % interval ${percent(low)} to ${percent(high)}`,
    `bar: lower bound at least ${percent(PRECISION_BAR)}: ${isMet ? 'met' : 'NOT MET'}`,
    `recall: ${percent(shares.recall)} accepted by itself; ${percent(shares.reach)} accepted or shown to the rep`,
    `handed to the rep: ${percent(shares.handedOver)} of ${judged.length} pairs`,
    '',
    ...formatVariants(judged),
    '',
    ...formatCalibration(judged),
    ...formatWrong(judged),
  ].join('\n');
}

const COLUMNS: readonly (readonly [string, Outcome])[] = [
  ['right', 'accepted right'],
  ['WRONG', 'accepted wrong'],
  ['rep', 'rep, company shown'],
  ['rep, not shown', 'rep, company not shown'],
  ['missed', 'nothing found, wrong'],
  ['rightly none', 'nothing found, right'],
];

function formatVariants(judged: readonly JudgedPair[]): readonly string[] {
  const names = [...new Set(judged.map(({ variant }) => variant))];
  const row = (name: string, { pairs, byOutcome }: Tally) =>
    tableRow([name, String(pairs), ...COLUMNS.map(([, outcome]) => String(byOutcome[outcome] || '·'))]);
  return [
    tableRow(['variant', 'pairs', ...COLUMNS.map(([title]) => title)]),
    ...names.map((name) => row(name, tallyOf(judged.filter(({ variant }) => variant === name)))),
    row('all', tallyOf(judged)),
  ];
}

function tableRow([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(70) + cells.map((cell) => cell.padStart(15)).join('');
}

function formatCalibration(judged: readonly JudgedPair[]): readonly string[] {
  const bins = calibrationOf(judged).map(({ from, to, pairs, stated, right }) =>
    tableRow([`${from.toFixed(2)} to ${to.toFixed(2)}`, String(pairs), stated.toFixed(2), right.toFixed(2)]),
  );
  return [tableRow(['confidence of the best candidate', 'pairs', 'stated', 'right']), ...bins];
}

function formatWrong(judged: readonly JudgedPair[]): readonly string[] {
  const lines = judged.flatMap((pair) => {
    if (pair.decision.kind !== 'accepted' || outcomeOf(pair) !== 'accepted wrong') return [];
    const { row, confidence, reasons } = pair.decision;
    const meant = pair.truth.kind === 'company' ? pair.truth.companyNumber : pair.truth.kind;
    return [
      `  ${pair.variant}: ${JSON.stringify(pair.record.values)} means ${meant}, accepted ${row.companyNumber} ${row.name} at ${confidence} (${reasons.join(', ')})`,
    ];
  });
  const more = lines.length > MAX_WRONG_SHOWN ? [`  and ${lines.length - MAX_WRONG_SHOWN} more`] : [];
  return lines.length === 0 ? [] : ['', 'accepted wrong:', ...lines.slice(0, MAX_WRONG_SHOWN), ...more];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
