import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { StaleRecords } from '../ports/stale-records.ts';

/** Queued at once for a portal; the next look comes within the hour. */
const RECORDS_PER_LOOK = 1_000;

/** What the use case touches. */
export interface RefreshRecordsDeps {
  readonly installations: Pick<InstallationStore, 'findByOrganizationId'>;
  readonly settings: SettingsStore;
  readonly stale: StaleRecords;
  readonly queue: Pick<JobQueue, 'enqueueRecords'>;
}

/**
 * Queues the records of one portal whose last enrichment is older than `automaticEnrichment.refreshDays`, the oldest
 * first; only while automatic enrichment is on, because it writes without anybody asking.
 *
 * @returns how many are new in the queue
 */
export async function refreshRecords(
  deps: RefreshRecordsDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<number> {
  const installation: Installation | undefined = await deps.installations.findByOrganizationId(organizationId);
  const { automaticEnrichment } = await deps.settings.read(organizationId);
  if (installation?.status !== 'connected' || !automaticEnrichment.onCreate) return 0;
  const { refreshDays, objectTypes } = automaticEnrichment;
  const stale = await deps.stale.list({ organizationId, objectTypes, days: refreshDays, limit: RECORDS_PER_LOOK });
  return deps.queue.enqueueRecords(
    stale.map(({ objectType, objectId }) => ({
      organizationId,
      objectType,
      objectId,
      refresh: false,
      requestedBy: { kind: 'schedule' },
      jobClass: 'schedule',
      dedupeKey: `refresh:${objectType}:${objectId}`,
    })),
  );
}
