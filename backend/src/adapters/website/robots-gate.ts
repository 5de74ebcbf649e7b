import robotsParser from 'robots-parser';
import { type FetchPageDeps, fetchPage, USER_AGENT } from './fetch-page.ts';

/** Rules beyond this are not read (RFC 9309 asks for at least 500 KiB, which no honest site of a company comes near). */
const MAX_RULES_LENGTH = 512_000;

/**
 * Tells whether a site's robots.txt lets us read an address; each site is asked once.
 *
 * RFC 9309: without a file (4xx) everything may be read, while the server is in trouble (5xx) nothing. Fails when the
 * site cannot be reached.
 */
export function makeRobotsGate(
  deps: Omit<FetchPageDeps, 'mayFetch'>,
  signal: AbortSignal,
): (address: string) => Promise<boolean> {
  const rulesOfOrigin = new Map<string, Promise<(address: string) => boolean>>();
  return async (address) => {
    const { origin } = new URL(address);
    const rules = rulesOfOrigin.get(origin) ?? readRules(deps, `${origin}/robots.txt`, signal);
    rulesOfOrigin.set(origin, rules);
    return (await rules)(address);
  };
}

async function readRules(
  deps: Omit<FetchPageDeps, 'mayFetch'>,
  address: string,
  signal: AbortSignal,
): Promise<(address: string) => boolean> {
  const file = await fetchPage({ ...deps, mayFetch: async () => true }, address, 'text', signal);
  // A file of another type, or one that leads astray, holds no rules; the pages are judged by themselves.
  if (file.kind === 'refused') return () => true;
  if (file.status !== 200) return () => file.status < 500;
  const rules = robotsParser(address, file.text.slice(0, MAX_RULES_LENGTH));
  return (page) => rules.isDisallowed(page, USER_AGENT) !== true;
}
