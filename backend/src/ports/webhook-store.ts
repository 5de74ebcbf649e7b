import type { ObjectType } from '../domain/portal/settings.ts';
import type { RecordEvent } from '../domain/sync/record-event.ts';
import type { KnownRecord } from './record-lookup.ts';

/** Events of one portal in one request. */
export interface PortalEvents {
  readonly portalId: number;
  readonly events: readonly RecordEvent[];
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

/**
 * Webhook events between their arrival and the work they start.
 *
 * Contract for implementers:
 * - `receive` keeps all events of connected portals and leaves a job behind for each, in one statement, which requests of
 *   the same moment share; it is on the disk when it resolves. The rest is dropped and counted;
 * - `take` answers the oldest deliveries, which stay until `settle`: a crash in between repeats them;
 * - `lookUpAll` answers every record it was asked for, in that order;
 * - `settle` stores the marks and removes the deliveries in one commit;
 * - `moveRecords` makes what is known of merged records known of the survivor, unless that has its own, and forgets it
 *   of the merged ones; repeating it changes nothing.
 */
export interface WebhookStore {
  receive(deliveries: readonly PortalEvents[]): Promise<{ readonly dropped: number }>;
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
  }): Promise<void>;
}
