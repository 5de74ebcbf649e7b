import type { SyncDecision } from '../domain/sync/decide-sync.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { RecordName } from '../ports/webhook-store.ts';

/** Name of the job that brings the register link of one record up to date. */
export const LINK_RECORD_TASK = 'link_record';

/** A record and what is to be done about it. */
export interface RecordToSync extends RecordName {
  readonly decision: Exclude<SyncDecision, 'none'>;
  /** Names this state of the record: work for the same one is not queued twice. */
  readonly version: string;
  readonly delayMs: number;
}

/**
 * Queues records: enrichments among the waiting records, which are worked off in batches, and links as jobs of their
 * own. Queuing a version again changes nothing.
 */
export async function startSync(
  queue: JobQueue,
  input: {
    readonly organizationId: string;
    readonly jobClass: 'webhook' | 'schedule';
    readonly records: readonly RecordToSync[];
  },
): Promise<void> {
  const { organizationId, jobClass, records } = input;
  const enrich = records.filter(({ decision }) => decision === 'enrich');
  await queue.enqueueRecords(
    enrich.map(({ objectType, objectId, version, delayMs }) => ({
      organizationId,
      objectType,
      objectId,
      refresh: false,
      requestedBy: { kind: jobClass },
      jobClass,
      dedupeKey: `${jobClass}:${objectType}:${objectId}:${version}`,
      delayMs,
    })),
  );
  for (const { objectType, objectId, delayMs } of records.filter(({ decision }) => decision === 'link')) {
    await queue.enqueue({
      organizationId,
      task: LINK_RECORD_TASK,
      jobClass,
      key: `link:${objectType}:${objectId}`,
      payload: { objectType, objectId },
      delayMs,
    });
  }
}
