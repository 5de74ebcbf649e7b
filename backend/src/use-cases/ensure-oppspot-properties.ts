import { OPPSPOT_PROPERTIES } from '../domain/enrichment/oppspot-properties.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { Crm, CrmSession, EnsuredProperties } from '../ports/crm.ts';

/** The object types that carry our properties. */
const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

/**
 * Creates the property group and all properties of ours on contacts, companies and deals; repairs what was deleted.
 *
 * @returns what was created, was there, and is in the way with another type; throws what the CRM throws
 */
export async function ensureOppspotProperties(
  deps: { readonly crm: Crm },
  session: CrmSession,
): Promise<readonly EnsuredProperties[]> {
  return Promise.all(
    OBJECT_TYPES.map((objectType) => deps.crm.ensureProperties(session, objectType, OPPSPOT_PROPERTIES)),
  );
}
