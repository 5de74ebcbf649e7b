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
  readonly decision: 'enrich' | 'link';
  /** The state of the record that this is about; null: whatever state it is in. */
  readonly version: string | null;
  /** How often it was tried before. */
  readonly attempts: number;
}

/** What became of one; `version` is the one that was listed. */
export type DueEnd = { readonly id: string; readonly version: string | null } & (
  | { readonly kind: 'done' }
  | { readonly kind: 'repeat'; readonly delayMs: number; readonly code: string; readonly message: string }
  | { readonly kind: 'dead'; readonly code: string; readonly message: string }
);

/**
 * Records that wait for their turn.
 *
 * Contract for implementers: `takeDue` answers the oldest due ones of a class; taken again before their end, they are answered
 * again. `end` removes, postpones or gives up in one commit, but not what another version replaced meanwhile: that waits on.
 * `nextDueMs` says in how many milliseconds the next one is due, undefined when none waits.
 */
export interface WaitingRecords {
  takeDue(organizationId: string, jobClass: JobClass, limit: number): Promise<readonly DueRecord[]>;
  end(organizationId: string, ends: readonly DueEnd[]): Promise<void>;
  nextDueMs(organizationId: string, jobClass: JobClass): Promise<number | undefined>;
}
