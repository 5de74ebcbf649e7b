import type { ObjectType } from '../domain/portal/settings.ts';
import type { CrmRecord, CrmSession, ReadRecordInput } from './crm.ts';

/** What to read of many records of one type. */
export interface ReadRecordsInput extends Omit<ReadRecordInput, 'objectId'> {
  readonly objectIds: readonly string[];
}

/** One page of record ids. */
export interface RecordPage {
  readonly objectIds: readonly string[];
  /** What the CRM's search knows of them, where it was asked for; without histories. */
  readonly records?: readonly CrmRecord[];
  /** Where the next page begins; null after the last one. */
  readonly next: string | null;
}

/**
 * The CRM many records at a time.
 *
 * Contract for implementers:
 * - `readRecords` answers what is there, by the id that was asked for; a record that is gone is absent;
 * - pages come in a fixed order, so that a page can be asked for again; ids are complete over all pages;
 * - errors as in `Crm`.
 */
export interface BulkCrm {
  readRecords(session: CrmSession, input: ReadRecordsInput): Promise<ReadonlyMap<string, CrmRecord>>;
  /**
   * Contacts or companies as the CRM's search knows them, without histories: some seconds behind, but under a limit of
   * calls of its own. Who is not in the answer may be there all the same. Associations: the primary company of contacts.
   */
  searchRecords(
    session: CrmSession,
    input: Pick<ReadRecordsInput, 'objectType' | 'objectIds' | 'properties' | 'associations'>,
  ): Promise<ReadonlyMap<string, CrmRecord>>;
  /** The primary company of contacts or deals by record; who has none is absent. */
  readCompanyIds(
    session: CrmSession,
    objectType: ObjectType,
    objectIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Companies by domain (lower case), the oldest first; domains without one are absent. */
  findCompaniesByDomains(
    session: CrmSession,
    domains: readonly string[],
    properties: readonly string[],
  ): Promise<ReadonlyMap<string, readonly CrmRecord[]>>;
  countRecords(session: CrmSession, objectType: ObjectType): Promise<number>;
  /** At most 200 ids after the cursor of the page before; with `wanted` what the search knows of them too. */
  listRecords(
    session: CrmSession,
    objectType: ObjectType,
    cursor: string | null,
    wanted?: Pick<ReadRecordInput, 'properties' | 'associations'>,
  ): Promise<RecordPage>;
  /** A list of the CRM; undefined when there is none of this id. */
  readList(
    session: CrmSession,
    listId: string,
  ): Promise<
    { readonly name: string; readonly objectType: ObjectType | null; readonly size: number | null } | undefined
  >;
  /** At most 250 ids after the cursor of the page before. */
  listMembers(session: CrmSession, listId: string, cursor: string | null): Promise<RecordPage>;
}
