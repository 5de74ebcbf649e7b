import { domainOf } from '../../domain/company/normalise-domain.ts';
import { describeWebsite } from '../../domain/evidence/describe-website.ts';
import type { WebsitePage } from '../../domain/evidence/website.ts';
import type { CompanySource, SourceAnswer } from '../../ports/company-source.ts';
import type { VisitSite } from './site-visits.ts';

/**
 * The company's own website as a source: its first page and at most one page each about careers, contact and the
 * company.
 *
 * Answers undefined without a domain. A domain that cannot be on the internet, one that robots.txt closes and a website
 * of another company give a silence with its reason. Fails with `upstream_unavailable` when nobody answers.
 */
export function makeWebsiteSource(visitSite: VisitSite): CompanySource {
  return {
    name: 'website',
    async collect({ companyNumber, domain, asOf, signal, ...request }) {
      if (domain === undefined) return undefined;
      const site = await visitSite(domain, { ...request, signal });
      if (site.kind === 'reserved') return silence(`${domain} is a reserved name without a website`, 'skipped');
      const { visit, isRemembered } = site;
      if (visit.kind === 'closed') return silence(`${domain}: ${visit.reason}`, 'failed');
      const { pages, change, visitedAtMs } = visit;
      const fetchedAt = new Date(visitedAtMs).toISOString();
      const described = describeWebsite({
        companyNumber,
        isOwnDomain: isUnder(domain, pages),
        pages,
        change,
        asOf,
        fetchedAt,
      });
      if (described.kind !== 'described') return silence(`${domain}: ${described.reason}`);
      return { ...described.answer, isCached: isRemembered };
    },
  };
}

/** Tells whether all pages are under the domain that was asked for, none behind a redirect to another one. */
export function isUnder(domain: string, pages: readonly WebsitePage[]): boolean {
  return pages.every(({ url }) => domainOf(new URL(url).hostname) === domain);
}

function silence(note: string, declined?: 'skipped' | 'failed'): SourceAnswer {
  return { facts: {}, events: [], evidence: [], isCached: false, note, ...(declined && { declined }) };
}
