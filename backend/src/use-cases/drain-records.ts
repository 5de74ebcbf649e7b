import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import { decideRepeat, isPassing } from '../domain/jobs/decide-repeat.ts';
import type { JobClass } from '../domain/jobs/job-class.ts';
import type { Installation, InstallationStore } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { DueEnd, DueRecord, WaitingRecords } from '../ports/waiting-records.ts';
import type { RequestEnrichmentInput } from './request-enrichment.ts';
import type { SyncRecordInput } from './sync-record.ts';

/** One job works off so many records before the other portals have their turn, and so many of them at once. */
const RECORDS_PER_JOB = 20;
const AT_ONCE = 5;

/** What the use case touches. */
export interface DrainRecordsDeps {
  readonly waiting: WaitingRecords;
  readonly installations: Pick<InstallationStore, 'findByOrganizationId'>;
  /** Waits for the end of the run. */
  readonly requestEnrichment: (input: RequestEnrichmentInput) => Promise<Enrichment>;
  /** For records that wait because they changed. */
  readonly syncRecord: (input: SyncRecordInput) => Promise<unknown>;
  readonly logger: Logger;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Brings records up to date whose turn has come; paused while the account is disconnected: also those under way when it
 * left go on waiting, until a new install queues the job again. What passes by itself comes
 * back later, with growing waits; what does not is given up and kept until it is replayed. A record that cannot be enriched
 * is an outcome of its run, and done.
 *
 * @returns in how many milliseconds the next record is due; undefined when none waits
 */
export async function drainRecords(
  deps: DrainRecordsDeps,
  input: { readonly organizationId: string; readonly jobClass: JobClass },
): Promise<number | undefined> {
  const { organizationId, jobClass } = input;
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (!installation || installation.status === 'disconnected') return undefined;
  const due = await deps.waiting.takeDue(organizationId, jobClass, RECORDS_PER_JOB);
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const some = due.slice(start, start + AT_ONCE);
    const ends = await Promise.all(some.map((record) => workOff(deps, installation, jobClass, record)));
    await deps.waiting.end(organizationId, ends);
  }
  return deps.waiting.nextDueMs(organizationId, jobClass);
}

async function workOff(
  deps: DrainRecordsDeps,
  installation: Installation,
  jobClass: JobClass,
  record: DueRecord,
): Promise<DueEnd> {
  const { id, objectType, objectId, decision, version, attempts } = record;
  const { organizationId } = installation;
  try {
    if (version === null) return await enrichOne(deps, installation, record);
    const cause = jobClass === 'webhook' ? 'webhook' : 'schedule';
    await deps.syncRecord({ organizationId, objectType, objectId, decision, version, cause, attempts });
    return { id, version, kind: 'done' };
  } catch (error) {
    // One record must not keep the others from their turn, whatever is wrong with it.
    if (!(error instanceof AppError))
      deps.logger.error({ err: error, organizationId, objectType }, 'a waiting record failed');
    return endOf(
      deps,
      record,
      error instanceof AppError
        ? error
        : new AppError('internal', 'Something went wrong on our side.', {}, { cause: error }),
    );
  }
}

async function enrichOne(deps: DrainRecordsDeps, installation: Installation, record: DueRecord): Promise<DueEnd> {
  const { id, version, objectType, objectId, refresh, requestedBy } = record;
  const { status, error } = await deps.requestEnrichment({
    installation,
    // A run that failed is not replayed when the record is tried again.
    idempotencyKey: `waiting:${id}:${record.attempts}`,
    request: { objectType, objectId, mode: 'apply', refresh, companyId: null, requestedBy },
  });
  const code = PASSING_CODES.find((one) => one === error?.code);
  if (status !== 'failed' || error === null || code === undefined) return { id, version, kind: 'done' };
  const { message, retryAfterMs } = error;
  return endOf(deps, record, new AppError(code, message, retryAfterMs === undefined ? {} : { retryAfterMs }));
}

/** Ends of a run that say nothing about the record. */
const PASSING_CODES = [
  ...(['rate_limited', 'upstream_unavailable'] as const satisfies readonly ErrorCode[]).filter(isPassing),
  'disconnected',
] as const;

function endOf(deps: DrainRecordsDeps, { id, version, attempts }: DueRecord, error: AppError): DueEnd {
  const { code, message } = error;
  if (code === 'disconnected') return { id, version, kind: 'repeat', delayMs: 0, code, message };
  const verdict = decideRepeat(error, attempts + 1, deps.random());
  return verdict.kind === 'give_up'
    ? { id, version, kind: 'dead', code, message }
    : { id, version, kind: 'repeat', delayMs: verdict.delayMs, code, message };
}
