import { doneOf, type LegEnd } from '../../domain/bulk/bulk-run.ts';
import { BULK_BATCH, BULK_STEP, stepSizeAfter } from '../../domain/bulk/step-size.ts';
import { AppError } from '../../domain/errors.ts';
import { decideRepeat } from '../../domain/jobs/decide-repeat.ts';
import type { BulkLease, BulkStore, LeasedBulk } from '../../ports/bulk-store.ts';
import type { Installation, InstallationStore } from '../../ports/installation-store.ts';
import { type CountedSession, openCrmSession } from '../open-crm-session.ts';
import { type EnrichBatchDeps, enrichBatch } from './enrich-batch.ts';
import { type BulkPlanning, makeBulkPlanning, type PlanBulkDeps } from './plan-bulk.ts';
import { undoNextRecords } from './undo-bulk.ts';

/**
 * A process that shows no life for so long may lose its run; it renews three times in that time. Shorter than the time after
 * which the queue takes its job away: who gets that job finds the lease ended.
 */
const LEASE_SECONDS = 1.5;
/** One leg works so long before the other portals have their turn. */
const LEG_MS = 2_000;
/** Longest time for one step, whatever hangs. */
const STEP_SECONDS = 120;
/** While others enrich the last records of a run, it looks again after this time. */
const LOOK_AGAIN_MS = 1_000;

/** What the use case touches. */
export interface RunBulkDeps extends EnrichBatchDeps, Pick<PlanBulkDeps, 'settings'> {
  readonly bulk: BulkStore;
  readonly installations: InstallationStore;
  readonly makeId: () => string;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** 0 to 1. */
  readonly random: () => number;
}

const AGAIN: LegEnd = { kind: 'again', delayMs: 0 };
/** A dead process may have renewed its lease after it last showed life in the queue: the rest of it is waited for, no more. */
const WHEN_LEASE_ENDS: LegEnd = { kind: 'again', delayMs: 250 };

/**
 * Does the next leg of a bulk run: some steps of up to 300 records, for about two seconds. Everything that has happened is
 * in the database after each step, so that a leg can be cut off anywhere and another process goes on.
 */
export async function runBulkLeg(
  deps: RunBulkDeps,
  input: { readonly organizationId: string; readonly bulkId: string },
): Promise<LegEnd> {
  // Of the leg, not of the process: two legs of one process must not take themselves for one.
  const lease: BulkLease = { ...input, leaseOwner: deps.makeId(), leaseSeconds: LEASE_SECONDS };
  const leased = await deps.bulk.lease(lease);
  // Another process holds it, or there is no such run: who holds it queues the next leg.
  if (!leased) return (await deps.bulk.find(input.organizationId, input.bulkId)) ? WHEN_LEASE_ENDS : { kind: 'ended' };
  const startedMs = deps.nowMs();
  let attempts = 0;
  try {
    return await holdingLease(deps, lease, (signal) => work(deps, lease, leased, signal));
  } catch (error) {
    attempts = leased.attempts + 1;
    return await afterFailure(deps, lease, attempts, error);
  } finally {
    await deps.bulk.release({ ...lease, workedMs: deps.nowMs() - startedMs, attempts });
  }
}

async function work(deps: RunBulkDeps, lease: BulkLease, leased: LeasedBulk, signal: AbortSignal): Promise<LegEnd> {
  const { organizationId } = lease;
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (installation?.status !== 'connected') {
    throw new AppError('disconnected', 'The HubSpot account is not connected. Connect it again, then resume the run.');
  }
  const until = deps.nowMs() + LEG_MS;
  if (leased.run.undo?.status === 'running')
    return undoNextRecords(deps, lease, installation, leased, { until, signal });
  if (leased.run.status !== 'running') {
    await deps.bulk.abandon(lease);
    return { kind: 'ended' };
  }
  const session = openCrmSession(deps, installation, 'background');
  const planning = makeBulkPlanning(deps, lease, leased, session);
  const dealsUnderWay = new Map<string, string>();
  let limit = leased.isTakenOver ? BULK_BATCH : stepSizeAfter(doneOf(leased.run));
  for (;;) {
    await planning.planAhead(limit);
    const step = await deps.bulk.takeStep({ lease, limit, stepSeconds: STEP_SECONDS });
    const leg = { lease, installation, session, step, signal, planning };
    if (step.records.length > 0) await enrichStep({ ...deps, dealsUnderWay }, leg);
    else if (planning.isPlanned()) return endOrWait(deps, lease);
    // Another leg holds the run now; should it die as well, this job is there.
    if (signal.aborted) return WHEN_LEASE_ENDS;
    if (deps.nowMs() >= until) return AGAIN;
    limit = BULK_STEP;
  }
}

