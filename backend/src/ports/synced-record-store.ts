import type { IsoDateTime } from '../domain/time.ts';

/** The two kinds of records that are synced. */
export type SyncedObjectType = 'contacts' | 'companies';

/** What is remembered of a synced record. */
export interface SyncedRecord {
  readonly crmRecordId: string;
  /** Hash of what a sync wrote last, per property. */
  readonly syncedHashes: Readonly<Record<string, string>>;
}

/** How a record is looked up; the first that is known counts. */
export interface SyncedRecordKeys {
  readonly tenantId: string;
  readonly objectType: SyncedObjectType;
  readonly sourceKey: string;
  /** The caller's id of a company, or our id of it; null when none was given. */
  readonly externalId: string | null;
}

/** One line of the sync log. No address, no name, no value of a record. */
export interface SyncLogEntry {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly syncType: 'contact' | 'company';
  readonly operation: 'create' | 'update' | 'none';
  readonly status: 'success' | 'failed';
  readonly crmRecordId: string | null;
  readonly enrichmentId: string | null;
  readonly enrichments: SyncedEnrichment | null;
  readonly enrichmentTimeMs: number | null;
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly retryCount: number;
  readonly durationMs: number;
}

/** What an enrichment brought, as the seed's queries read it. */
export interface SyncedEnrichment {
  readonly summary: string | null;
  readonly leadScore: number | null;
  readonly buyingSignals: readonly string[];
}

/** A log line as the API lists it. */
export interface SyncLogItem {
  readonly id: string;
  readonly integrationId: string | null;
  readonly syncType: string;
  readonly operation: string;
  readonly status: 'success' | 'failed' | 'pending';
  readonly crmRecordId: string | null;
  readonly enrichments: SyncedEnrichment | null;
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly retryCount: number;
  readonly durationMs: number | null;
  readonly createdAt: IsoDateTime;
}

/** A page of the log. */
export interface SyncLogPage {
  readonly logs: readonly SyncLogItem[];
  readonly nextCursor: string | null;
}

/** Which lines of the log. */
export interface ListSyncLogsInput {
  readonly tenantId: string;
  readonly integrationId: string | null;
  readonly status: SyncLogItem['status'] | null;
  readonly cursor: string | null;
  /** 1–100. */
  readonly limit: number;
}

/**
 * What was synced, and the log of it.
 *
 * Contract for implementers:
 * - `find` prefers the caller's own id to the key, then a company that was matched to `externalId`;
 * - `remember` keeps both sides unique: a key or id that another record had moves to this one; hashes are merged;
 * - `forget` takes the keys off a record that the CRM does not have any more;
 * - `writeLog` also sets the integration's time of the last sync;
 * - `listLogs` answers syncs and enrichments, the newest first, an enrichment that a listed sync already tells left out;
 *   `cursor` is opaque.
 */
export interface SyncedRecordStore {
  find(keys: SyncedRecordKeys): Promise<SyncedRecord | undefined>;
  remember(
    record: SyncedRecordKeys & {
      readonly crmRecordId: string;
      readonly syncedHashes: Readonly<Record<string, string>>;
    },
  ): Promise<void>;
  forget(input: {
    readonly tenantId: string;
    readonly objectType: SyncedObjectType;
    readonly crmRecordId: string;
  }): Promise<void>;
  writeLog(entry: SyncLogEntry): Promise<void>;
  listLogs(input: ListSyncLogsInput): Promise<SyncLogPage>;
}
