import type {
  BulkEstimate,
  BulkOutcome,
  BulkRun,
  BulkSelection,
  BulkStatus,
  UndoStatus,
} from '../domain/bulk/bulk-run.ts';
import type { Enrichment, RequestedBy } from '../domain/enrichment/enrichment.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { RecordMemory, RunContext } from './enrichment-store.ts';

/** A run to start. */
export interface BeginBulkInput {
  readonly organizationId: string;
  readonly bulkId: string;
  readonly objectType: ObjectType;
  readonly selection: BulkSelection;
  readonly idempotencyKey: string;
  /** Tells whether a repeated key asks for the same. */
  readonly requestHash: string;
  readonly requestedBy: RequestedBy;
  readonly cap: number | null;
  readonly total: number;
  readonly estimate: BulkEstimate;
}

/** How a request to start a run was received. */
export type BegunBulk =
  | { readonly kind: 'started' | 'replayed'; readonly run: BulkRun }
  /** The key was used for something else. */
  | { readonly kind: 'conflict' };

/** Names a run and the process that works on it. */
export interface BulkLease {
  readonly organizationId: string;
  readonly bulkId: string;
  readonly leaseOwner: string;
  readonly leaseSeconds: number;
}

/** What the holder of a run needs to go on. */
export interface LeasedBulk {
  readonly run: BulkRun;
  readonly requestedBy: RequestedBy;
  readonly undoRequestedBy: RequestedBy | null;
  readonly cap: number | null;
  /** All records of the selection have their rows. */
  readonly isPlanned: boolean;
  readonly planned: number;
  readonly cursor: string | null;
  /** Legs in a row that failed. */
  readonly attempts: number;
  /** True when whoever held it before did not give it back. */
  readonly isTakenOver: boolean;
}

/** One record that a step works on. */
export interface StepRecord {
  readonly position: number;
  readonly objectId: string;
  readonly context: RunContext;
}

/** The next records of a run. */
export interface BulkStep {
  /** Their enrichments are this run's own and running. */
  readonly records: readonly StepRecord[];
  /** Records whose enrichment somebody else runs at the moment: counted when that ends. */
  readonly joined: number;
  /** Position of the last of all these; 0 when there are none. */
  readonly lastPosition: number;
}

/** What a step leaves behind for one record. */
export interface FinishedRecord {
  readonly position: number;
  readonly enrichment: Enrichment;
  /** undefined: leave as it is. */
  readonly memory: RecordMemory | undefined;
}

/** One line of a run's results. */
export interface BulkResultRow {
  readonly position: number;
  readonly objectId: string;
  readonly outcome: BulkOutcome | null;
  readonly reason: string | null;
  readonly enrichmentId: string | null;
  readonly undo: string | null;
}

/** How the undo of one record ended; `kept`: something stays, because it was edited since. */
export type UndoOutcome = 'restored' | 'kept' | 'nothing' | 'failed';

/** What came of the records that an account enriched so far; shares of them, 0 to 1, undefined while they are too few to tell. */
export interface BulkExperience {
  /** A company was found for them. */
  readonly matched: number | undefined;
  /** They got a task, or a deal. */
  readonly tasks: number | undefined;
  readonly deals: number | undefined;
}

/** A record of a run that an undo has not looked at. */
export interface UndoRecord {
  readonly position: number;
  readonly enrichmentId: string;
}

/**
 * Bulk runs and where they stand.
 *
 * Contract for implementers:
 * - `begin` starts a run with its first job in one commit, once per idempotency key;
 * - start, stop, resume, end and undo of a run each leave a line in the log, in the commit that does them;
 * - `lease` gives a run to one process at a time (database clock) and is renewed by its holder; `renew` answers false when
 *   it was lost: the holder must write nothing more;
 * - `takeStep` starts the enrichments of the next open records, at most one running one per record over the whole product,
 *   and takes back those of this run that a dead process left; it counts records against the daily cap;
 * - `finishStep` stores results, memories, log lines and the run's counters in one commit, each record once, and renews the lease:
 *   counters only grow, and `done` never passes `total`; `finishStep` and `abandon` change nothing once the lease is another's;
 * - reads answer undefined for what the organisation does not own.
 */
