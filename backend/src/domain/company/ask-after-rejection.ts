import type { CompanyIdentity } from './company.ts';
import type { MatchDecision } from './match-company.ts';

/**
 * Leaves the decision to a person once somebody said that a company was the wrong one for this record.
 *
 * The rejected one comes last and says so. What a person chose since counts, and the number on the record
 * and what colleagues chose for the domain count unless that is a rejected one.
 *
 * @param rejectedNumbers companies that a person said the record is not
 */
export function askAfterRejection(
  decision: MatchDecision,
  rejectedNumbers: readonly string[],
  known: {
    readonly number: { readonly number: string; readonly by: string } | undefined;
    readonly identity: CompanyIdentity;
  },
): MatchDecision {
  if (decision.kind === 'no_match' || rejectedNumbers.length === 0) return decision;
  const isRejected = ({ companyNumber }: { readonly companyNumber: string | null }) =>
    companyNumber !== null && rejectedNumbers.includes(companyNumber);
  if (decision.kind === 'accepted') {
    const { companyNumber } = decision.company;
    const isNamed = companyNumber === known.number?.number || companyNumber === known.identity.companyNumber;
    if (isNamed && (known.number?.by === 'person' || !isRejected(decision.company))) return decision;
  }
  const others = decision.candidates.filter((candidate) => !isRejected(candidate));
  const rejected = decision.candidates.filter(isRejected).map((candidate) => ({
    ...candidate,
    reasons: ['a person said that it is not this company', ...candidate.reasons],
  }));
  return {
    kind: 'needs_review',
    confidence: others[0]?.confidence ?? 0,
    reasons: ['a person said that the company found before is the wrong one'],
    candidates: [...others, ...rejected],
  };
}
