import type { CompanyFacts } from '../company/company-facts.ts';
import type { IcpCriterion, PortalSettings } from '../portal/settings.ts';
import type { IsoDate } from '../time.ts';
import { judgeCriterion } from './icp-criteria.ts';
import { type FactorAnswer, type PossibleFactor, partOf, type RawPart, sourceOf } from './part.ts';
import type { ScoreGate } from './score.ts';

/** Points that a met criterion brings; a `must_not` is only a gate. */
const CRITERION_POINTS = { must: 20, should: 10 } as const;

/** Caps of the profile's gates (docs/scoring.md). */
const MUST_NOT_CAP = 20;
const MUST_CAP = 40;

const FIELD_LABELS: Readonly<Record<IcpCriterion['field'], string>> = {
  industry: 'Industry',
  size: 'Size',
  place: 'Place',
  age: 'Age',
  technology: 'Technology',
};

/** Scores the fit with the ideal customer profile: one factor per `must` and `should`; unknown without a profile. */
export function scoreFit(icp: PortalSettings['icp'], facts: CompanyFacts, asOf: IsoDate): RawPart {
  const seen = new Map<string, number>();
  return partOf(
    icp.criteria.flatMap((criterion): readonly PossibleFactor[] => {
      if (criterion.rule === 'must_not') return [];
      const maxPoints = CRITERION_POINTS[criterion.rule];
      const base = `${criterion.rule}_${criterion.field}`;
      const count = (seen.get(base) ?? 0) + 1;
      seen.set(base, count);
      const name = count === 1 ? base : `${base}_${count}`;
      const answer = answerOf(criterion, maxPoints, facts, asOf);
      return [{ name, label: FIELD_LABELS[criterion.field], maxPoints, answer }];
    }),
  );
}

/** Gates of the profile: a `must_not` that is hit, a `must` that is known to be unmet. */
export function icpGates(icp: PortalSettings['icp'], facts: CompanyFacts, asOf: IsoDate): readonly ScoreGate[] {
  return icp.criteria.flatMap((criterion) => {
    const verdict = judgeCriterion(criterion, facts, asOf);
    if (verdict === undefined) return [];
    if (criterion.rule === 'must_not' && verdict.isMet) {
      return [{ name: `icp_must_not_${criterion.field}`, cap: MUST_NOT_CAP }];
    }
    const isUnmetMust = criterion.rule === 'must' && !verdict.isMet;
    return isUnmetMust ? [{ name: `icp_must_${criterion.field}`, cap: MUST_CAP }] : [];
  });
}

/** Tells whether a gate is one of the profile's, and not of the company itself. */
export function isIcpGate({ name }: ScoreGate): boolean {
  return name.startsWith('icp_');
}

function answerOf(
  criterion: IcpCriterion,
  maxPoints: number,
  facts: CompanyFacts,
  asOf: IsoDate,
): FactorAnswer | undefined {
  const verdict = judgeCriterion(criterion, facts, asOf);
  if (verdict === undefined) return undefined;
  const { isMet, value, fact } = verdict;
  const wish = criterion.rule === 'must' ? 'required' : 'wanted';
  const label = FIELD_LABELS[criterion.field];
  const reason = isMet ? `${label} is as ${wish}` : `${label} is not as ${wish}`;
  return { value, points: isMet ? maxPoints : 0, reason, ...sourceOf(fact) };
}
