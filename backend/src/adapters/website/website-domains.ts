import { AppError } from '../../domain/errors.ts';
import { websiteStatement } from '../../domain/evidence/website-statement.ts';
import type { DomainLookup } from '../../ports/domain-lookup.ts';
import type { VisitSite } from './site-visits.ts';
import { isUnder } from './website-source.ts';

/** Tells which company a domain belongs to by the company numbers that its website states, as British ones must. */
export function makeWebsiteDomains(visitSite: VisitSite): DomainLookup {
  return {
    name: 'website',
    async findCompanies({ domain, signal, ...request }) {
      const site = await visitSite(domain, { ...request, signal });
      if (site.kind === 'reserved') return undefined;
      const { visit } = site;
      if (visit.kind === 'closed') throw new AppError('upstream_unavailable', `${domain}: ${visit.reason}`);
      return websiteStatement(visit.pages, domain, isUnder(domain, visit.pages));
    },
  };
}
