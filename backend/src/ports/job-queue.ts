import type { RequestedBy } from '../domain/enrichment/enrichment.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { JobClass } from '../domain/jobs/job-class.ts';
import type { ObjectType } from '../domain/portal/settings.ts';

/** A record to enrich when its turn comes. */
export interface WaitingRecordInput {
  readonly organizationId: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  /** Reads the sources anew instead of from their caches. */
  readonly refresh: boolean;
  readonly requestedBy: RequestedBy;
  readonly jobClass: JobClass;
  /** While a record waits under this key, further ones are no-ops, unless they are about another `version`. Up to 200 characters. */
  readonly dedupeKey: string;
  /** What is to be done; absent: `enrich`. */
  readonly decision?: 'enrich' | 'link';
  /** Names the state of the record that this is about; absent: whatever state it is in. */
  readonly version?: string;
  /** Not before so long from now; absent: at once. */
  readonly delayMs?: number;
}

/** A job of a named task; its payload must hold no personal data. */
export interface JobInput {
  readonly organizationId: string;
  readonly task: string;
  readonly jobClass: JobClass;
  /** A job that waits under this key of the organisation is replaced and keeps the earlier of both times; one that runs is followed by another. */
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not before so long from now; absent: at once. */
  readonly delayMs?: number;
}

/** A job or a waiting record that was given up. */
export interface DeadJob {
  readonly id: string;
  readonly organizationId: string;
  readonly task: string;
  readonly attempts: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly diedAt: Date;
}

/**
 * Work for later, in the database.
 *
 * Contract for implementers:
 * - `enqueueRecords` and `enqueue` take effect in one commit, or not at all;
 * - a record that waits under its dedupe key is not doubled; the one that is being worked on counts as waiting;
 * - another version replaces the one that waits, which keeps the earlier of both times; one that is worked on is followed by it;
 * - classes go in the order card, workflow, webhook, schedule, bulk; within one, portals take turns;
 * - `bury` keeps a job that was given up until it is replayed;
 * - `replay` queues a job or record that was given up again as if for the first time; false when there is none of this id.
 */
export interface JobQueue {
  /** @returns how many are new or replaced another version; all must be of one organisation */
  enqueueRecords(records: readonly WaitingRecordInput[]): Promise<number>;
  enqueue(job: JobInput): Promise<void>;
  bury(
    job: JobInput,
    end: { readonly attempts: number; readonly code: ErrorCode; readonly message: string },
  ): Promise<void>;
  listDead(organizationId: string): Promise<readonly DeadJob[]>;
  replay(organizationId: string, id: string): Promise<boolean>;
  /** Whether any job of anybody is due that no worker has taken. */
  isAnyDue(): Promise<boolean>;
}
