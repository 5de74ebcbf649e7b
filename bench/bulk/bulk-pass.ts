import type { BulkRequest, MadeCount } from './count-made.ts';

/** How many portals run at once, and what each enriches. */
export interface PortalsLoad {
  readonly portals: number;
  /** Contacts of each. */
  readonly contacts: number;
}

/** How much the bulk stage does. */
export interface BulkLoad {
  /** Contacts of our portal, enriched as all of the type. */
  readonly contacts: number;
  /** Contacts of our other portal, enriched by their ids, or as a list where they are more than a request may name. */
  readonly knownContacts: number;
  /** Contacts of each peer’s portal; none gets through more in its time. */
  readonly peerContacts: number;
  readonly peersForMs: number;
  /** Portals that are enriched all at once. */
  readonly manyPortals: PortalsLoad;
  /** Only the contacts of the other portal, for more than five minutes: use of the main limit and speed are judged so. */
  readonly isLong?: boolean;
}

/** One pass over contacts by us or by a peer, counted by the stand-in. */
export interface BulkPass {
  readonly name: string;
  readonly seconds: number;
  /** When it was asked for, in Unix milliseconds; undefined for a peer. */
  readonly startedAtMs?: number;
  /** Contacts that were there to be worked on. */
  readonly contacts: number;
  readonly made: MadeCount;
  readonly requests: readonly BulkRequest[];
  readonly cpuMs: number | undefined;
  readonly peakMb: number | undefined;
  /** Transactions of the database; undefined for those that use none. */
  readonly transactions: number | undefined;
  /** What the program itself holds to be made, and HubSpot's store should hold; undefined when it keeps no books. */
  readonly booked?: { readonly tasks: number; readonly deals: number };
}
