import { askAfterRejection } from '../../domain/company/ask-after-rejection.ts';
import { type CompanyIdentity, companyNumberOfId } from '../../domain/company/company.ts';
import { canIdentify } from '../../domain/company/identify-company.ts';
import { type MatchDecision, matchCompany } from '../../domain/company/match-company.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import type { RunState, Subject } from './run-state.ts';

/** How many companies of the register are looked at. */
const CANDIDATE_LIMIT = 20;

/** A number that was decided before this run, and by whom. */
type KnownNumber = { readonly number: string; readonly by: 'person' | 'domain' };

/** Finds the company that the record means: by a person's choice, a known domain, or the register's candidates. */
export async function identifyCompany(
  deps: { readonly register: CompanyRegister; readonly enrichments: EnrichmentStore },
  run: RunState,
  subject: Subject,
): Promise<MatchDecision> {
  const { identity } = subject;
  const knownNumber = await readKnownNumber(deps, run, identity);
  if (!knownNumber && !canIdentify(identity)) return { kind: 'no_match', reasons: [nothingToGoBy(run)] };
  const lookup = knownNumber ? { ...identity, companyNumber: knownNumber.number } : identity;
  const candidates = await deps.register.findCandidates(lookup, CANDIDATE_LIMIT);
  const decision = matchCompany(identity, candidates, {
    autoAcceptConfidence: run.context.settings.matching.autoAcceptConfidence,
    ...(knownNumber ? { knownNumber } : {}),
  });
  const rejected = run.context.memory?.rejectedCompanyNumbers ?? [];
  return askAfterRejection(decision, rejected, { number: knownNumber, identity });
}

async function readKnownNumber(
  deps: { readonly enrichments: EnrichmentStore },
  run: RunState,
  identity: CompanyIdentity,
): Promise<KnownNumber | undefined> {
  const { request, memory } = run.context;
  const chosen = request.companyId === null ? undefined : companyNumberOfId(request.companyId);
  if (chosen !== undefined) return { number: chosen, by: 'person' };
  if (memory?.acceptedBy === 'person' && memory.companyNumber !== null)
    return { number: memory.companyNumber, by: 'person' };
  if (identity.domain === undefined) return undefined;
  const number = await deps.enrichments.findCompanyNumberByDomain(run.installation.organizationId, identity.domain);
  return number === undefined ? undefined : { number, by: 'domain' };
}

function nothingToGoBy(run: RunState): string {
  return {
    contacts: 'the contact has no company, no company name and no business e-mail address',
    companies: 'the company has no name',
    deals: 'the deal has no company',
  }[run.context.request.objectType];
}
