import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { RefusedAddressError } from './errors.ts';
import { isPublicAddress } from './public-address.ts';
import type { LocalHosts } from './web-address.ts';

/** Resolves a name to all its addresses; fails or answers [] when it has none. */
export type ResolveName = (hostname: string) => Promise<readonly LookupAddress[]>;

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_HEADER_BYTES = 16_384;

/**
 * Asks the name servers themselves: unlike the system's resolver this ignores the hosts file, so names of the inside are
 * unknown, and it keeps no thread of ours busy when a name server is slow.
 */
export const resolveByDns: ResolveName = async (hostname) => {
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 1 });
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  if (four.status === 'rejected' && six.status === 'rejected') throw four.reason;
  return [
    ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
  ];
};

/**
 * A connection pool that connects to public addresses only.
 *
 * The addresses are judged in the very look-up that the connection is made from, so a name that changes between a check
 * and the connection (DNS rebinding) gains nothing. One address inside is enough to refuse the name. Close it after use.
 */
export function makeGuardedAgent(options: { readonly localHosts: LocalHosts; readonly resolve: ResolveName }): Agent {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: makeGuardedLookup(options.resolve) });
  return new Agent({
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: (target, callback) => {
      const local = options.localHosts.get(target.hostname);
      if (local) {
        connect({ ...target, hostname: local.address, port: String(local.port) }, callback);
        return;
      }
      // No look-up happens for an address in place of a name.
      if (isIP(target.hostname.replace(/^\[|\]$/g, '')) !== 0) {
        callback(new RefusedAddressError('the address is no name'), null);
        return;
      }
      connect(target, callback);
    },
  });
}

/** The look-up of every connection; a name with one address inside fails with `RefusedAddressError`. */
export function makeGuardedLookup(resolve: ResolveName): LookupFunction {
  return (hostname, options, callback) => {
    const judge = (addresses: readonly LookupAddress[]): void => {
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new RefusedAddressError('the name does not lead to a public address'), '', 0);
      } else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    };
    resolve(hostname).then(judge, (error) => callback(error, '', 0));
  };
}
