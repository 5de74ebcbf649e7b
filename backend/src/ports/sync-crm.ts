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

/** How making one record of many ended; `failed` befell this one alone and would have been thrown for a single one. */
export type BatchCreateOutcome = CreateOutcome | { readonly kind: 'failed'; readonly error: unknown };

/**
 * The same for many records at once, in as few calls as the CRM allows.
 *
 * Contract for implementers:
 * - every promise of the single calls holds for each record; no record fails because of another one;
 * - `findContactsByEmails` answers by the address that was asked for, lower case; who is known to the CRM under a second
 *   address only may be absent;
 * - `createContacts` and `createCompanies` answer one outcome each, in order; no address and no key comes twice;
 * - `findCompaniesByNames` answers by name, lower case.
 */
export interface SyncCrmBatches {
  findContactsByEmails(
    session: CrmSession,
    wanted: { readonly emails: readonly string[]; readonly properties: readonly string[] },
  ): Promise<ReadonlyMap<string, CrmRecord>>;
  createContacts(
    session: CrmSession,
    contacts: readonly { readonly email: string; readonly properties: PropertyValues }[],
  ): Promise<readonly BatchCreateOutcome[]>;
  findCompaniesByNames(
    session: CrmSession,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly CrmRecord[]>>;
  createCompanies(
    session: CrmSession,
    companies: readonly { readonly key: string; readonly properties: PropertyValues }[],
  ): Promise<readonly BatchCreateOutcome[]>;
  associateContacts(
    session: CrmSession,
    links: readonly { readonly contactId: string; readonly companyId: string }[],
  ): Promise<void>;
}

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
export interface SyncCrm extends SyncCrmBatches {
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
