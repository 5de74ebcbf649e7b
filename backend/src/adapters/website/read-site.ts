import type { WebsitePage, WebsitePageKind } from '../../domain/evidence/website.ts';
import { noteVisit, substanceOf, type WebsiteChange } from '../../domain/evidence/website-change.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { WebsiteReadings } from '../../ports/website-readings.ts';
import { choosePages } from './choose-pages.ts';
import { type FetchPageDeps, fetchPage } from './fetch-page.ts';
import { makeGuardedAgent, type ResolveName, resolveByDns } from './guarded-agent.ts';
import { type ParsedPage, parsePage } from './parse-page.ts';
import { makeRobotsGate } from './robots-gate.ts';
import type { SiteVisit } from './site-memory.ts';
import type { LocalHosts } from './web-address.ts';

/** What visits touch; the times are for tests. */
export interface SiteVisitsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly localHosts: LocalHosts;
  /** Where it is remembered what sites said before. */
  readonly readings: WebsiteReadings;
  readonly resolve?: ResolveName;
  readonly pageTimeoutMs?: number;
}

const PAGE_TIMEOUT_MS = 5_000;

/** Below the deadline of all sources together: a slow page after the first must not cost what the first one said. */
const SITE_TIMEOUT_MS = 7_000;

/** The first page of a site, or why there is none. */
type FirstPage =
  | { readonly kind: 'page'; readonly page: WebsitePage; readonly links: ParsedPage['links'] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the first page of a site and a few that it links to; throws when nobody answers. */
export async function readSite(
  deps: SiteVisitsDeps,
  domain: string,
  visitedAtMs: number,
  signal: AbortSignal,
): Promise<SiteVisit> {
  const { localHosts, resolve = resolveByDns, pageTimeoutMs = PAGE_TIMEOUT_MS } = deps;
  const agent = makeGuardedAgent({ localHosts, resolve });
  const within = AbortSignal.any([signal, AbortSignal.timeout(SITE_TIMEOUT_MS)]);
  try {
    const reach = { agent, localHosts, pageTimeoutMs };
    const site = { ...reach, mayFetch: makeRobotsGate(reach, within) };
    const first = await readFirstPage(site, domain, within);
    if (first.kind === 'refused') return { kind: 'closed', reason: first.reason, visitedAtMs };
    const [more, change] = await Promise.all([
      readMorePages(site, first, within),
      readChange(deps, domain, first.page, visitedAtMs),
    ]);
    return { kind: 'read', pages: [first.page, ...more], change, visitedAtMs };
  } finally {
    // Not awaited: it would wait for connections that are still being made.
    agent.destroy().catch(() => undefined);
  }
}

/** What was read before is a convenience: a database that fails costs a signal, never the visit. */
async function readChange(
  { readings, logger }: SiteVisitsDeps,
  domain: string,
  home: WebsitePage,
  visitedAtMs: number,
): Promise<WebsiteChange | null> {
  const visitedAt = new Date(visitedAtMs).toISOString();
  try {
    const before = await readings.read(domain);
    const reading = noteVisit(before, substanceOf(home), home.statedModifications, visitedAt);
    await readings.save(domain, reading, visitedAt);
    return reading.change;
  } catch (error) {
    logger.warn({ domain, error: String(error) }, 'what a website said before could not be compared');
    return null;
  }
}

/** Many domains answer under https or www only; the first address that answers at all decides. */
async function readFirstPage(site: FetchPageDeps, domain: string, signal: AbortSignal): Promise<FirstPage> {
  const addresses = site.localHosts.has(domain)
    ? [`http://${domain}/`]
    : [`https://${domain}/`, `https://www.${domain}/`, `http://${domain}/`];
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await readPage(site, 'home', address, signal);
    } catch (error) {
      failure = error;
      if (signal.aborted) break;
    }
  }
  throw failure;
}

/** Pages that fail or are closed to us are left out: what the others said stays true. */
async function readMorePages(
  site: FetchPageDeps,
  first: Extract<FirstPage, { kind: 'page' }>,
  signal: AbortSignal,
): Promise<readonly WebsitePage[]> {
  const chosen = choosePages(first.links, first.page.url);
  const read = await Promise.allSettled(chosen.map(({ kind, url }) => readPage(site, kind, url, signal)));
  return read.flatMap((answer) =>
    answer.status === 'fulfilled' && answer.value.kind === 'page' ? [answer.value.page] : [],
  );
}

async function readPage(
  site: FetchPageDeps,
  kind: WebsitePageKind,
  address: string,
  signal: AbortSignal,
): Promise<FirstPage> {
  const fetched = await fetchPage(site, address, 'html', signal);
  if (fetched.kind === 'refused') return fetched;
  if (fetched.status !== 200) return { kind: 'refused', reason: `the page answered with status ${fetched.status}` };
  const { content, links } = parsePage(fetched.text, fetched.url);
  const statedModifications = [...content.statedModifications, ...(fetched.lastModified ? [fetched.lastModified] : [])];
  return { kind: 'page', page: { kind, url: fetched.url, ...content, statedModifications }, links };
}
