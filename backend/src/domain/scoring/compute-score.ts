import type { CompanyFacts, EngagementFacts } from '../company/company-facts.ts';
import type { PortalSettings } from '../portal/settings.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { liveSignals } from '../signals/weigh-signals.ts';
import type { IsoDate } from '../time.ts';
import { gatesOf } from './gates.ts';
import type { RawPart } from './part.ts';
import type { Score, ScoreBand, ScoreGate, ScorePart, ScorePartName } from './score.ts';
import { scoreEngagement } from './score-engagement.ts';
import { scoreFinancial } from './score-financial.ts';
import { scoreFit } from './score-fit.ts';
import { scoreGrowth } from './score-growth.ts';

/** Everything a score depends on; `asOf` is the only time. */
export interface ScoreInput {
  readonly facts: CompanyFacts;
  readonly engagement: EngagementFacts;
  /** All events; they are weighed here as of `asOf`. */
  readonly events: readonly SignalEvent[];
  readonly icp: PortalSettings['icp'];
  /** Weights that sum to 1. */
  readonly weights: PortalSettings['scoring']['weights'];
  /** 0–1: below this coverage the total is unknown. */
  readonly coverageFloor: number;
  /** UTC day for which the score holds. */
  readonly asOf: IsoDate;
}

/** Name and version of the rules, stored with every result. */
export const SCORE_MODEL = 'oppspot-score 1.0.0';

/** Coverage from which a score may be hot, and from which automation acts. */
export const HOT_COVERAGE = 0.5;
/** Total from which a score may be hot. */
export const HOT_TOTAL = 80;

/** Sums of decimal fractions miss round numbers by less than this. */
const ROUNDING_ERROR = 1e-9;

const PART_NAMES: readonly ScorePartName[] = ['financial', 'growth', 'engagement', 'fit'];

/** What an admin decides about scores. */
export type ScoreRules = Pick<ScoreInput, 'icp' | 'weights' | 'coverageFloor'>;

/** Parts before they are weighed, and the caps that hold. */
export interface JudgedCompany {
  readonly parts: Readonly<Record<ScorePartName, RawPart>>;
  readonly gates: readonly ScoreGate[];
}

/** Judges the parts of a company and finds its gates. */
export function judgeParts({ facts, engagement, events, icp, asOf }: ScoreInput): JudgedCompany {
  return {
    parts: {
      financial: scoreFinancial(facts, asOf),
      growth: scoreGrowth(facts, liveSignals(events, asOf), asOf),
      engagement: scoreEngagement(engagement, asOf),
      fit: scoreFit(icp, facts, asOf),
    },
    gates: gatesOf(facts, icp, asOf),
  };
}

/** As `judgeParts` of `after`, which differs in facts, events or engagement only; parts that rest on none of these stay. */
export function judgeAgain(before: ScoreInput, judged: JudgedCompany, after: ScoreInput): JudgedCompany {
  const { facts, engagement, events, icp, asOf } = after;
  const isTouched = engagement !== before.engagement;
  const parts = isTouched ? { ...judged.parts, engagement: scoreEngagement(engagement, asOf) } : judged.parts;
  if (facts === before.facts && events === before.events) return { ...judged, parts };
  const growth = scoreGrowth(facts, liveSignals(events, asOf), asOf);
  if (facts === before.facts) return { ...judged, parts: { ...parts, growth } };
  const [financial, fit] = [scoreFinancial(facts, asOf), scoreFit(icp, facts, asOf)];
  return { parts: { ...parts, growth, financial, fit }, gates: gatesOf(facts, icp, asOf) };
}

/** Makes a score of its parts; its total and band are null below the floor. */
export function weighParts(
  { parts: raw, gates }: JudgedCompany,
  { weights, coverageFloor }: Pick<ScoreRules, 'weights' | 'coverageFloor'>,
): Omit<Score, 'wouldChange'> {
  const coverage = PART_NAMES.reduce((sum, name) => sum + weights[name] * raw[name].coverage, 0);
  const shown = (name: ScorePartName): ScorePart => showPart(raw[name], weights[name], coverage);
  const parts = {
    financial: shown('financial'),
    growth: shown('growth'),
    engagement: shown('engagement'),
    fit: shown('fit'),
  };
  const isKnown = coverage > 0 && !isBelow(coverage, coverageFloor);
  const sum = PART_NAMES.reduce((total, name) => total + parts[name].weight * (raw[name].value ?? 0), 0);
  const total = isKnown ? Math.min(roundHalfUp(sum), ...gates.map(({ cap }) => cap)) : null;
  return { total, band: total === null ? null : bandOf(total, coverage), coverage, model: SCORE_MODEL, parts, gates };
}

/** Rounds half up, forgiving the error of binary fractions: 72.49999999999999 that means 72.5 becomes 73. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + ROUNDING_ERROR);
}

/** Tells whether an unrounded value is below a floor, forgiving the error of binary fractions. */
export function isBelow(value: number, floor: number): boolean {
  return value < floor - ROUNDING_ERROR;
}

function showPart(part: RawPart, weight: number, coverage: number): ScorePart {
  return {
    value: part.value === null ? null : roundHalfUp(part.value),
    coverage: part.coverage,
    weight: coverage === 0 ? 0 : (weight * part.coverage) / coverage,
    factors: part.factors,
  };
}

/** Bands go by the total that people see. */
function bandOf(total: number, coverage: number): ScoreBand {
  if (total >= HOT_TOTAL) return isBelow(coverage, HOT_COVERAGE) ? 'warm' : 'hot';
  if (total >= 60) return 'warm';
  return total >= 40 ? 'lukewarm' : 'cold';
}
