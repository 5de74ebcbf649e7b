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
  /** What an undo put back that was never ours (`RecordMemory.restored`), although our write brought it back. */
  readonly restored?: Readonly<Record<string, string>>;
  /** Ids under which our own writes appear in the history (the app id); empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** How the present value of a property came about. */
export type ValueOrigin = 'empty' | 'ours' | 'others' | 'cleared_by_others';

const OWN_SOURCE_TYPES: ReadonlySet<string> = new Set(['INTEGRATION', 'API']);

/** HubSpot's own doings write an old value anew: the entry does not say that somebody set it (`MERGE_OBJECTS`, restores, moves of data). */
const REWRITTEN = /MERGE|RESTORE|MIGRATION|BACKFILL/;

/**
 * Tells who set the present value of a property.
 *
 * The newest entry of the history decides, with two exceptions. What equals our last write is ours where HubSpot itself
 * rewrote the entry, or where the entry does not tell apps apart. And what an undo put back belongs to whom it belonged
 * before. Without history a value that is not our last write is somebody else's, because what a person typed must never
 * be lost: the history holds 45 values on contacts and 20 elsewhere, our memory does not forget.
 */
export function originOf(property: string, record: RecordProvenance): ValueOrigin {
  const value = record.current[property] ?? '';
  const restored = record.restored?.[property];
  if (restored !== undefined && isSameValue(restored, value)) return value === '' ? 'cleared_by_others' : 'others';
  const written = record.written[property];
  const newest = record.history[property]?.[0];
  const isEntryOfValue = newest !== undefined && isSameValue(newest.value, value);
  const isOurEntry = isEntryOfValue && isOwn(newest, record.ownSourceIds);
  if (value === '') {
    const wasCleared = written !== undefined && written !== '' && newest !== undefined && !isOurEntry;
    return wasCleared ? 'cleared_by_others' : 'empty';
  }
  if (isOurEntry) return 'ours';
  const isRemembered = written !== undefined && isSameValue(written, value);
  return isRemembered && !isSetByOthers(value, newest, record.ownSourceIds) ? 'ours' : 'others';
}

/**
 * Tells whether somebody else set this value, as far as its newest entry shows: also one equal to ours, typed anew.
 *
 * @param newest undefined when the history is not known
 */
export function isSetByOthers(
  value: string,
  newest: ValueVersion | undefined,
  ownSourceIds: readonly string[],
): boolean {
  return newest !== undefined && isSameValue(newest.value, value) && isSetByAnother(newest, ownSourceIds);
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

/** False also where the entry does not tell: an app, while our own id is unknown. */
function isSetByAnother(version: ValueVersion, ownSourceIds: readonly string[]): boolean {
  if (REWRITTEN.test(version.sourceType)) return false;
  if (!OWN_SOURCE_TYPES.has(version.sourceType)) return true;
  return version.sourceId !== null && ownSourceIds.length > 0 && !ownSourceIds.includes(version.sourceId);
}
