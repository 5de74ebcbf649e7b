import type { IsoDateTime } from '../../domain/time.ts';
import type { SiteVisitsDeps } from './read-site.ts';
import { makeSiteMemory, type SiteMemory, type SiteVisit } from './site-memory.ts';
import { isReservedDomain } from './web-address.ts';

/** What is known of a site, and whether it was read just now. */
export type KnownSite =
  | { readonly kind: 'visited'; readonly visit: SiteVisit; readonly isRemembered: boolean }
  /** The name is reserved, so that no website can be there. */
  | { readonly kind: 'reserved' };

/** Visits a website, or recalls the last visit; fails with `upstream_unavailable` when nobody answers. */
export type VisitSite = (
  domain: string,
  request: { readonly refresh: boolean; readonly runStartedAt?: IsoDateTime; readonly signal: AbortSignal },
) => Promise<KnownSite>;

/**
 * Makes the visits to websites, which all that read websites share: what was read within half a day is not read again,
 * and a site that did not answer is left alone for some minutes.
 */
export function makeSiteVisits(deps: SiteVisitsDeps): VisitSite {
  const memory = makeSiteMemory();
  return async (domain, { refresh, runStartedAt, signal }) => {
    if (isReservedDomain(domain) && !deps.localHosts.has(domain)) return { kind: 'reserved' };
    const recalled = memory.recall(domain, deps.clock.now().getTime());
    const isNew = recalled && runStartedAt !== undefined && recalled.visitedAtMs >= Date.parse(runStartedAt);
    // One run reads a site once, to learn whose it is and what it says.
    const known = refresh && !isNew ? undefined : recalled;
    const visit = known ?? (await visitSite(deps, memory, domain, signal));
    return { kind: 'visited', visit, isRemembered: known !== undefined };
  };
}

/** Visits a site and remembers what came of it; a visit that the caller broke off is not remembered. */
async function visitSite(
  deps: SiteVisitsDeps,
  memory: SiteMemory,
  domain: string,
  signal: AbortSignal,
): Promise<SiteVisit> {
  const visitedAtMs = deps.clock.now().getTime();
  try {
    // What fetches and parses pages takes eight megabytes: a process that reads no website does without.
    const { readSite } = await import('./read-site.ts');
    const visit = await readSite(deps, domain, visitedAtMs, signal);
    memory.remember(domain, visit);
    return visit;
  } catch (error) {
    const reason = 'did not answer a few minutes ago';
    if (!signal.aborted) memory.remember(domain, { kind: 'closed', reason, visitedAtMs });
    throw error;
  }
}
