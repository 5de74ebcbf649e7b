import type { CompanyFacts } from '../company/company-facts.ts';
import type { ObjectType } from '../portal/settings.ts';
import type { IsoDate } from '../time.ts';
import { type ScoreRules, weighParts } from './compute-score.ts';
import { unweighPart } from './part.ts';
import { judgeableCriteria, profileFactsOf } from './profile-facts.ts';
import type { Score, ScoreBand } from './score.ts';
import { icpGates, isIcpGate, scoreFit } from './score-fit.ts';

/** A record whose last score is known, with the stored facts about its company. */
export interface ScoredRecord {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly companyName: string;
  readonly score: Score;
  /** Day for which that score holds. */
  readonly asOf: IsoDate;
  /** What the profile is judged by; facts that nobody stored are absent. */
  readonly facts: CompanyFacts;
}

/** What a person sees of a score; both are null where too little is known. */
export type ShownScore = Pick<Score, 'total' | 'band'>;

/** One record under both rules. */
export interface ScoreShift {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly companyName: string;
  readonly before: ShownScore;
  readonly after: ShownScore;
}

/** What new rules would do to scores. */
export interface ScorePreview {
  /** Records that were looked at; the following counts add up to it with those that stay as they are. */
  readonly records: number;
  readonly up: number;
  readonly down: number;
  /** Have no score now and would get one. */
  readonly gained: number;
  /** Have a score now and would lose it. */
  readonly lost: number;
  /** How many go from one band to another, most first; null is no score. */
  readonly moves: readonly {
    readonly from: ScoreBand | null;
    readonly to: ScoreBand | null;
    readonly records: number;
  }[];
  /** Those that move most, most first; at most five. */
  readonly largest: readonly ScoreShift[];
  /** Criteria about technology that are new: only the next enrichment reads websites for them. */
  readonly unjudgedCriteria: number;
}

const MAX_SHOWN = 5;

/**
 * Tells what new rules do to scores that are known.
 *
 * Both sides are made by the rules of docs/scoring.md from the same facts, so that a difference is the rules' alone. Parts
 * that the rules do not touch are taken as they were stored.
 *
 * @param before the rules that hold now, which is what the records were scored with last
 */
export function previewScores(records: readonly ScoredRecord[], before: ScoreRules, after: ScoreRules): ScorePreview {
  const criteria = judgeableCriteria(after.icp, before.icp);
  const judgeable = { ...after, icp: { criteria } };
  const shifts = records.map((record) => shiftOf(record, before, judgeable));
  const count = (holds: (shift: ScoreShift) => boolean) => shifts.filter(holds).length;
  return {
    records: shifts.length,
    up: count((shift) => pointsOf(shift) > 0),
    down: count((shift) => pointsOf(shift) < 0),
    gained: count((shift) => shift.before.total === null && shift.after.total !== null),
    lost: count((shift) => shift.before.total !== null && shift.after.total === null),
    moves: movesOf(shifts),
    largest: shifts
      .filter((shift) => distanceOf(shift) > 0)
      .sort((a, b) => distanceOf(b) - distanceOf(a))
      .slice(0, MAX_SHOWN),
    unjudgedCriteria: after.icp.criteria.length - criteria.length,
  };
}

function shiftOf(record: ScoredRecord, before: ScoreRules, after: ScoreRules): ScoreShift {
  const { objectType, objectId, companyName, score, asOf } = record;
  const facts = profileFactsOf(score, before.icp, record.facts);
  const under = (rules: ScoreRules): ShownScore => {
    const { total, band } = rescore(score, facts, rules, asOf);
    return { total, band };
  };
  return { objectType, objectId, companyName, before: under(before), after: under(after) };
}

/** The fit and its gates anew, everything else as it was. */
function rescore(score: Score, facts: CompanyFacts, rules: ScoreRules, asOf: IsoDate) {
  const { financial, growth, engagement } = score.parts;
  const parts = {
    financial: unweighPart(financial),
    growth: unweighPart(growth),
    engagement: unweighPart(engagement),
    fit: scoreFit(rules.icp, facts, asOf),
  };
  const own = score.gates.filter((gate) => !isIcpGate(gate));
  return weighParts({ parts, gates: [...own, ...icpGates(rules.icp, facts, asOf)] }, rules);
}

/** 0 where one of the two is unknown. */
function pointsOf({ before, after }: ScoreShift): number {
  return before.total === null || after.total === null ? 0 : after.total - before.total;
}

/** A score that comes or goes moves by all of it. */
function distanceOf({ before, after }: ScoreShift): number {
  return before.total === null && after.total === null ? 0 : Math.abs((after.total ?? 0) - (before.total ?? 0));
}

function movesOf(shifts: readonly ScoreShift[]): ScorePreview['moves'] {
  const moves = new Map<string, ScorePreview['moves'][number]>();
  for (const { before, after } of shifts.filter((shift) => shift.before.band !== shift.after.band)) {
    const key = `${before.band} ${after.band}`;
    moves.set(key, { from: before.band, to: after.band, records: (moves.get(key)?.records ?? 0) + 1 });
  }
  return [...moves.values()].sort((a, b) => b.records - a.records);
}
