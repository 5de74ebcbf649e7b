import type { ObjectTypeId } from './object-types.ts';

/** Who wrote a value, in HubSpot's words (`CRM_UI`, `INTEGRATION`, `IMPORT` …). */
export interface WriteOrigin {
  readonly sourceType: string;
  readonly sourceId?: string | undefined;
  readonly sourceLabel?: string | undefined;
  readonly userId?: number | undefined;
}

export interface HistoryEntry extends WriteOrigin {
  readonly value: string;
  readonly timestampMs: number;
}

/** One record; a property's current value is the newest entry of its history. */
export interface CrmRecord {
  readonly id: string;
  readonly objectTypeId: ObjectTypeId;
  readonly createdAtMs: number;
  updatedAtMs: number;
  archivedAtMs: number | undefined;
  /** Newest first. */
  readonly history: Map<string, HistoryEntry[]>;
}

// HubSpot keeps 45 values of a contact property and 20 of every other object's.
const KEPT_VALUES_CONTACTS = 45;
const KEPT_VALUES_ELSEWHERE = 20;

/** Reads a stored value; undefined when it was never set. */
export function readStored(record: CrmRecord, property: string): string | undefined {
  return record.history.get(property)?.[0]?.value;
}

/**
 * Reads the value a property had at an instant (what the search index still believes).
 *
 * @returns undefined when it was not set by then
 */
export function readStoredAt(record: CrmRecord, property: string, atMs: number): string | undefined {
  return record.history.get(property)?.find((entry) => entry.timestampMs <= atMs)?.value;
}

/** Adds a value to a property's history unless it is the current one already; tells whether anything changed. */
export function storeValue(record: CrmRecord, property: string, entry: HistoryEntry): boolean {
  const entries = record.history.get(property) ?? [];
  if (entries[0]?.value === entry.value || (entries.length === 0 && entry.value === '')) return false;
  const keep = record.objectTypeId === '0-1' ? KEPT_VALUES_CONTACTS : KEPT_VALUES_ELSEWHERE;
  record.history.set(property, [entry, ...entries].slice(0, keep));
  return true;
}
