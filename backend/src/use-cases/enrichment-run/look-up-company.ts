import { type CompanyIdentity, companyNumberOfId } from '../../domain/company/company.ts';
import { canIdentify } from '../../domain/company/identify-company.ts';
import type { RegisterCompany } from '../../domain/company/register-company.ts';
import type { DomainTeller } from '../../domain/company/stated-number.ts';
import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { EnrichmentStore, RecordMemory, RunContext } from '../../ports/enrichment-store.ts';
import type { Installation } from '../../ports/installation-store.ts';

/** How many companies of the register are looked at. */
const CANDIDATE_LIMIT = 20;

/** A number that was decided before this run, and by whom: a person for this record or its domain, or a source. */
export type KnownNumber = { readonly number: string; readonly by: 'person' | 'domain' | DomainTeller };

/** What our own tables say about an identity. */
export interface CompanyLookup {
  readonly known: KnownNumber | undefined;
  /** Companies of the register that could be meant; the known one is among them when the register holds it. */
  readonly candidates: readonly RegisterCompany[];
}

/** What the step touches. */
export interface LookUpCompanyDeps {
  readonly register: CompanyRegister;
  readonly enrichments: Pick<EnrichmentStore, 'findCompanyByDomain'>;
}

/** What of a run the step looks at. */
interface LookUpRun {
  readonly installation: Pick<Installation, 'organizationId'>;
  readonly context: {
    readonly request: Pick<RunContext['request'], 'companyId'>;
    readonly memory: Pick<RecordMemory, 'identity' | 'acceptedBy' | 'companyNumber'> | undefined;
  };
}

/** Looks an identity up in our own tables: what was decided before, and the register's candidates, both at once. */
export async function lookUpCompany(
  deps: LookUpCompanyDeps,
  run: LookUpRun,
  identity: CompanyIdentity,
): Promise<CompanyLookup> {
  const decided = decidedNumber(run);
  if (decided) {
    const lookup = { ...identity, companyNumber: decided.number };
    return { known: decided, candidates: await deps.register.findCandidates(lookup, CANDIDATE_LIMIT) };
  }
  // In this order they leave in one packet: the register gathers its questions first.
  const [candidates, known] = await Promise.all([
    canIdentify(identity) ? deps.register.findCandidates(identity, CANDIDATE_LIMIT) : [],
    readKnownDomain(deps, run, identity),
  ]);
  if (!known || candidates.some(({ companyNumber }) => companyNumber === known.number)) return { known, candidates };
  const company = await deps.register.readCompany(known.number);
  return { known, candidates: company ? [company, ...candidates] : candidates };
}

/**
 * Begins the look-up before the record is read, with what it said the last time: mostly it still says so, and then the
 * answer is there when HubSpot's is. A record that says something else by then is looked up anew.
 *
 * @returns gives the look-up of an identity
 */
export function lookUpAhead(
  deps: LookUpCompanyDeps,
  run: LookUpRun,
): (identity: CompanyIdentity) => Promise<CompanyLookup> {
  const remembered = run.context.memory?.identity ?? null;
  if (remembered === null) return (identity) => lookUpCompany(deps, run, identity);
  const ahead = lookUpCompany(deps, run, remembered);
  // It may fail before anybody asks for it, or be asked for by nobody.
  ahead.catch(() => undefined);
  const sameAs = canonicalText(remembered);
  return (identity) => (canonicalText(identity) === sameAs ? ahead : lookUpCompany(deps, run, identity));
}

function decidedNumber({ context }: LookUpRun): KnownNumber | undefined {
  const { request, memory } = context;
  const chosen = request.companyId === null ? undefined : companyNumberOfId(request.companyId);
  if (chosen !== undefined) return { number: chosen, by: 'person' };
  return memory?.acceptedBy === 'person' && memory.companyNumber !== null
    ? { number: memory.companyNumber, by: 'person' }
    : undefined;
}

async function readKnownDomain(
  deps: LookUpCompanyDeps,
  run: LookUpRun,
  { domain }: CompanyIdentity,
): Promise<KnownNumber | undefined> {
  if (domain === undefined) return undefined;
  const known = await deps.enrichments.findCompanyByDomain(run.installation.organizationId, domain);
  return known && { number: known.companyNumber, by: known.toldBy === 'person' ? 'domain' : known.toldBy };
}
