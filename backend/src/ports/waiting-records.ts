import type { RequestedBy } from '../domain/enrichment/enrichment.ts';
import type { JobClass } from '../domain/jobs/job-class.ts';
import type { ObjectType } from '../domain/portal/settings.ts';

/** A record whose turn has come. */
export interface DueRecord {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly refresh: boolean;
  readonly requestedBy: RequestedBy;
  /** How often it was tried before. */
  readonly attempts: number;
}

/** What became of one. */
export type DueEnd =
  | { readonly id: string; readonly kind: 'done' }
  | {
      readonly id: string;
      readonly kind: 'repeat';
      readonly delayMs: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly id: string; readonly kind: 'dead'; readonly code: string; readonly message: string };

/**
 * Records that wait for their turn.
 *
 * Contract for implementers: `listDue` answers the oldest due ones of a class; `end` removes, postpones or gives up in one
 * commit; `nextDueMs` says in how many milliseconds the next one is due, undefined when none waits.
 */
export interface WaitingRecords {
  listDue(organizationId: string, jobClass: JobClass, limit: number): Promise<readonly DueRecord[]>;
  end(organizationId: string, ends: readonly DueEnd[]): Promise<void>;
  nextDueMs(organizationId: string, jobClass: JobClass): Promise<number | undefined>;
}
