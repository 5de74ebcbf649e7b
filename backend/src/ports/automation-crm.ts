import type { RefusedProperty } from '../domain/errors.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { CrmSession } from './crm.ts';

/** The CRM object types that automation creates. */
export type MadeObjectType = 'tasks' | 'deals';

/** A record of the CRM by type and id. */
export interface RecordRef {
  readonly objectType: ObjectType;
  readonly id: string;
}

/** Something to be made: its values, the key that keeps it single, and the records that it belongs to. */
export interface MadeDraft {
  readonly objectType: MadeObjectType;
  readonly key: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly belongsTo: readonly RecordRef[];
}

/** A task or deal as it is in the CRM. */
export interface MadeObject {
  readonly id: string;
  /** null: no value; absent: the account lacks the property. */
  readonly properties: Readonly<Record<string, string | null>>;
}

/** How making something ended. */
export type MakeOutcome =
  /** `isNew` is false for what was there before the call. */
  | { readonly kind: 'made'; readonly object: MadeObject; readonly isNew: boolean }
  /** The account's rules refused it; nothing was made. */
  | { readonly kind: 'refused'; readonly properties: readonly RefusedProperty[]; readonly message: string };

/** A person whom records can be given to. */
export interface CrmOwner {
  readonly id: string;
  /** First and last name as far as known, else the address. */
  readonly name: string;
  readonly email: string | null;
}

/**
 * What automation needs of the CRM, which has no idempotency keys.
 *
 * Contract for implementers:
 * - `keepsKeys` makes sure of the unique key property, creating it when it is missing, and answers false where the
 *   account or object type cannot have one; the answer may be remembered for some time;
 * - `upsertByKey` makes the object or finds the one with this key: repeated any number of times, also at once, there is
 *   one. What it finds is answered as it is and not changed. It may be sent again after a lost answer;
 * - `createPlain` makes one object with its associations in one request that is never sent twice once it may have been
 *   carried out: then it throws with `mayHaveBeenApplied`;
 * - `findByKey` and `findByMarker` answer undefined when the CRM answered and there is none; archived objects count as none;
 * - `associate` is safe to repeat;
 * - `remove` of what is gone is fine.
 */
export interface AutomationCrm {
  keepsKeys(session: CrmSession, objectType: MadeObjectType): Promise<boolean>;
  /** Archives the key property wherever it is; where there is none it is no problem. */
  removeKeys(session: CrmSession): Promise<void>;
  upsertByKey(session: CrmSession, draft: MadeDraft): Promise<MakeOutcome>;
  createPlain(session: CrmSession, draft: MadeDraft): Promise<MakeOutcome>;
  findByKey(session: CrmSession, objectType: MadeObjectType, key: string): Promise<MadeObject | undefined>;
  /** Looks through what is associated with the record for a text that holds the key's marker. */
  findByMarker(
    session: CrmSession,
    wanted: { readonly objectType: MadeObjectType; readonly key: string; readonly record: RecordRef },
  ): Promise<MadeObject | undefined>;
  associate(
    session: CrmSession,
    link: { readonly objectType: MadeObjectType; readonly id: string; readonly belongsTo: readonly RecordRef[] },
  ): Promise<void>;
  /** Deals associated with any of these records, with pipeline and stage. */
  readDealsOf(session: CrmSession, records: readonly RecordRef[]): Promise<readonly MadeObject[]>;
  readObject(
    session: CrmSession,
    wanted: { readonly objectType: MadeObjectType; readonly id: string; readonly properties: readonly string[] },
  ): Promise<MadeObject | undefined>;
  /** Moves it to the recycle bin. */
  remove(session: CrmSession, objectType: MadeObjectType, id: string): Promise<void>;
  /** Active owners. */
  readOwners(session: CrmSession): Promise<readonly CrmOwner[]>;
}
