import type { SyncDecision } from '../domain/sync/decide-sync.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { RecordName } from '../ports/webhook-store.ts';

/** Records that are queued with one statement. */
const AT_ONCE = 1_000;

/** A record and what is to be done about it. */
export interface RecordToSync extends RecordName {
  readonly decision: Exclude<SyncDecision, 'none'>;
  /** Names this state of the record: what is done for it is done once. */
  readonly version: string;
  readonly delayMs: number;
}

/**
 * Queues records, each under its own key: news of a record that waits replace what waits, news of one that is worked on
 * follow it. Queuing the same again changes nothing.
 */
export async function startSync(
  queue: Pick<JobQueue, 'enqueueRecords'>,
  input: {
    readonly organizationId: string;
    readonly jobClass: 'webhook' | 'schedule';
    readonly records: readonly RecordToSync[];
  },
): Promise<void> {
  const { organizationId, jobClass } = input;
  // The last news of a record hold: one statement takes it once.
  const records = [...new Map(input.records.map((record) => [syncKey(record), record])).entries()];
  for (let start = 0; start < records.length; start += AT_ONCE) {
    await queue.enqueueRecords(
      records
        .slice(start, start + AT_ONCE)
        .map(([dedupeKey, { objectType, objectId, decision, version, delayMs }]) => ({
          organizationId,
          objectType,
          objectId,
          refresh: false,
          requestedBy: { kind: jobClass },
          jobClass,
          dedupeKey,
          decision,
          version,
          delayMs,
        })),
    );
  }
}

/** Key under which the work for a record waits. */
function syncKey({ objectType, objectId }: RecordName): string {
  return `sync:${objectType}:${objectId}`;
}
