import { companyIdentityOf, contactIdentityOf } from '../../backend/src/domain/company/identify-company.ts';
import { type MatchDecision, matchCompany } from '../../backend/src/domain/company/match-company.ts';
import type { CompanyRegister } from '../../backend/src/ports/company-register.ts';
import type { GoldenPair, GoldenRecord } from './golden-pair.ts';

/** What the product's matcher decided about a pair. */
export interface JudgedPair extends GoldenPair {
  readonly decision: MatchDecision;
}

/** As the product asks for them. */
const CANDIDATE_LIMIT = 20;

/** Runs every pair through the product's own steps: what the record says, candidates of the register, decision. */
export async function runGoldenSet(
  register: CompanyRegister,
  pairs: readonly GoldenPair[],
  autoAcceptConfidence: number,
): Promise<readonly JudgedPair[]> {
  const judged: JudgedPair[] = [];
  for (const pair of pairs) {
    const identity = identityOf(pair.record);
    const candidates = await register.findCandidates(identity, CANDIDATE_LIMIT);
    judged.push({ ...pair, decision: matchCompany(identity, candidates, { autoAcceptConfidence }) });
  }
  return judged;
}

function identityOf({ type, values, numberSetByPerson }: GoldenRecord) {
  return type === 'contact' ? contactIdentityOf(values) : companyIdentityOf(values, numberSetByPerson);
}
