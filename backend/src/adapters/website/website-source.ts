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
import { makeSiteMemory, type ReadSite } from './site-memory.ts';
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
 * company. What was read within half a day is not read again.
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
      const site = known ?? (await readSite(deps, domain, signal));
      if ('refused' in site) return silence(`${domain}: ${site.refused}`, 'failed');
      if (!known) memory.remember(domain, site);
      const { pages, fetchedAtMs } = site;
      const isOwnDomain = pages.every(({ url }) => domainOf(new URL(url).hostname) === domain);
      const fetchedAt = new Date(fetchedAtMs).toISOString();
      const described = describeWebsite({ companyNumber, isOwnDomain, pages, asOf, fetchedAt });
      if (described.kind === 'another_company') return silence(`${domain}: ${described.reason}`);
      return { ...described.answer, isCached: known !== undefined };
    },
  };
}

async function readSite(
  deps: WebsiteSourceDeps,
  domain: string,
  signal: AbortSignal,
): Promise<ReadSite | { readonly refused: string }> {
  const { localHosts, resolve = resolveByDns, pageTimeoutMs = PAGE_TIMEOUT_MS } = deps;
  const agent = makeGuardedAgent({ localHosts, resolve });
  const within = AbortSignal.any([signal, AbortSignal.timeout(SITE_TIMEOUT_MS)]);
  try {
    const reach = { agent, localHosts, pageTimeoutMs };
    const site = { ...reach, mayFetch: makeRobotsGate(reach, within) };
    const first = await readFirstPage(site, domain, within);
    if (first.kind === 'refused') return { refused: first.reason };
    const pages = [first.page, ...(await readMorePages(site, first, within))];
    return { pages, fetchedAtMs: deps.clock.now().getTime() };
  } finally {
    await agent.destroy();
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
