import { randomUUID } from 'node:crypto';
import type { SandboxClock } from './clock.ts';
import type { ChangeFeed, RecordChange, RecordChangeKind } from './record-change.ts';

/** What HubSpot writes down for the app, of the accounts and events that it subscribed to; kept for three days. */
export interface JournalSubscription {
  readonly id: number;
  readonly subscriptionType: string;
  readonly portalId?: number | undefined;
  readonly objectTypeId: string;
  readonly actions: readonly string[];
  readonly properties: readonly string[];
  readonly associatedObjectTypeIds: readonly string[];
  readonly createdAtMs: number;
}

export interface JournalFile {
  readonly offset: string;
  readonly publishedAtMs: number;
  readonly journalEvents: readonly Readonly<Record<string, unknown>>[];
}

export interface EventJournal {
  readonly subscriptions: Map<number, JournalSubscription>;
  /** The files that are kept, oldest first; what happened since the last look becomes one. */
  files(): readonly JournalFile[];
  note(event: Readonly<Record<string, unknown>>): void;
}

const KEPT_MS = 3 * 86_400_000;

const ACTIONS: Readonly<Record<RecordChangeKind, string>> = {
  creation: 'CREATE',
  propertyChange: 'UPDATE',
  deletion: 'DELETE',
  restore: 'RESTORE',
  merge: 'MERGE',
  privacyDeletion: 'GDPR_DELETE',
  associationChange: 'ASSOCIATION_ADDED',
};

const TYPES: Partial<Record<RecordChangeKind, string>> = {
  privacyDeletion: 'GDPR_PRIVACY_DELETION',
  associationChange: 'ASSOCIATION',
};

const actionOf = ({ kind, association }: RecordChange): string =>
  association?.isRemoved === true ? 'ASSOCIATION_REMOVED' : ACTIONS[kind];

/** Makes an empty journal that listens to every change. */
export function makeEventJournal(clock: SandboxClock, changes: ChangeFeed): EventJournal {
  const subscriptions = new Map<number, JournalSubscription>();
  let kept: JournalFile[] = [];
  let open: Readonly<Record<string, unknown>>[] = [];
  const note = (event: Readonly<Record<string, unknown>>): void => void open.push(event);
  changes.listen((change) => {
    if ([...subscriptions.values()].some((subscription) => isAskedFor(change, subscription))) note(describe(change));
  });
  return {
    subscriptions,
    note,
    files() {
      if (open.length > 0) kept.push({ offset: randomUUID(), publishedAtMs: clock.nowMs(), journalEvents: open });
      open = [];
      kept = kept.filter(({ publishedAtMs }) => publishedAtMs > clock.nowMs() - KEPT_MS);
      return kept;
    },
  };
}

function isAskedFor(change: RecordChange, subscription: JournalSubscription): boolean {
  if (subscription.portalId !== change.portalId || subscription.objectTypeId !== change.objectTypeId) return false;
  if (!subscription.actions.includes(actionOf(change))) return false;
  if (change.association) return subscription.associatedObjectTypeIds.includes(change.association.toTypeId);
  return change.kind !== 'propertyChange' || subscription.properties.includes(change.propertyName ?? '');
}

function describe(change: RecordChange): Readonly<Record<string, unknown>> {
  const { kind, merge, propertyName, propertyValue } = change;
  return {
    type: TYPES[kind] ?? 'OBJECT',
    action: actionOf(change),
    portalId: change.portalId,
    occurredAt: new Date(change.occurredAtMs).toISOString(),
    objectTypeId: change.objectTypeId,
    objectId: Number(change.objectId),
    ...(propertyName === undefined ? {} : { propertyChanges: { [propertyName]: propertyValue ?? null } }),
    ...(merge === undefined
      ? {}
      : {
          primaryObjectId: Number(merge.newObjectId),
          mergedObjectIds: [merge.primaryObjectId, merge.mergedObjectId].map(Number),
        }),
  };
}
