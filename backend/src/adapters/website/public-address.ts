import ipaddr from 'ipaddr.js';

/** Addresses of the public ranges behind which clouds keep their machines' secrets. */
const INSIDE_CLOUDS: ReadonlySet<string> = new Set(['168.63.129.16']);

/** The one block from which public IPv6 addresses are given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Tells whether an IP address belongs to the public internet.
 *
 * Private, loopback, link-local (cloud metadata), carrier-grade NAT, multicast, documentation and reserved ranges do
 * not, nor do IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4, Teredo): they could lead anywhere. Text that
 * is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || INSIDE_CLOUDS.has(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv6 ? address.match(GLOBAL_UNICAST) : true;
}
