import type { ObjectType } from '../domain/portal/settings.ts';
import type { CrmRecord, CrmSession } from './crm.ts';

/** A record that changed, and when (the CRM's clock). */
export interface ChangedRecord extends Pick<CrmRecord, 'id' | 'objectType' | 'properties'> {
  readonly changedAt: Date;
  readonly createdAt: Date;
}

/**
 * Finds what changed in the CRM by its date of modification.
 *
 * Contract for implementers:
 * - `findChanged` answers records modified at or after `since`, oldest change first, at most `limit` (up to 200);
 *   `after` pages on with the answer's `next`; a null `next` is the end;
 * - the CRM's index lags behind its records by some seconds: ask again from a little before the last answer;
 * - `findContactIds` answers the contacts that carry this e-mail address.
 */
export interface CrmChanges {
  findChanged(
    session: CrmSession,
    input: {
      readonly objectType: ObjectType;
      readonly since: Date;
      readonly properties: readonly string[];
      readonly limit: number;
      readonly after: string | null;
    },
  ): Promise<{ readonly records: readonly ChangedRecord[]; readonly next: string | null }>;
  findContactIds(session: CrmSession, email: string): Promise<readonly string[]>;
}
