import type { RefusedProperty } from '../domain/errors.ts';
import type { PropertyValues } from '../domain/sync/synced-properties.ts';
import type { CrmRecord, CrmSession } from './crm.ts';

/** How making a record ended. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly id: string }
  /** The one that was made under this key before. */
  | { readonly kind: 'found'; readonly id: string }
  /** Somebody made one with this identity in between. */
  | { readonly kind: 'exists' }
  /** The account's rules refused these; nothing was made. */
  | { readonly kind: 'refused'; readonly properties: readonly RefusedProperty[]; readonly message: string };

/**
 * What syncing contacts and companies needs of a CRM, beside reading and updating by id.
 *
 * Contract for implementers:
 * - `findContactByEmail` sees a contact from the moment it exists, by any of its addresses, with the history of the
 *   properties and its companies;
 * - `createContact` never makes two contacts of one address, whatever is repeated or lost;
 * - `findCompanies` answers companies with exactly this value, oldest first, at most 5; it may lag behind writes;
 * - `createCompany` makes at most one company per key, repeated, at once or after a lost answer, where the account can
 *   keep keys; elsewhere a lost answer is thrown with `mayHaveBeenApplied`;
 * - `associateContact` is safe to repeat.
 */
export interface SyncCrm {
  findContactByEmail(
    session: CrmSession,
    wanted: { readonly email: string; readonly properties: readonly string[] },
  ): Promise<CrmRecord | undefined>;
  createContact(
    session: CrmSession,
    contact: { readonly email: string; readonly properties: PropertyValues },
  ): Promise<CreateOutcome>;
  findCompanies(
    session: CrmSession,
    wanted: { readonly property: 'domain' | 'name'; readonly value: string },
  ): Promise<readonly CrmRecord[]>;
  createCompany(
    session: CrmSession,
    company: { readonly key: string; readonly properties: PropertyValues },
  ): Promise<CreateOutcome>;
  associateContact(
    session: CrmSession,
    link: { readonly contactId: string; readonly companyId: string },
  ): Promise<void>;
}
