import type { ObjectType } from '../portal/settings.ts';

/** What happened to a record, in HubSpot's words. */
export type RecordEventKind =
  | 'creation'
  | 'propertyChange'
  | 'deletion'
  | 'restore'
  | 'merge'
  | 'privacyDeletion'
  | 'associationChange';

/**
 * One webhook event, as far as it is kept: a hint that a record has to be looked at. It carries no value of the record.
 */
export interface RecordEvent {
  readonly kind: RecordEventKind;
  readonly objectType: ObjectType;
  /** The record that survives, for a merge. */
  readonly objectId: string;
  /** HubSpot's clock, Unix milliseconds. */
  readonly occurredAtMs: number;
  /** Name of the changed property; absent for every other kind. */
  readonly property?: string;
  /** Hash of the new value (`hashOfValue`), to tell our own writes by; absent where we never write such a value. */
  readonly valueHash?: string;
  /** Records that a merge made disappear; absent otherwise. */
  readonly mergedIds?: readonly string[];
}

/** What is to be done about one record, after all events of it that came together. */
export interface RecordNews {
  readonly objectType: ObjectType;
  readonly objectId: string;
  /** What its life came to: the newest deletion, restoration or merge. */
  readonly lifecycle: { readonly kind: 'gone' | 'back' | 'merged'; readonly atMs: number } | null;
  /** Records merged into it. */
  readonly mergedIds: readonly string[];
  readonly isErased: boolean;
  /** The newest creation or change of something that tells its company; null when there was none. */
  readonly changedAtMs: number | null;
  readonly isCreated: boolean;
  /** The changes of properties, for the echo check; empty when something else changed too, which is no echo. */
  readonly changes: readonly { readonly property: string; readonly valueHash: string | null }[];
}

const LIFECYCLE = { deletion: 'gone', restore: 'back', merge: 'merged' } as const;

/**
 * Folds events into one piece of news a record: order and repetition in the input make no difference.
 *
 * @returns in the order in which records first appear
 */
export function foldEvents(events: readonly RecordEvent[]): readonly RecordNews[] {
  const byRecord = new Map<string, RecordEvent[]>();
  for (const event of events) {
    const key = `${event.objectType}/${event.objectId}`;
    const known = byRecord.get(key);
    if (known) known.push(event);
    else byRecord.set(key, [event]);
  }
  return [...byRecord.values()].map(foldRecord);
}

function foldRecord(events: readonly RecordEvent[]): RecordNews {
  const [first] = events;
  if (first === undefined) throw new RangeError('a record has at least one event');
  const changes = events.filter(({ kind }) => kind === 'propertyChange');
  const touching = events.filter(({ kind }) => TOUCHING.has(kind));
  const isOnlyChanges = touching.length === changes.length;
  return {
    objectType: first.objectType,
    objectId: first.objectId,
    lifecycle: lastLifecycle(events),
    mergedIds: [...new Set(events.flatMap(({ mergedIds }) => mergedIds ?? []))],
    isErased: events.some(({ kind }) => kind === 'privacyDeletion'),
    changedAtMs: touching.length === 0 ? null : Math.max(...touching.map(({ occurredAtMs }) => occurredAtMs)),
    isCreated: events.some(({ kind }) => kind === 'creation'),
    changes: isOnlyChanges
      ? changes.map(({ property, valueHash }) => ({ property: property ?? '', valueHash: valueHash ?? null }))
      : [],
  };
}

/** After these the record's company may be another one. */
const TOUCHING: ReadonlySet<RecordEventKind> = new Set([
  'creation',
  'propertyChange',
  'associationChange',
  'restore',
  'merge',
]);

function lastLifecycle(events: readonly RecordEvent[]): RecordNews['lifecycle'] {
  let last: RecordNews['lifecycle'] = null;
  for (const { kind, occurredAtMs } of events) {
    if (kind !== 'deletion' && kind !== 'restore' && kind !== 'merge') continue;
    // A deletion and something else in one millisecond: the record is gone, the other way round a read would tell.
    if (last === null || occurredAtMs > last.atMs || (occurredAtMs === last.atMs && kind === 'deletion')) {
      last = { kind: LIFECYCLE[kind], atMs: occurredAtMs };
    }
  }
  return last;
}
