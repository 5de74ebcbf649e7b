import { AppError } from '../errors.ts';
import type { Company, CompanyCandidate, CompanyIdentity } from './company.ts';
import type { RegisterCompany } from './register-company.ts';

/** What the matcher needs besides identity and candidates. */
export interface MatchOptions {
  /** 0–1: floor from which one company is accepted without a person. */
  readonly autoAcceptConfidence: number;
  /** A number that was decided earlier: by a person for this record, or by a colleague for this domain. */
  readonly knownNumber?: { readonly number: string; readonly by: 'person' | 'domain' };
}

/** Which company is meant, or why that is open. */
export type MatchDecision =
  | {
      readonly kind: 'accepted';
      readonly company: Company;
      /** The register row of that company. */
      readonly row: RegisterCompany;
      readonly confidence: number;
      readonly reasons: readonly string[];
      readonly candidates: readonly CompanyCandidate[];
    }
  | {
      readonly kind: 'needs_review';
      readonly confidence: number;
      readonly reasons: readonly string[];
      readonly candidates: readonly CompanyCandidate[];
    }
  | { readonly kind: 'no_match'; readonly reasons: readonly string[] };

/** Decides which of the register's candidates the record means; nothing is accepted on a guess. */
export function matchCompany(
  identity: CompanyIdentity,
  candidates: readonly RegisterCompany[],
  options: MatchOptions,
): MatchDecision {
  throw new AppError('internal', `matching is not built yet (${identity.name}, ${candidates.length}, ${options})`);
}
