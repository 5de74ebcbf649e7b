import type { SyncDecision } from '../domain/sync/decide-sync.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { RecordName } from '../ports/webhook-store.ts';

/** Name of the job that brings one record up to date. */
export const SYNC_RECORD_TASK = 'sync_record';

/** Jobs that are queued at once; each takes a connection for a moment. */
const AT_ONCE = 4;

/** A record and what is to be done about it. */
export interface RecordToSync extends RecordName {
  readonly decision: Exclude<SyncDecision, 'none'>;
  /** Names this state of the record: what is done for it is done once. */
  readonly version: string;
  readonly delayMs: number;
}

/**
 * Queues records, each under its own key: news of a record that waits replace its job, news of one that is worked on
 * follow it. Queuing the same again changes nothing.
 */
export async function startSync(
  queue: Pick<JobQueue, 'enqueue'>,
  input: {
    readonly organizationId: string;
    readonly jobClass: 'webhook' | 'schedule';
    readonly records: readonly RecordToSync[];
  },
): Promise<void> {
  const { organizationId, jobClass, records } = input;
  for (let start = 0; start < records.length; start += AT_ONCE) {
    await Promise.all(
      records.slice(start, start + AT_ONCE).map(({ delayMs, ...record }) =>
        queue.enqueue({
          organizationId,
          task: SYNC_RECORD_TASK,
          jobClass,
          key: syncKey(record),
          payload: { ...record, cause: jobClass },
          delayMs,
        }),
      ),
    );
  }
}

/** Key under which the work for a record waits. */
export function syncKey({ objectType, objectId }: RecordName): string {
  return `sync:${objectType}:${objectId}`;
}
