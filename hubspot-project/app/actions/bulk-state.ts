import type { BulkAnswer, BulkDryRunAnswer } from '../../contract/bulk.ts';
import type { Answer } from '../../contract/client.ts';
import type { ObjectTypeName } from '../../contract/object-type.ts';

/** The records that were selected in the list. */
export interface Selection {
  readonly objectType: ObjectTypeName;
  readonly objectIds: readonly string[];
}

/** A run as the backend shows it. */
export type Bulk = BulkAnswer['bulk'];
/** What a run would take. */
export type Estimate = BulkDryRunAnswer['bulk']['estimate'];
/** Why there is no answer. */
export type NoAnswer = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** Where the action stands. `problem` stands beside what is known. */
export type BulkState =
  | { readonly kind: 'estimating' }
  | { readonly kind: 'no_estimate'; readonly problem: NoAnswer }
  | {
      readonly kind: 'estimated';
      readonly estimate: Estimate;
      readonly isStarting: boolean;
      readonly problem: NoAnswer | null;
    }
  | { readonly kind: 'run'; readonly bulk: Bulk; readonly isSteering: boolean; readonly problem: NoAnswer | null };

/** More records than this need an admin (contract: bulk above 100 records). */
export const RECORDS_WITHOUT_ADMIN = 100;

/** Tells whether an undo is under way, or will go on by itself. */
const isBeingUndone = (undo: Bulk['undo']): boolean => undo?.status === 'running' || undo?.status === 'paused';

/** Tells whether a run changes by itself, so that it is worth looking again. */
export function isMoving({ status, undo }: Pick<Bulk, 'status' | 'undo'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused' || isBeingUndone(undo);
}

/** Tells whether the backend refused because the person is no admin. */
export const isForAdmins = (problem: NoAnswer | null): boolean =>
  problem?.kind === 'refused' && problem.error.code === 'forbidden';
