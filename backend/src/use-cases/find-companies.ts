import { type CompanyCandidate, type CompanyIdentity, companyNumberOfId } from '../domain/company/company.ts';
import { matchCompany } from '../domain/company/match-company.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';

/** How many companies the picker shows. */
const LIMIT = 10;

/** What a rep typed, and for which record. */
export interface FindCompaniesInput {
  readonly installation: Installation;
  /** A name or a company number; empty: the candidates of the record's last run. */
  readonly query: string;
  readonly record: { readonly objectType: ObjectType; readonly objectId: string } | null;
}

/** Finds companies of the register for the picker, best first; [] when nothing is near. */
export async function findCompanies(
  deps: { readonly register: CompanyRegister; readonly enrichments: EnrichmentStore },
  input: FindCompaniesInput,
): Promise<readonly CompanyCandidate[]> {
  const { organizationId } = input.installation;
  const { record } = input;
  const latest = record
    ? await deps.enrichments.findLatestForRecord(organizationId, record.objectType, record.objectId)
    : undefined;
  if (input.query === '') return latest?.match?.candidates ?? [];
  const identity = identityOfQuery(input.query);
  const rows = await deps.register.findCandidates(identity, LIMIT);
  const decision = matchCompany(identity, rows, { autoAcceptConfidence: 1 });
  return decision.kind === 'no_match' ? [] : decision.candidates;
}

function identityOfQuery(query: string): CompanyIdentity {
  const companyNumber = /\d{5}/.test(query) ? companyNumberOfId(query) : undefined;
  return companyNumber === undefined ? { name: query } : { companyNumber };
}
