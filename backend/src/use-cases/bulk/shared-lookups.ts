import { canonicalText } from '../../domain/enrichment/input-hash.ts';
import type { CompanySource } from '../../ports/company-source.ts';
import type { EnrichRecordDeps } from '../enrichment-run/enrich-record.ts';

type Lookups = Pick<EnrichRecordDeps, 'register' | 'enrichments' | 'sources'>;

/**
 * What records of one company ask alike is asked once for all of a batch: which companies could be meant, and what the
 * sources say. A failure is told to all who asked. Not so the stored texts: the first record of a company may just have
 * had them written.
 */
export function makeSharedLookups({ register, enrichments, sources }: Lookups): Lookups {
  return {
    register: {
      ...register,
      findCandidates: once((identity, limit) => register.findCandidates(identity, limit)),
      readCompany: once((number) => register.readCompany(number)),
    },
    enrichments: {
      ...enrichments,
      findCompanyByDomain: once((organizationId, domain) => enrichments.findCompanyByDomain(organizationId, domain)),
    },
    sources: sources.map(shareSource),
  };
}

/** Runs of one batch have the same time for their sources, so that the first one's end of patience is that of all. */
function shareSource(source: CompanySource): CompanySource {
  const asked = new Map<string, ReturnType<CompanySource['collect']>>();
  return {
    name: source.name,
    collect(request) {
      const { companyNumber, domain, refresh, asOf } = request;
      const key = canonicalText({ companyNumber, domain: domain ?? null, refresh, asOf });
      const answer = asked.get(key) ?? source.collect(request);
      asked.set(key, answer);
      return answer;
    },
  };
}

function once<Arguments extends readonly unknown[], Answer>(
  ask: (...values: Arguments) => Promise<Answer>,
): (...values: Arguments) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (...values) => {
    const key = JSON.stringify(values);
    const answer = asked.get(key) ?? ask(...values);
    asked.set(key, answer);
    return answer;
  };
}
