import type { WriteOrigin } from './crm-record.ts';
import type { ObjectTypeId } from './object-types.ts';

/** What happened to a record, told to everybody who listens: the event stream and the webhook queue. */
export type RecordChangeKind =
  | 'creation'
  | 'propertyChange'
  | 'deletion'
  | 'restore'
  | 'merge'
  | 'privacyDeletion'
  | 'associationChange';

export interface RecordChange {
  readonly kind: RecordChangeKind;
  readonly portalId: number;
  readonly objectTypeId: ObjectTypeId;
  readonly objectId: string;
  readonly occurredAtMs: number;
  readonly origin: WriteOrigin;
  readonly propertyName?: string;
  readonly propertyValue?: string;
  readonly merge?: { readonly primaryObjectId: string; readonly mergedObjectId: string; readonly newObjectId: string };
  readonly association?: { readonly toTypeId: ObjectTypeId; readonly toId: string; readonly isRemoved: boolean };
}

export interface ChangeFeed {
  publish(change: RecordChange): void;
  /** @returns a function that stops listening */
  listen(listener: (change: RecordChange) => void): () => void;
}

/** Makes a feed that calls its listeners at once and in order. */
export function makeChangeFeed(): ChangeFeed {
  const listeners = new Set<(change: RecordChange) => void>();
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
