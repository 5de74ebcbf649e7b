import type { IsoDateTime } from '../time.ts';

/** One entry of a property's history, as far as it tells who set the value. */
export interface ValueVersion {
  readonly value: string;
  readonly at: IsoDateTime;
  /** HubSpot's words, e.g. `CRM_UI`, `INTEGRATION`. */
  readonly sourceType: string;
  /** App id for integrations; null when HubSpot gives none. */
  readonly sourceId: string | null;
}

/** What is known about the values of a record and who set them. */
export interface RecordProvenance {
  /** null: empty; absent: the account lacks the property. */
  readonly current: Readonly<Record<string, string | null>>;
  /** Newest first; properties without history may be absent. */
  readonly history: Readonly<Record<string, readonly ValueVersion[]>>;
  /** Last value we wrote per property (`RecordMemory.written`). */
  readonly written: Readonly<Record<string, string>>;
  /** Ids under which our own writes appear in the history (the app id); empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** How the present value of a property came about. */
export type ValueOrigin = 'empty' | 'ours' | 'others' | 'cleared_by_others';

const OWN_SOURCE_TYPES: ReadonlySet<string> = new Set(['INTEGRATION', 'API']);

/**
 * Tells who set the present value of a property.
 *
 * What equals our last write is ours, whatever the history says: a merge or restore by HubSpot rewrites the history.
 * Otherwise the newest entry of the history decides; without one a value is somebody else's, because what a person
 * typed must never be lost.
 */
export function originOf(property: string, record: RecordProvenance): ValueOrigin {
  const value = record.current[property] ?? '';
  const written = record.written[property];
  const newest = record.history[property]?.[0];
  const isOurEntry = newest !== undefined && isOwn(newest, record.ownSourceIds) && isSameValue(newest.value, value);
  if (value === '') {
    const wasCleared = written !== undefined && written !== '' && newest !== undefined && !isOurEntry;
    return wasCleared ? 'cleared_by_others' : 'empty';
  }
  return isOurEntry || (written !== undefined && isSameValue(written, value)) ? 'ours' : 'others';
}

/** The value of a property that somebody else set; undefined when it is empty or ours. */
export function valueSetByOthers(property: string, record: RecordProvenance): string | undefined {
  return originOf(property, record) === 'others' ? (record.current[property] ?? undefined) : undefined;
}

/** Tells whether two property values mean the same: HubSpot trims texts and rewrites numbers and instants. */
export function isSameValue(a: string, b: string): boolean {
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return true;
  if (NUMBER.test(left) && NUMBER.test(right)) return Number(left) === Number(right);
  return INSTANT.test(left) && INSTANT.test(right) && Date.parse(left) === Date.parse(right);
}

/** No leading zeros: 01234567 is a company number, not the number 1234567. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

function isOwn(version: ValueVersion, ownSourceIds: readonly string[]): boolean {
  return (
    OWN_SOURCE_TYPES.has(version.sourceType) && version.sourceId !== null && ownSourceIds.includes(version.sourceId)
  );
}
