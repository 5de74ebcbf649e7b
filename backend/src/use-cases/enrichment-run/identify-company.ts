import { askAfterRejection } from '../../domain/company/ask-after-rejection.ts';
import { type CompanyIdentity, companyNumberOfId } from '../../domain/company/company.ts';
import { canIdentify } from '../../domain/company/identify-company.ts';
import { type MatchDecision, type MatchOptions, matchCompany } from '../../domain/company/match-company.ts';
import type { DomainTeller } from '../../domain/company/stated-number.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import { type IdentifyByDomainDeps, identifyByDomain } from './identify-by-domain.ts';
import type { RunState, Subject } from './run-state.ts';

/** How many companies of the register are looked at. */
const CANDIDATE_LIMIT = 20;

/** A number that was decided before this run, and by whom: a person for this record or its domain, or a source. */
type KnownNumber = { readonly number: string; readonly by: 'person' | 'domain' | DomainTeller };

/**
 * Finds the company that the record means: by a person's choice, a known domain, the register's candidates, or what the
 * company's website and oppSpot tell of an unknown domain.
 */
export async function identifyCompany(
  deps: IdentifyByDomainDeps,
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
    ...matchOptionsOf(knownNumber),
  });
  const rejected = run.context.memory?.rejectedCompanyNumbers ?? [];
  const settled = askAfterRejection(decision, rejected, { number: knownNumber, identity });
  if (knownNumber || rejected.length > 0) return settled;
  return identifyByDomain(deps, run, subject, { decision: settled, candidates });
}

function matchOptionsOf(known: KnownNumber | undefined): Pick<MatchOptions, 'knownNumber' | 'stated'> {
  if (known === undefined) return {};
  const { number, by } = known;
  if (by === 'person' || by === 'domain') return { knownNumber: { number, by } };
  return { stated: [{ number, by, names: [], doubt: null, isRemembered: true }] };
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
  const known = await deps.enrichments.findCompanyByDomain(run.installation.organizationId, identity.domain);
  return known && { number: known.companyNumber, by: known.toldBy === 'person' ? 'domain' : known.toldBy };
}

function nothingToGoBy(run: RunState): string {
  return {
    contacts: 'the contact has no company, no company name and no business e-mail address',
    companies: 'the company has no name',
    deals: 'the deal has no company',
  }[run.context.request.objectType];
}
