import type { AutomationPurpose } from '../domain/automation/automation.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';

/** How HubSpot keeps a thing single: by a unique property, or not at all. */
export type MakingWay = 'unique' | 'plain';

/** What was decided and written, to repeat exactly and to see later whether somebody changed it. */
export interface IntentDetails {
  /** Why, in words. */
  readonly reason?: string;
  /** The owner that was decided for the record. */
  readonly ownerId?: string;
  /** Values as HubSpot confirmed them. */
  readonly made?: Readonly<Record<string, string>>;
}

/** What is known of one purpose of one record. */
export interface AutomationIntent {
  readonly objectType: ObjectType;
  readonly recordId: string;
  readonly purpose: AutomationPurpose;
  /** `claimed`: nothing was sent; `sent`: a create may have been applied; `done`: it exists; `undone`: never again. */
  readonly state: 'claimed' | 'sent' | 'done' | 'undone';
  readonly way: MakingWay | null;
  readonly hubspotId: string | null;
  /** The enrichment that made it, or tried last. */
  readonly enrichmentId: string;
  readonly details: IntentDetails;
}

/** Names one purpose of one record. */
export interface IntentKey {
  readonly organizationId: string;
  readonly objectType: ObjectType;
  readonly recordId: string;
  readonly purpose: AutomationPurpose;
}

/** The intent as its new holder finds it. */
export interface ClaimedIntent {
  readonly intent: AutomationIntent;
  /** True when a create of an earlier holder can no longer be on its way; what is not found then was never made. */
  readonly isSettled: boolean;
  /** When that is so, of one that was sent; else null. */
  readonly settlesAt: IsoDateTime | null;
}

/**
 * What automation made or may have made: at most one row a purpose and record.
 *
 * Contract for implementers:
 * - time is the database's;
 * - `claim` is atomic over processes: it makes the row or takes over one whose lease has ended or that is of the same run,
 *   and answers what it found; undefined when another holds it, or it is done or undone;
 * - `markSent` comes before every create: false when the lease was lost, and then nothing may be sent; with the same commit
 *   comes a look at what is still in doubt when the create can no longer be on its way;
 * - `confirm` stores the id, once; `release` removes a row of which certainly nothing was made; both only for the holder;
 * - `letGo` ends the lease and keeps the doubt;
 * - `markUndone` holds for ever; what may still be on its way then is looked for once more.
 */
export interface AutomationStore {
  list(record: Omit<IntentKey, 'purpose'>): Promise<readonly AutomationIntent[]>;
  listOfEnrichment(organizationId: string, enrichmentId: string): Promise<readonly AutomationIntent[]>;
  claim(
    input: IntentKey & { readonly enrichmentId: string; readonly holder: string },
  ): Promise<ClaimedIntent | undefined>;
  markSent(
    input: IntentKey & {
      readonly holder: string;
      readonly enrichmentId: string;
      readonly way: MakingWay;
      readonly details: IntentDetails;
    },
  ): Promise<boolean>;
  confirm(
    input: IntentKey & { readonly holder: string; readonly hubspotId: string; readonly details: IntentDetails },
  ): Promise<void>;
  release(input: IntentKey & { readonly holder: string }): Promise<void>;
  letGo(input: IntentKey & { readonly holder: string }): Promise<void>;
  markUndone(key: IntentKey): Promise<void>;
  /** The next turn of the portal's round robin, counted from 1; given out once. */
  takeTurn(organizationId: string): Promise<number>;
  /** The turn that `takeTurn` would give, without taking it. */
  readNextTurn(organizationId: string): Promise<number>;
}
