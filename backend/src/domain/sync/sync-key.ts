import { sha256Hex } from '../../lib/random-token.ts';
import { domainOf, isFreeMailDomain } from '../company/normalise-domain.ts';

/** The address as HubSpot compares it. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Registrable domain that a company is known by; undefined for none, and for one of private mailboxes. */
export function companyDomain(text: string | undefined): string | undefined {
  const domain = text ? domainOf(text) : undefined;
  return domain === undefined || isFreeMailDomain(domain) ? undefined : domain;
}

/** Names a contact for one organisation; a hash, so that no address lies about. */
export function contactKey(organizationId: string, email: string): string {
  return sha256Hex(`${organizationId}:contact:${normaliseEmail(email)}`);
}

/** Names a company for one organisation: by its domain, else by its name as written, case and spaces aside. */
export function companyKey(
  organizationId: string,
  company: { readonly name: string; readonly domain: string | undefined },
) {
  const known = company.domain === undefined ? `name:${plainName(company.name)}` : `domain:${company.domain}`;
  return sha256Hex(`${organizationId}:company:${known}`);
}

function plainName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
