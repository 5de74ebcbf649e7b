import { isIP } from 'node:net';
import { domainOf } from '../../domain/company/normalise-domain.ts';

/** Hosts that are on this computer in demo and tests: name → address and port. Empty in production. */
export type LocalHosts = ReadonlyMap<string, { readonly address: string; readonly port: number }>;

/** Names that belong to nobody on the internet (RFC 2606, 6761, 6762, 7686, 9476, ICANN's `internal`), and what routers make up. */
const RESERVED = new Set(
  'example test invalid localhost local internal onion alt arpa localdomain lan home corp intranet'.split(' '),
);
const RESERVED_DOMAINS = new Set(['example.com', 'example.net', 'example.org']);

const PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

/** Tells whether a domain is reserved for documents, tests or private networks, so that no website can be there. */
export function isReservedDomain(domain: string): boolean {
  return RESERVED_DOMAINS.has(domain) || RESERVED.has(domain.split('.').at(-1) ?? '');
}

/**
 * Judges an address before anything is resolved: http or https, port 80 or 443, a public name, no user name or password.
 *
 * IP addresses are refused in every spelling, since the URL parser writes them all as an address: the website of a
 * company has a name. What the name resolves to is judged when connecting.
 *
 * @returns why it is refused; undefined when it may be fetched
 */
export function refusalOfAddress(address: string, localHosts: LocalHosts): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return 'the address is none';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only http and https are read';
  if (url.username !== '' || url.password !== '') return 'the address carries a user name';
  if (!PORTS.has(url.port)) return 'only the ports 80 and 443 are read';
  if (localHosts.has(url.hostname)) return undefined;
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return 'the address is no name';
  if (url.hostname.endsWith('.') || domainOf(url.hostname) === undefined) return 'the name is no public one';
  return isReservedDomain(domainOf(url.hostname) ?? '') ? 'the name is reserved' : undefined;
}
