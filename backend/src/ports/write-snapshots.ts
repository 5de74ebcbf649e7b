import type { UndoStep } from '../domain/enrichment/enrichment.ts';
import type { ObjectType } from '../domain/portal/settings.ts';

/** What one record held before a write, and what the write sends. */
export interface WriteSnapshot {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly steps: readonly UndoStep[];
}

/**
 * Keeps what records hold before they are written, until the result of the run tells it.
 *
 * Contract for implementers:
 * - `keep` resolves when the snapshots outlive a crash of the database; one of a record replaces the earlier one;
 * - nothing is kept of a record that has no run: what was known of it was erased;
 * - it goes with the memory that a finished or applied run stores (`EnrichmentStore`, `BulkStore`); until then each run of the
 *   record is given it (`RunContext.snapshot`).
 */
export interface WriteSnapshots {
  keep(organizationId: string, snapshots: readonly WriteSnapshot[]): Promise<void>;
}
