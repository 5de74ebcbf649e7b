import { AppError } from '../../domain/errors.ts';
import { describeOppspot } from '../../domain/evidence/describe-oppspot.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanySource } from '../../ports/company-source.ts';
import type { DomainLookup } from '../../ports/domain-lookup.ts';
import { companySchema, searchSchema } from './response-schemas.ts';
import { type AskOppspot, makeAskOppspot, type OppspotConfig } from './transport.ts';

/** A search and the company that it found. */
const REQUESTS_PER_COMPANY = 2;

/** What the oppSpot API is good for. */
export interface Oppspot {
  readonly source: CompanySource;
  readonly domains: DomainLookup;
}

/**
 * The oppSpot API as a source of facts and events, and as a directory of domains (docs/oppspot-api.md).
 *
 * A company is found by its register number only. One that oppSpot does not know is undefined; a found company that
 * names another number than the one asked for is not believed.
 */
export function makeOppspot(config: OppspotConfig, { clock }: { readonly clock: Clock }): Oppspot {
  const ask = makeAskOppspot(config);
  return {
    source: {
      name: 'oppspot',
      async collect({ companyNumber, signal }) {
        signal.throwIfAborted();
        await config.takeRequests(REQUESTS_PER_COMPANY);
        const fetchedAt = clock.now().toISOString();
        const found = await search(ask, `company_number=${encodeURIComponent(companyNumber)}`, signal);
        const hit = found.find((company) => company.companyNumber === companyNumber);
        const company = hit && (await ask(companySchema, `/companies/${encodeURIComponent(hit.id)}`, signal));
        if (company?.companyNumber !== companyNumber) return undefined;
        return { ...describeOppspot(company, fetchedAt), isCached: false };
      },
    },
    domains: {
      name: 'oppspot',
      async findCompanies({ domain, signal }) {
        signal.throwIfAborted();
        await config.takeRequests(1);
        const found = await search(ask, `domain=${encodeURIComponent(domain)}`, signal);
        const owners = found.filter(({ domains }) => domains.includes(domain));
        const companyNumbers = [...new Set(owners.flatMap(({ companyNumber }) => companyNumber ?? []))];
        if (companyNumbers.length === 0) return undefined;
        return { companyNumbers, names: [...new Set(owners.map(({ name }) => name))], isOwnDomain: true };
      },
    },
  };
}

/** A search answers with an empty list when it finds nothing, so that "not found" means another address. */
async function search(ask: AskOppspot, query: string, signal: AbortSignal) {
  const found = await ask(searchSchema, `/companies/search?${query}`, signal);
  if (found === undefined) {
    throw new AppError('upstream_rejected', 'There is no oppSpot API at this address: check OPPSPOT_API_URL.');
  }
  return found;
}
