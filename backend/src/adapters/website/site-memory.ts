import type { WebsitePage } from '../../domain/evidence/website.ts';

/** The pages of one site, and when they were read. */
export interface ReadSite {
  /** The first page first; at least one. */
  readonly pages: readonly WebsitePage[];
  readonly fetchedAtMs: number;
}

/** Remembers sites by domain. */
export interface SiteMemory {
  /** undefined: never read, or too long ago. */
  recall(domain: string, nowMs: number): ReadSite | undefined;
  remember(domain: string, site: ReadSite): void;
}

/** A site changes by the day; a rep who wants it read again says so (`refresh`). */
const FRESH_MS = 12 * 3_600_000;

/** At most 0.4 MB each. */
const MAX_SITES = 100;

/**
 * Keeps the sites that this process read last, so that the colleagues of one company cost one visit.
 *
 * Keyed by the domain that was asked for, not by the company: a record with a wrong domain must not lend its website to
 * the records of others.
 */
export function makeSiteMemory(): SiteMemory {
  const sites = new Map<string, ReadSite>();
  return {
    recall(domain, nowMs) {
      const site = sites.get(domain);
      return site && nowMs - site.fetchedAtMs <= FRESH_MS ? site : undefined;
    },
    remember(domain, site) {
      sites.delete(domain);
      sites.set(domain, site);
      const [oldest] = sites.keys();
      if (sites.size > MAX_SITES && oldest !== undefined) sites.delete(oldest);
    },
  };
}
