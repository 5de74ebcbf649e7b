import type { CompanyIdentity } from './company.ts';
import { hasEnded } from './company-status.ts';
import { compareName, type NameRelation } from './compare-name.ts';
import { isOtherForm, type JudgedCandidate } from './judge-candidate.ts';
import { normaliseCompanyName } from './normalise-company-name.ts';
import type { RegisterCompany } from './register-company.ts';
import type { StatedNumber } from './stated-number.ts';

/**
 * Confidence of a number that is stated for the record's domain, by how the name goes with the register's name of that
 * number. British companies must state their own number on their website, but footers also name web agencies, parents
 * and payment services: without a name that agrees it is a candidate only.
 */
const STATED: Readonly<Record<NameRelation, number>> = {
  equal: 0.96,
  previous: 0.94,
  close: 0.94,
  contained: 0.92,
  alike: 0.75,
  different: 0.6,
  unknown: 0.6,
};

/** Below any floor of 0.90, so that a person decides. */
const DOUBT_CAP = 0.85;
/** A record that states another number cannot mean this company for sure. */
const OTHER_NUMBER_CAP = 0.6;

const REASONS = {
  website: 'company number stated on the website of the domain',
  oppspot: 'oppSpot knows the domain as this company’s',
} as const;

/**
 * Weighs what is stated for the domain into a candidate that was judged by name and place.
 *
 * It never takes confidence away: a company that its website does not name may still be the one meant.
 *
 * @param stated statements about this very company, at least one
 */
export function judgeStatement(
  identity: CompanyIdentity,
  candidate: JudgedCandidate,
  stated: readonly StatedNumber[],
): JudgedCandidate {
  const tellers = [...new Set(stated.map(({ by }) => REASONS[by]))];
  const reasons = [...tellers, ...candidate.reasons];
  if (candidate.isByNumber) return { ...candidate, reasons };
  const name = agreedName(identity, candidate, stated);
  const doubts = doubtsOf(identity, candidate.row, stated);
  const confidence = Math.min(STATED[name], ...doubts.map(({ cap }) => cap));
  return {
    ...candidate,
    name,
    confidence: Math.max(candidate.confidence, confidence),
    reasons: [...reasons, ...doubts.flatMap(({ reason }) => (reasons.includes(reason) ? [] : [reason]))],
    isByNumber: doubts.length === 0 && confidence > DOUBT_CAP,
  };
}

/** The record's own name decides; without one, the names by which the domain's owner calls itself. */
function agreedName(
  identity: CompanyIdentity,
  { row, name }: JudgedCandidate,
  stated: readonly StatedNumber[],
): NameRelation {
  if (identity.name !== undefined) return name;
  if (stated.some(({ isRemembered }) => isRemembered)) return 'equal';
  const relations = stated.flatMap(({ names }) => names).map((own) => ownNameRelation(own, row));
  return relations.sort((a, b) => STATED[b] - STATED[a])[0] ?? 'unknown';
}

/** Part of a name is taken only when it is the beginning, of two words at least: "Home" stands on every website. */
function ownNameRelation(own: string, row: RegisterCompany): NameRelation {
  const relation = compareName(own, row);
  if (relation !== 'contained') return relation;
  const key = normaliseCompanyName(own);
  return key.includes(' ') && normaliseCompanyName(row.name).startsWith(`${key} `) ? 'contained' : 'alike';
}

function doubtsOf(
  identity: CompanyIdentity,
  row: RegisterCompany,
  stated: readonly StatedNumber[],
): readonly { readonly reason: string; readonly cap: number }[] {
  const hasOtherNumber = identity.companyNumber !== undefined && identity.companyNumber !== row.companyNumber;
  const isOver = row.dissolvedOn !== null || (row.status !== null && hasEnded(row.status));
  return [
    ...new Set(stated.flatMap(({ doubt }) => doubt ?? [])),
    ...(isOtherForm(identity.name, row.name) ? ['legal form differs'] : []),
    ...(isOver ? ['this company has ended'] : []),
  ]
    .map((reason) => ({ reason, cap: DOUBT_CAP }))
    .concat(hasOtherNumber ? [{ reason: 'company number differs', cap: OTHER_NUMBER_CAP }] : []);
}
