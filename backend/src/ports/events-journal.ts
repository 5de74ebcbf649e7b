import type { PortalEvent } from './webhook-store.ts';

/** One entry of the journal: what happened in any account that has the app, in one short time. */
export interface JournalEntry {
  /** The CRM's name of the entry; the next ones are asked for by it. */
  readonly offset: string;
  readonly events: readonly PortalEvent[];
  /** Accounts that removed the app. */
  readonly leftPortalIds: readonly number[];
}

/**
 * The CRM's own journal of events, kept for three days and one for all accounts: what webhooks missed is in it.
 *
 * Contract for implementers:
 * - `subscribe` makes these accounts' events appear in the journal, and others' not; repeating it changes nothing. An
 *   account for which that is refused keeps none of the others from it;
 * - `readNewestOffset` answers null for an empty journal;
 * - `readAfter` answers the oldest entries after an offset, oldest first, from the earliest one on for null; none at the
 *   end. It throws `not_found` for an offset that the journal does not hold any more;
 * - all throw `upstream_missing_scopes` or `not_configured` when the app may not use the journal.
 */
export interface EventsJournal {
  subscribe(portalIds: readonly number[]): Promise<void>;
  readNewestOffset(): Promise<string | null>;
  readAfter(offset: string | null): Promise<readonly JournalEntry[]>;
}

/** How far the journal was read. */
export interface JournalPlace {
  readonly offset: string | null;
  /** When it was read to its end last; null: never. */
  readonly readToEndAt: Date | null;
  /** Why it is not read, in words; null: it is. */
  readonly unavailableBecause: string | null;
  readonly updatedAt: Date;
}

/** Where the reader of the journal is, one for all processes. Contract: `save` replaces what it is given, and sets the time. */
export interface JournalBookmark {
  /** undefined before the first `save`. */
  read(): Promise<JournalPlace | undefined>;
  save(change: Partial<Omit<JournalPlace, 'updatedAt'>>): Promise<void>;
  /** Every account that has the app, with its organisation. */
  listPortals(): Promise<readonly { readonly portalId: number; readonly organizationId: string }[]>;
}