async function enrichStep(
  deps: RunBulkDeps,
  leg: {
    readonly lease: BulkLease;
    readonly installation: Installation;
    readonly session: CountedSession;
    readonly step: Awaited<ReturnType<BulkStore['takeStep']>>;
    readonly signal: AbortSignal;
    readonly planning: BulkPlanning;
  },
): Promise<void> {
  const { lease, installation, session, step, planning } = leg;
  const callsBefore = session.readCallCount();
  const signal = AbortSignal.any([leg.signal, AbortSignal.timeout(STEP_SECONDS * 1000)]);
  const contexts = step.records.map(({ context }) => context);
  const isOfAll = planning.listed.size > 0;
  const reading = { listed: new Map(planning.listed), hasRoomInSearch: isOfAll };
  planning.noteTaken(step.records.map(({ objectId }) => objectId));
  const { ended, trouble } = await enrichBatch(deps, { installation, contexts, session, signal, reading });
  const records = step.records.flatMap(({ position, context }) => {
    const result = ended.get(context.enrichment.id);
    return result ? [{ position, ...result }] : [];
  });
  const hubspotCalls = session.readCallCount() - callsBefore;
  // Another leg does them again, and counts them.
  if (!(await deps.bulk.finishStep({ lease, records, hubspotCalls }))) return;
  for (const { enrichment } of records) deps.observe(enrichment);
  if (trouble === undefined || leg.signal.aborted) return;
  await deps.bulk.abandon(lease);
  throw trouble;
}

/** No record is left to take: the run has ended, unless others still work on some. */
async function endOrWait(deps: RunBulkDeps, { organizationId, bulkId }: BulkLease): Promise<LegEnd> {
  const open = await deps.bulk.settle(organizationId, bulkId);
  if (open > 0) return { kind: 'again', delayMs: LOOK_AGAIN_MS };
  await deps.bulk.changeStatus({ organizationId, bulkId, from: ['running'], to: 'completed' });
  return { kind: 'ended' };
}

/** What passes by itself pauses the run until then; what does not ends it, and says why. */
async function afterFailure(deps: RunBulkDeps, lease: BulkLease, attempts: number, error: unknown): Promise<LegEnd> {
  const { organizationId, bulkId } = lease;
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Something went wrong on our side.', {}, { cause: error });
  deps.logger.warn({ bulkId, code: known.code, attempts, error: String(error) }, 'leg of a bulk run failed');
  const verdict = decideRepeat(withDayOf(known, deps.clock.now()), attempts, deps.random());
  const change = { organizationId, bulkId, from: ['running'] as const };
  if (verdict.kind === 'give_up') {
    const to = known.code === 'disconnected' ? 'stopped' : 'failed';
    await deps.bulk.changeStatus({ ...change, to, reason: known.message });
    await deps.bulk.endUndo(organizationId, bulkId, 'failed');
    return { kind: 'ended' };
  }
  await deps.bulk.changeStatus({ ...change, to: 'paused', reason: known.message });
  return { kind: 'again', delayMs: verdict.delayMs };
}

/** The daily cap ends with the UTC day. */
function withDayOf(error: AppError, now: Date): AppError {
  if (error.code !== 'daily_limit_reached') return error;
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return new AppError(error.code, error.message, { retryAfterMs: tomorrow - now.getTime() });
}

/** Shows life while the work goes on; a lost run aborts it. */
async function holdingLease<T>(
  deps: RunBulkDeps,
  lease: BulkLease,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const beat = () =>
    deps.bulk.renew(lease).then(
      (isHeld) => isHeld || lost.abort(),
      // A database that is away for a moment is not a lost lease: the next beat tells.
      (error: unknown) =>
        deps.logger.warn({ bulkId: lease.bulkId, error: String(error) }, 'lease could not be renewed'),
    );
  const timer = setInterval(() => void beat(), (LEASE_SECONDS * 1000) / 4);
  try {
    return await run(lost.signal);
  } finally {
    clearInterval(timer);
  }
}
