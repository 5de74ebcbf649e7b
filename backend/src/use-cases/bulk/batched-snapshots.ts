import type { WriteSnapshot, WriteSnapshots } from '../../ports/write-snapshots.ts';

/** Snapshots of a batch: those of single records are gathered, and kept together before the first write leaves. */
export interface BatchedSnapshots extends WriteSnapshots {
  /** Resolves when all that were gathered are kept; rejects when they are not, and then nothing may leave. */
  keepAll(): Promise<void>;
}

/** Makes the snapshots of one batch; all of its records have asked for theirs before the gate lets the first write go. */
export function makeBatchedSnapshots(store: WriteSnapshots, organizationId: string): BatchedSnapshots {
  const gathered: WriteSnapshot[] = [];
  let kept: Promise<void> = Promise.resolve();
  return {
    keep: async (_organizationId, snapshots) => void gathered.push(...snapshots),
    keepAll: () => {
      const waiting = gathered.splice(0);
      // Batches that leave side by side wait for the same statement.
      if (waiting.length > 0) kept = Promise.all([kept, store.keep(organizationId, waiting)]).then(() => undefined);
      return kept;
    },
  };
}
