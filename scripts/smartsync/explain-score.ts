import { roundHalfUp } from '../../backend/src/domain/scoring/compute-score.ts';
import type { Score, ScoreFactor, ScorePart, ScorePartName } from '../../backend/src/domain/scoring/score.ts';

const TITLES: Readonly<Record<ScorePartName, string>> = {
  financial: 'Financial',
  growth: 'Growth',
  engagement: 'Engagement',
  fit: 'Fit',
};
const NAMES: readonly ScorePartName[] = ['financial', 'growth', 'engagement', 'fit'];

/** The score in words and figures, so that a reader can add it up: lines of text. */
export function explainScore(score: Score): readonly string[] {
  return [
    headline(score),
    '',
    ...NAMES.flatMap((name) => [...explainPart(TITLES[name], score.parts[name]), '']),
    ...explainTotal(score),
    ...explainGates(score),
    ...explainChanges(score),
  ];
}

function headline({ total, band, coverage, model }: Score): string {
  const known = `${percent(coverage)} of what the model asks for is known`;
  if (total === null) return `SCORE  none: ${known}, which is too little (${model})`;
  return `SCORE  ${total} of 100, ${band ?? ''}; ${known} (${model})`;
}

function explainPart(title: string, part: ScorePart): readonly string[] {
  if (part.value === null) return [`  ${title}: unknown, left out`];
  return [
    `  ${title}: ${part.value} of 100, counts for ${percent(part.weight)} of the total (known: ${percent(part.coverage)})`,
    ...part.factors.map(explainFactor),
    `    ${points(sumOf(part.factors, 'points'))} of ${sumOf(part.factors, 'maxPoints')} points = ${rawValueOf(part).toFixed(3)}`,
  ];
}

function explainFactor(factor: ScoreFactor): string {
  const { label, value, reason, observedAt, evidence, maxPoints } = factor;
  const scored = `${points(factor.points)} of ${maxPoints}`.padStart(14);
  return `  ${scored}  ${label}: ${value}. ${reason}. As of ${observedAt} [${evidence.join(', ')}]`;
}

function explainTotal(score: Score): readonly string[] {
  const known = NAMES.filter((name) => score.parts[name].value !== null);
  if (known.length === 0) return [];
  const shares = known.map((name) => score.parts[name].weight * rawValueOf(score.parts[name]));
  const sum = shares.reduce((total, share) => total + share, 0);
  const lines = known.map((name, index) => {
    const part = score.parts[name];
    const weighed = `${part.weight.toFixed(4)} × ${rawValueOf(part).toFixed(3)}`;
    return `    ${TITLES[name].padEnd(12)}${weighed.padStart(18)} = ${(shares[index] ?? 0).toFixed(3).padStart(7)}`;
  });
  const rounded = `    ${'Sum'.padEnd(33)}${sum.toFixed(3).padStart(7)}, rounded ${roundHalfUp(sum)}`;
  if (score.total === null) return ['  How it would add up, were enough known', ...lines, rounded, ''];
  const cap = Math.min(100, ...score.gates.map((gate) => gate.cap));
  const capped = Math.min(roundHalfUp(sum), cap);
  const held = cap < roundHalfUp(sum) ? [`    Held down to ${cap} by ${score.gates[0]?.name ?? ''}`] : [];
  // Text and figures come from one stored result; if they ever disagree, the reader must hear it from us.
  const check =
    capped === score.total
      ? `    Total ${score.total}`
      : `    The stored total is ${score.total}: this does not add up`;
  return ['  How the total adds up', ...lines, rounded, ...held, check, ''];
}

function explainGates({ gates }: Score): readonly string[] {
  if (gates.length === 0) return ['  No gate holds the total down', ''];
  return [...gates.map(({ name, cap }) => `  Gate: ${name.replaceAll('_', ' ')}, no more than ${cap} points`), ''];
}

function explainChanges({ wouldChange, total }: Score): readonly string[] {
  if (wouldChange.length === 0) return total === null ? [] : ['  Nothing we know of would raise the total'];
  return [
    '  What would raise the total',
    ...wouldChange.map(({ change, deltaPoints }) => `    +${deltaPoints}  ${change}`),
  ];
}

/** The value before rounding, from the points that are shown. */
function rawValueOf({ factors }: ScorePart): number {
  const maximum = sumOf(factors, 'maxPoints');
  return maximum === 0 ? 0 : (100 * sumOf(factors, 'points')) / maximum;
}

function sumOf(factors: readonly ScoreFactor[], member: 'points' | 'maxPoints'): number {
  return factors.reduce((sum, factor) => sum + factor[member], 0);
}

function points(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