export interface BulkStore {
  begin(input: BeginBulkInput): Promise<BegunBulk>;
  find(organizationId: string, bulkId: string): Promise<BulkRun | undefined>;
  findByKey(organizationId: string, idempotencyKey: string, requestHash: string): Promise<BegunBulk | undefined>;
  /**
   * Changes the status when it is one of `from`; queues a job when the run is to go on, which it does not while it is being undone.
   * undefined: no such run.
   */
  changeStatus(input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly from: readonly BulkStatus[];
    readonly to: BulkStatus;
    readonly reason?: string;
    /** Who asked for it; absent: it came by itself. */
    readonly requestedBy?: RequestedBy;
  }): Promise<BulkRun | undefined>;
  /**
   * Asks for an undo of a run that does not work, with its first job in the same commit; repeating it goes on with what could not
   * be undone. undefined: no such run, or it works.
   */
  beginUndo(input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly requestedBy: RequestedBy;
  }): Promise<BulkRun | undefined>;
  lease(input: BulkLease): Promise<LeasedBulk | undefined>;
  /** @param input.workedMs time worked that was not counted yet */
  renew(input: BulkLease & { readonly workedMs: number }): Promise<boolean>;
  /** False when the run was lost, stopped, or has ended: nothing more may be begun for it. */
  isGoingOn(input: BulkLease): Promise<boolean>;
  /** Gives the run back with the time worked since it was last counted, and how often in a row it failed. */
  release(input: BulkLease & { readonly workedMs: number; readonly attempts: number }): Promise<void>;
  /** Lets the store know how large it has become, so that it finds rows fast; costs next to nothing when that is no news. */
  refreshStatistics(): Promise<void>;
  addPage(input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly objectIds: readonly string[];
    readonly cursor: string | null;
    readonly isLast: boolean;
  }): Promise<void>;
  takeStep(input: {
    readonly lease: BulkLease;
    readonly limit: number;
    readonly stepSeconds: number;
    /** Only records after this one: those before it are in the hands of the same leg. 0: from the first. */
    readonly afterPosition: number;
  }): Promise<BulkStep>;
  /** @returns false when the run was lost meanwhile: whoever holds it does these records again */
  finishStep(input: {
    readonly lease: BulkLease;
    readonly records: readonly FinishedRecord[];
    readonly hubspotCalls: number;
  }): Promise<boolean>;
  /** Lets go of enrichments that were begun and not ended, so that nobody waits for them; a later step begins them anew. */
  abandon(lease: BulkLease): Promise<void>;
  /** Counts records whose enrichments ended elsewhere. Answers how many are open. */
  settle(organizationId: string, bulkId: string): Promise<number>;
  listUndoable(organizationId: string, bulkId: string, limit: number): Promise<readonly UndoRecord[]>;
  finishUndo(input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly records: readonly {
      readonly position: number;
      readonly outcome: UndoOutcome;
      readonly reason: string | null;
    }[];
  }): Promise<void>;
  /** Changes how a running undo stands, with why it pauses or failed. False when none is running. */
  changeUndo(input: {
    readonly organizationId: string;
    readonly bulkId: string;
    readonly to: Exclude<UndoStatus, 'running'>;
    readonly reason?: string;
  }): Promise<boolean>;
  /** Results in their order after this position. */
  listResults(
    organizationId: string,
    bulkId: string,
    afterPosition: number,
    limit: number,
  ): Promise<readonly BulkResultRow[]>;
  /** For the forecast: how many of these companies of the CRM an enriched record belongs to, or are such themselves. */
  countKnownCompanies(organizationId: string, companyIds: readonly string[]): Promise<number>;
  /** For the forecast: what came of the records of this type that were enriched so far. */
  readExperience(organizationId: string, objectType: ObjectType): Promise<BulkExperience>;
  /** For the forecast: the share of these records (or of this type) that was enriched before, 0 to 1. */
  readKnownShare(
    organizationId: string,
    objectType: ObjectType,
    objectIds: readonly string[] | null,
    total: number,
  ): Promise<number>;
}
