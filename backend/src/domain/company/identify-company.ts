import type { CompanyIdentity } from './company.ts';
import { companyNumberOfId } from './company.ts';
import { domainOf, isFreeMailDomain } from './normalise-domain.ts';

/** Values of a CRM record by property name; null and absent alike say nothing. */
export type RecordValues = Readonly<Record<string, string | null | undefined>>;

/** HubSpot properties that say which company a record means. */
export const IDENTITY_PROPERTIES = {
  companies: ['name', 'domain', 'website', 'city', 'zip', 'country', 'oppspot_company_number'],
  contacts: ['company', 'email', 'city', 'zip', 'country'],
} as const;

/**
 * What a HubSpot company record says about which company it is.
 *
 * @param numberSetByPerson the company number, only when a person set it: our own earlier guess proves nothing
 */
export function companyIdentityOf(values: RecordValues, numberSetByPerson?: string): CompanyIdentity {
  const number = numberSetByPerson === undefined ? undefined : companyNumberOfId(numberSetByPerson);
  const domain = businessDomain(values.domain) ?? businessDomain(values.website);
  const websiteHost = hostOf(values.website);
  return {
    ...(number ? { companyNumber: number } : {}),
    ...(domain ? { domain } : {}),
    ...(websiteHost && websiteHost !== domain ? { websiteHost } : {}),
    ...nameAndPlace(values, 'name'),
  };
}

/** What a HubSpot contact record says about its company: employer's name, e-mail domain unless free-mail, and place. */
export function contactIdentityOf(values: RecordValues): CompanyIdentity {
  const domain = businessDomain(values.email);
  return { ...(domain ? { domain } : {}), ...nameAndPlace(values, 'company') };
}

/** Tells whether an identity says anything that a company could be found by. */
export function canIdentify(identity: CompanyIdentity): boolean {
  return identity.companyNumber !== undefined || identity.domain !== undefined || identity.name !== undefined;
}

function businessDomain(text: string | null | undefined): string | undefined {
  const domain = text ? domainOf(text) : undefined;
  return domain === undefined || isFreeMailDomain(domain) ? undefined : domain;
}

/** The whole host: one sub-domain can be suppressed alone. */
function hostOf(website: string | null | undefined): string | undefined {
  const host = website
    ?.trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .split(/[/?#:]/)[0]
    ?.replace(/^www\./, '');
  return host?.includes('.') ? host : undefined;
}

function nameAndPlace(values: RecordValues, nameProperty: string): CompanyIdentity {
  const name = textOf(values[nameProperty]);
  const town = textOf(values.city);
  const postcode = textOf(values.zip);
  const country = textOf(values.country);
  return {
    ...(name ? { name } : {}),
    ...(town ? { town } : {}),
    ...(postcode ? { postcode } : {}),
    ...(country ? { country } : {}),
  };
}

function textOf(value: string | null | undefined): string | undefined {
  return value?.trim() || undefined;
}
