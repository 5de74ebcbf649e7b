import type { ObjectType } from '../domain/portal/settings.ts';
import type { RecordEvent } from '../domain/sync/record-event.ts';
import type { KnownRecord } from './record-lookup.ts';

/** One event and whose it is. */
export interface PortalEvent {
  readonly portalId: number;
  readonly event: RecordEvent;
}

/** Names a record of one organisation. */
export interface RecordName {
  readonly objectType: ObjectType;
  readonly objectId: string;
}

/** What is known of a record beside `KnownRecord`, for the decision what an event means. */
export interface RecordWithEvents extends KnownRecord, RecordName {
  /** HubSpot's clock, Unix milliseconds; null before the first event. */
  readonly changedAtMs: number | null;
  readonly lifecycleAtMs: number | null;
  /** When events started work for it, at most three, oldest first; our clock. */
  readonly startedAtMs: readonly number[];
}

/** What to remember of a record's events; absent members stay as they are, instants never go back. */
export interface RecordMark extends RecordName {
  readonly changedAtMs?: number;
  readonly lifecycleAtMs?: number;
  readonly isGone?: boolean;
  readonly startedAtMs?: readonly number[];
}

/** How many events were sorted, repetitions included. */
export interface SortedEvents {
  readonly kept: number;
  /** Of portals that are not connected. */
  readonly dropped: number;
  /** More requests were there than are sorted at once. */
  readonly hasMore: boolean;
}

/**
 * Webhook events between their arrival and the work they start.
 *
 * Contract for implementers:
 * - `receive` keeps all events in one statement, which requests of the same moment share, and sees to it that a job sorts
 *   them; they are on the disk when it resolves;
 * - `sort` divides the oldest requests by portal, in one commit with a job for each portal that takes its part; what was told
 *   twice is kept once. Events of portals that are not connected are dropped and counted. While there may be more it leaves a
 *   job behind; several at once take different requests;
 * - `take` answers the oldest deliveries, which stay until `settle`: a crash in between repeats them;
 * - `lookUpAll` answers every record it was asked for, in that order;
 * - `settle` stores the marks and removes the deliveries in one commit;
 * - `moveRecords` makes what is known of merged records known of the survivor, results included, unless that has its own, and
 *   forgets it of the merged ones; repeating it changes nothing. It tells whether the survivor was erased: what was moved to it
 *   has to go as well.
 */
export interface WebhookStore {
  receive(events: readonly PortalEvent[]): Promise<void>;
  sort(): Promise<SortedEvents>;
  take(
    organizationId: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly receivedAt: Date; readonly events: readonly RecordEvent[] }[]>;
  lookUpAll(organizationId: string, records: readonly RecordName[]): Promise<readonly RecordWithEvents[]>;
  settle(input: {
    readonly organizationId: string;
    readonly deliveryIds: readonly string[];
    readonly marks: readonly RecordMark[];
  }): Promise<void>;
  moveRecords(input: {
    readonly organizationId: string;
    readonly objectType: ObjectType;
    readonly mergedIds: readonly string[];
    readonly survivorId: string;
  }): Promise<{ readonly isSurvivorErased: boolean }>;
}
