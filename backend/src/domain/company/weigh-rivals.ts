import { hasEnded } from './company-status.ts';
import type { JudgedCandidate } from './judge-candidate.ts';
import { legalFormOf } from './legal-form.ts';
import { normaliseCompanyName } from './normalise-company-name.ts';
import type { RegisterCompany } from './register-company.ts';

/** What another candidate's presence takes from a name that is equal: just below any floor of 0.90, so that a person decides. */
const RIVAL_CAP = 0.85;
/** A number and an exact name that point at two companies: one of them is a slip. */
const NUMBER_AGAINST_RIVAL_CAP = 0.6;

/** A reason to doubt, and the confidence that is left; 1 where the reason is only worth saying. */
interface Doubt {
  readonly reason: string;
  readonly cap: number;
}

/**
 * Weighs one candidate against the others: what looks certain alone is not where another company could be meant too.
 *
 * @param recordName the name as the record has it; a legal form in it says that the name is written in full
 */
export function weighRivals(
  candidate: JudgedCandidate,
  all: readonly JudgedCandidate[],
  recordName: string | undefined,
): JudgedCandidate {
  const others = all.filter((other) => other !== candidate);
  const doubts = candidate.isByNumber
    ? numberDoubts(candidate, others)
    : candidate.name === 'equal'
      ? nameDoubts(candidate, others, recordName)
      : [];
  return {
    ...candidate,
    confidence: Math.min(candidate.confidence, ...doubts.map(({ cap }) => cap)),
    reasons: [...candidate.reasons, ...doubts.map(({ reason }) => reason)],
  };
}

/** A person's choice is never doubted. */
function numberDoubts(candidate: JudgedCandidate, others: readonly JudgedCandidate[]): readonly Doubt[] {
  const isNamed = candidate.name === 'equal' || candidate.name === 'previous' || candidate.name === 'unknown';
  if (candidate.confidence === 1 || isNamed || !others.some(({ name }) => name === 'equal')) return [];
  return [{ reason: 'another company has exactly the name', cap: NUMBER_AGAINST_RIVAL_CAP }];
}

function nameDoubts(
  { row, place }: JudgedCandidate,
  others: readonly JudgedCandidate[],
  recordName: string | undefined,
): readonly Doubt[] {
  const key = normaliseCompanyName(row.name);
  const namesakes = others.filter((other) => normaliseCompanyName(other.row.name) === key);
  const neighbours = others.filter((other) => other.place !== 'contradicting' || place === 'contradicting');
  const isInFull = recordName !== undefined && legalFormOf(recordName) !== undefined;
  const siblings = neighbours.filter(
    (other) =>
      normaliseCompanyName(other.row.name).startsWith(`${key} `) && other.place === place && !isEnded(other.row),
  );
  return [
    ...(namesakes.length > 0 ? [{ reason: 'another company has the same name', cap: 1 }] : []),
    ...(isEnded(row) && namesakes.some((other) => !isEnded(other.row))
      ? [{ reason: 'this one has ended, another is active', cap: RIVAL_CAP }]
      : []),
    ...(neighbours.some(({ name }) => name === 'previous')
      ? [{ reason: 'another company had this name before', cap: RIVAL_CAP }]
      : []),
    ...(siblings.length > 0 && !isInFull
      ? [{ reason: 'companies at this place have longer names that begin so', cap: RIVAL_CAP }]
      : []),
  ];
}

function isEnded({ status, dissolvedOn }: RegisterCompany): boolean {
  return dissolvedOn !== null || (status !== null && hasEnded(status));
}
