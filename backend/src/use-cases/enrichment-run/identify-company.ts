import { askAfterRejection } from '../../domain/company/ask-after-rejection.ts';
import { canIdentify } from '../../domain/company/identify-company.ts';
import { type MatchDecision, type MatchOptions, matchCompany } from '../../domain/company/match-company.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { type IdentifyByDomainDeps, identifyByDomain } from './identify-by-domain.ts';
import type { CompanyLookup, KnownNumber } from './look-up-company.ts';
import type { RunState, Subject } from './run-state.ts';
import type { SharedWork } from './shared-work.ts';

/**
 * Finds the company that the record means: by a person's choice, a known domain, the register's candidates, or what the
 * company's website and oppSpot tell of an unknown domain.
 *
 * @param found what our own tables say about the subject's identity
 */
export async function identifyCompany(
  deps: IdentifyByDomainDeps & { readonly shared?: SharedWork },
  run: RunState,
  subject: Subject,
  { known, candidates }: CompanyLookup,
): Promise<MatchDecision> {
  const { identity } = subject;
  if (!known && !canIdentify(identity)) return { kind: 'no_match', reasons: [nothingToGoBy(run)] };
  const { autoAcceptConfidence } = run.context.settings.matching;
  const decide = () => matchCompany(identity, candidates, { autoAcceptConfidence, ...matchOptionsOf(known) });
  // The candidates follow from the two.
  const decision = deps.shared
    ? getOrMake(deps.shared.decisions, JSON.stringify([identity, known ?? null]), decide)
    : decide();
  const rejected = run.context.memory?.rejectedCompanyNumbers ?? [];
  const settled = askAfterRejection(decision, rejected, { number: known, identity });
  if (known || rejected.length > 0) return settled;
  return identifyByDomain(deps, run, subject, { decision: settled, candidates });
}

function matchOptionsOf(known: KnownNumber | undefined): Pick<MatchOptions, 'knownNumber' | 'stated'> {
  if (known === undefined) return {};
  const { number, by } = known;
  if (by === 'person' || by === 'domain') return { knownNumber: { number, by } };
  return { stated: [{ number, by, names: [], doubt: null, isRemembered: true }] };
}

function nothingToGoBy(run: RunState): string {
  return {
    contacts: 'the contact has no company, no company name and no business e-mail address',
    companies: 'the company has no name',
    deals: 'the deal has no company',
  }[run.context.request.objectType];
}
