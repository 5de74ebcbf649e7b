import { domainOf } from '../../domain/company/normalise-domain.ts';
import { describeWebsite } from '../../domain/evidence/describe-website.ts';
import type { WebsitePage, WebsitePageKind } from '../../domain/evidence/website.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanySource, SourceAnswer } from '../../ports/company-source.ts';
import { choosePages } from './choose-pages.ts';
import { type FetchPageDeps, fetchPage } from './fetch-page.ts';
import { makeGuardedAgent, type ResolveName, resolveByDns } from './guarded-agent.ts';
import { type ParsedPage, parsePage } from './parse-page.ts';
import { makeRobotsGate } from './robots-gate.ts';
import { makeSiteMemory, type SiteMemory, type SiteVisit } from './site-memory.ts';
import { isReservedDomain, type LocalHosts } from './web-address.ts';

/** What the source touches; the times are for tests. */
export interface WebsiteSourceDeps {
  readonly clock: Clock;
  readonly localHosts: LocalHosts;
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

/**
 * The company's own website as a source: its first page and at most one page each about careers, contact and the
 * company. What was read within half a day is not read again,
 * and a site that did not answer is left alone for some minutes.
 *
 * Answers undefined without a domain. A domain that cannot be on the internet, one that robots.txt closes and a website
 * of another company give a silence with its reason. Fails with `upstream_unavailable` when nobody answers.
 */
export function makeWebsiteSource(deps: WebsiteSourceDeps): CompanySource {
  const memory = makeSiteMemory();
  return {
    name: 'website',
    async collect({ companyNumber, domain, asOf, refresh, signal }) {
      if (domain === undefined) return undefined;
      if (isReservedDomain(domain) && !deps.localHosts.has(domain)) {
        return silence(`${domain} is a reserved name without a website`, 'skipped');
      }
      const known = refresh ? undefined : memory.recall(domain, deps.clock.now().getTime());
      const visit = known ?? (await visitSite(deps, memory, domain, signal));
      if (visit.kind === 'closed') return silence(`${domain}: ${visit.reason}`, 'failed');
      const { pages, visitedAtMs } = visit;
      const isOwnDomain = pages.every(({ url }) => domainOf(new URL(url).hostname) === domain);
      const fetchedAt = new Date(visitedAtMs).toISOString();
      const described = describeWebsite({ companyNumber, isOwnDomain, pages, asOf, fetchedAt });
      if (described.kind === 'another_company') return silence(`${domain}: ${described.reason}`);
      return { ...described.answer, isCached: known !== undefined };
    },
  };
}

/** Visits a site and remembers what came of it; a visit that the caller broke off is not remembered. */
async function visitSite(
  deps: WebsiteSourceDeps,
  memory: SiteMemory,
  domain: string,
  signal: AbortSignal,
): Promise<SiteVisit> {
  const visitedAtMs = deps.clock.now().getTime();
  try {
    const visit = await readSite(deps, domain, visitedAtMs, signal);
    memory.remember(domain, visit);
    return visit;
  } catch (error) {
    const reason = 'did not answer a few minutes ago';
    if (!signal.aborted) memory.remember(domain, { kind: 'closed', reason, visitedAtMs });
    throw error;
  }
}

async function readSite(
  deps: WebsiteSourceDeps,
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
    return { kind: 'read', pages: [first.page, ...(await readMorePages(site, first, within))], visitedAtMs };
  } finally {
    // Not awaited: it would wait for connections that are still being made.
    agent.destroy().catch(() => undefined);
  }
}

function silence(note: string, declined?: 'skipped' | 'failed'): SourceAnswer {
  return { facts: {}, events: [], evidence: [], isCached: false, note, ...(declined && { declined }) };
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
  return { kind: 'page', page: { kind, url: fetched.url, ...content }, links };
}
