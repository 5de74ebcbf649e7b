import type { Match } from '../enrichment/enrichment.ts';
import type { Company, CompanyCandidate, CompanyIdentity } from './company.ts';
import { companyOfRow, type JudgedCandidate, judgeCandidate, type KnownNumber } from './judge-candidate.ts';
import { judgeStatement } from './judge-statement.ts';
import type { RegisterCompany } from './register-company.ts';
import type { StatedNumber } from './stated-number.ts';
import { weighRivals } from './weigh-rivals.ts';

/** What the matcher needs besides identity and candidates. */
export interface MatchOptions {
  /** 0–1: confidence from which one company is accepted without a person. */
  readonly autoAcceptConfidence: number;
  readonly knownNumber?: KnownNumber | undefined;
  /** Company numbers that are stated for the record's domain. */
  readonly stated?: readonly StatedNumber[] | undefined;
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

const MIN_CONFIDENCE = 0.3;
const MAX_CANDIDATES = 10;

/**
 * Decides which of the register's candidates the record means; nothing is accepted on a guess.
 *
 * Accepted is only what reaches the floor alone. Two that reach it, a name without a place, a number against the name,
 * and what the other candidates make doubtful (weigh-rivals.ts) are left to a person. A person's own choice for this record
 * always counts.
 */
export function matchCompany(
  identity: CompanyIdentity,
  candidates: readonly RegisterCompany[],
  options: MatchOptions,
): MatchDecision {
  const judged = candidates.map((row) => {
    const candidate = judgeCandidate(identity, row, options.knownNumber);
    const stated = options.stated?.filter(({ number }) => number === row.companyNumber) ?? [];
    return stated.length === 0 ? candidate : judgeStatement(identity, candidate, stated);
  });
  const ranked = judged
    .map((candidate) => weighRivals(candidate, judged, identity.name))
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .sort(compareCandidates)
    .slice(0, MAX_CANDIDATES);
  const best = ranked[0];
  if (best === undefined) return { kind: 'no_match', reasons: [whyNothing(identity)] };
  const shown = ranked.map((candidate) => candidateOf(candidate));
  const { confidence } = best;
  const rivals = ranked
    .slice(1)
    .filter((other) => other.isByNumber || other.confidence >= options.autoAcceptConfidence);
  const isAlone = best.isByNumber || rivals.length === 0;
  if (confidence < options.autoAcceptConfidence || !isAlone) {
    const reasons = isAlone ? best.reasons : [...best.reasons, 'more than one company fits as well'];
    return { kind: 'needs_review', confidence, reasons, candidates: shown };
  }
  const domain = best.isByNumber ? (identity.domain ?? null) : null;
  const company = companyOfRow(best.row, domain);
  return { kind: 'accepted', company, row: best.row, confidence, reasons: best.reasons, candidates: shown };
}

/** The decision as the result of a run shows it; confidence 0 when nothing was found. */
export function matchOfDecision(decision: MatchDecision): Match {
  if (decision.kind === 'no_match') return { confidence: 0, reasons: decision.reasons, company: null, candidates: [] };
  const { confidence, reasons, candidates } = decision;
  return { confidence, reasons, company: decision.kind === 'accepted' ? decision.company : null, candidates };
}

function candidateOf({ row, confidence, reasons }: JudgedCandidate): CompanyCandidate {
  const { town, postcode } = row.registeredOffice;
  return { ...companyOfRow(row), confidence, reasons, town, postcode };
}

/** Best first; by number when equal, so that the order never depends on the database. */
function compareCandidates(a: JudgedCandidate, b: JudgedCandidate): number {
  return (
    b.confidence - a.confidence ||
    Number(b.isByNumber) - Number(a.isByNumber) ||
    (a.row.companyNumber < b.row.companyNumber ? -1 : 1)
  );
}

function whyNothing(identity: CompanyIdentity): string {
  if (identity.companyNumber !== undefined) return 'no company with this number or a similar name in the register';
  if (identity.name !== undefined) return 'no company with this or a similar name in the register';
  return identity.domain === undefined
    ? 'the record names no company'
    : 'the record gives a domain but no company name, and no colleague has chosen a company for it';
}
