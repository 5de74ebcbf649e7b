import type { CompanyInput, ContactInput } from './sync-input.ts';

/** Values for HubSpot properties, by name; `''` clears. */
export type PropertyValues = Readonly<Record<string, string>>;

/** HubSpot properties that a sync of a contact can write; the address itself identifies and is never rewritten. */
export const CONTACT_PROPERTIES = ['firstname', 'lastname', 'company', 'phone', 'jobtitle'] as const;

/** HubSpot properties that a sync of a company can write. */
export const COMPANY_PROPERTIES = [
  'name',
  'domain',
  'industry',
  'numberofemployees',
  'annualrevenue',
  'description',
] as const;

/** What a contact says, as property values. Absent members are absent; `''` stays. */
export function contactProperties(contact: ContactInput): PropertyValues {
  const { firstName, lastName, company, phone, title } = contact;
  return present({ firstname: firstName, lastname: lastName, company, phone, jobtitle: title });
}

/** What a company says, as property values. Absent members are absent; 0 and `''` stay. */
export function companyProperties(company: CompanyInput, domain: string | undefined): PropertyValues {
  const { name, industry, employeeCount, revenue, description } = company;
  return present({
    name,
    domain,
    industry: industry === undefined ? undefined : industryOption(industry),
    numberofemployees: employeeCount?.toString(),
    annualrevenue: revenue?.toString(),
    description,
  });
}

/**
 * HubSpot's `industry` is a choice whose values are the label in capitals with underscores (`COMPUTER_SOFTWARE`).
 *
 * @see https://knowledge.hubspot.com/properties/hubspots-default-company-properties (read 2026-11)
 */
function industryOption(industry: string): string {
  return industry
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function present(values: Readonly<Record<string, string | undefined>>): PropertyValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.trim()]])),
  );
}
