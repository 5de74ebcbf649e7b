/**
 * What the product asks for at install; the one source for the consent URL and the app metadata.
 *
 * Only what calls of this product need: HubSpot's review reads 30 days of logs and refuses unused scopes. Property
 * definitions and pipelines are read with the read scopes of their objects; account and uninstall need `oauth`.
 */
export const REQUIRED_SCOPES: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.write',
  'crm.schemas.deals.write',
  'crm.objects.owners.read',
];

/**
 * Asked for and silently dropped by HubSpot where the account lacks them. `crm.lists.read`: to enrich the members of a list.
 * `automation`: to tell workflows what slow work
 * came to; workflows need a Professional account.
 */
export const OPTIONAL_SCOPES: readonly string[] = ['automation', 'crm.lists.read'];
