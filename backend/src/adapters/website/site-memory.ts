import type { WebsitePage } from '../../domain/evidence/website.ts';
import type { WebsiteChange } from '../../domain/evidence/website-change.ts';

/** What came of the visit to one site, and when. */
export type SiteVisit =
  /** The first page first; at least one. */
  | {
      readonly kind: 'read';
      readonly pages: readonly WebsitePage[];
      /** The latest change of its first page that is known and dated; null when none is. */
      readonly change: WebsiteChange | null;
      readonly visitedAtMs: number;
    }
  /** `reason` is fit to be shown. */
  | { readonly kind: 'closed'; readonly reason: string; readonly visitedAtMs: number };

/** Remembers sites by domain. */
export interface SiteMemory {
  /** undefined: never read, or too long ago. */
  recall(domain: string, nowMs: number): SiteVisit | undefined;
  remember(domain: string, visit: SiteVisit): void;
}

/** A site changes by the day; a rep who wants it read again says so (`refresh`). */
const READ_FRESH_MS = 12 * 3_600_000;

/** A site that is down must not cost every colleague of one company the whole wait. */
const CLOSED_FRESH_MS = 10 * 60_000;

/** At most 0.4 MB each. */
const MAX_SITES = 100;

/**
 * Keeps the sites that this process visited last, so that the colleagues of one company cost one visit.
 *
 * Keyed by the domain that was asked for, not by the company: a record with a wrong domain must not lend its website to
 * the records of others.
 */
export function makeSiteMemory(): SiteMemory {
  const visits = new Map<string, SiteVisit>();
  return {
    recall(domain, nowMs) {
      const visit = visits.get(domain);
      const freshMs = visit?.kind === 'closed' ? CLOSED_FRESH_MS : READ_FRESH_MS;
      return visit && nowMs - visit.visitedAtMs <= freshMs ? visit : undefined;
    },
    remember(domain, visit) {
      visits.delete(domain);
      visits.set(domain, visit);
      const [oldest] = visits.keys();
      if (visits.size > MAX_SITES && oldest !== undefined) visits.delete(oldest);
    },
  };
}
