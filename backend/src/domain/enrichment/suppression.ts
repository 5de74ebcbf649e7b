import { domainOf } from '../company/normalise-domain.ts';
import type { PortalSettings } from '../portal/settings.ts';

/**
 * Tells whether an admin asked that nothing be looked up about this address or these domains.
 *
 * Runs before any source is asked. Entries and values are compared without case; a listed domain covers its
 * sub-domains and every address at it.
 *
 * @param subject.domains domains or addresses of sites, in any spelling
 */
export function isSuppressed(
  suppression: PortalSettings['suppression'],
  subject: { readonly email?: string | null; readonly domains: readonly (string | null | undefined)[] },
): boolean {
  const email = subject.email?.trim().toLowerCase();
  if (email && suppression.emails.some((entry) => entry.trim().toLowerCase() === email)) return true;
  const listed = suppression.domains.map(hostOf).filter((host) => host !== '');
  const hosts = [email?.split('@')[1], ...subject.domains].flatMap((text) => (text ? [hostOf(text)] : []));
  return hosts.some((host) => listed.some((entry) => host === entry || host.endsWith(`.${entry}`)));
}

/** Tells whether an entry of the list can ever fit an address. */
export function isSuppressibleEmail(entry: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(entry.trim());
}

/** Tells whether an entry of the list can ever fit a domain, in any of the spellings that the check reads. */
export function isSuppressibleDomain(entry: string): boolean {
  return /^[^\s@,;]+\.[^\s@,;]+$/.test(hostOf(entry));
}

/** Host of a domain, address or e-mail; the whole host is kept so that one sub-domain can be listed alone. */
function hostOf(text: string): string {
  const bare = text.trim().toLowerCase().replace(/^@/, '');
  const host =
    bare
      .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
      .replace(/^[^/@]*@/, '')
      .split(/[/?#:]/)[0] ?? '';
  const withoutWww = host.replace(/^www\./, '').replace(/\.$/, '');
  return withoutWww.includes('.') ? withoutWww : (domainOf(bare) ?? '');
}
