import type { LegEnd } from '../../domain/bulk/bulk-run.ts';
import { AppError } from '../../domain/errors.ts';
import { decideRepeat } from '../../domain/jobs/decide-repeat.ts';
import { makeBeside } from '../../lib/make-beside.ts';
import type { BulkLease, BulkStore, LeasedBulk } from '../../ports/bulk-store.ts';
import type { InstallationStore } from '../../ports/installation-store.ts';
import { undoNextRecords } from './undo-bulk.ts';
import { type HeldRun, type WorkStepsDeps, workSteps } from './work-steps.ts';

/**
 * A process that shows no life for so long may lose its run; it renews three times in that time. Shorter than the time after
 * which the queue takes its job away: who gets that job finds the lease ended.
 */
const LEASE_SECONDS = 1.5;
/** While it works off steps of which each renews the lease too, it is at most twice this old. */
const BEAT_MS = (LEASE_SECONDS * 1_000) / 4;
/** A leg works so long before it looks whether others wait for their turn. */
const TURN_MS = 2_000;

/** What the use case touches. */
export interface RunBulkDeps extends WorkStepsDeps {
  readonly installations: InstallationStore;
  readonly makeId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
}

/** A dead process may have renewed its lease after it last showed life in the queue: the rest of it is waited for, no more. */
const WHEN_LEASE_ENDS: LegEnd = { kind: 'again', delayMs: 250 };

/** Which run, and what else the process has to do. */
export interface RunBulkInput {
  readonly organizationId: string;
  readonly bulkId: string;
  /** Whether nobody waits for what the leg takes up; asked every two seconds. */
  readonly mayGoOn: () => Promise<boolean>;
}

/**
 * Does the next leg of a bulk run: steps of up to 300 records side by side, for two seconds, and on while nobody else waits.
 * Everything that has happened is in the database after each step, so that a leg can be cut off anywhere and another process
 * goes on.
 */
export async function runBulkLeg(deps: RunBulkDeps, input: RunBulkInput): Promise<LegEnd> {
  const { organizationId, bulkId } = input;
  // Of the leg, not of the process: two legs of one process must not take themselves for one.
  const lease: BulkLease = { organizationId, bulkId, leaseOwner: deps.makeId(), leaseSeconds: LEASE_SECONDS };
  const leased = await deps.bulk.lease(lease);
  // Another process holds it, or there is no such run: who holds it queues the next leg.
  if (!leased) return (await deps.bulk.find(organizationId, bulkId)) ? WHEN_LEASE_ENDS : { kind: 'ended' };
  const takeWorkedMs = makeStopwatch(deps.nowMs);
  let attempts = 0;
  try {
    return await holdingLease(deps, { lease, takeWorkedMs }, (signal, bulk) =>
      work({ ...deps, bulk }, lease, leased, { signal, mayGoOn: input.mayGoOn }),
    );
  } catch (error) {
    attempts = leased.attempts + 1;
    return await afterFailure(deps, lease, attempts, error);
  } finally {
    await deps.bulk.release({ ...lease, workedMs: takeWorkedMs(), attempts });
  }
}

/** Answers the milliseconds since it was last asked. */
function makeStopwatch(nowMs: () => number): () => number {
  let lastMs = nowMs();
  return () => {
    const sinceMs = lastMs;
    lastMs = nowMs();
    return lastMs - sinceMs;
  };
}

async function work(
  deps: RunBulkDeps,
  lease: BulkLease,
  leased: LeasedBulk,
  { signal, mayGoOn }: { readonly signal: AbortSignal; readonly mayGoOn: RunBulkInput['mayGoOn'] },
): Promise<LegEnd> {
  const readConnected = async () => {
    const installation = await deps.installations.findByOrganizationId(lease.organizationId);
    return installation?.status === 'connected' ? installation : undefined;
  };
  const installation = await readConnected();
  if (installation === undefined) {
    throw new AppError('disconnected', NOT_CONNECTED);
  }
  // The server takes a second to count a large table: nobody waits for that.
  const counting = makeBeside(
    () => deps.bulk.refreshStatistics(),
    (error) => deps.logger.warn({ bulkId: lease.bulkId, error: String(error) }, 'tables of bulk runs were not counted'),
  );
  let turns = 0;
  let countedTurns = 0;
  // Who disconnected meanwhile is told by the next leg.
  const goesOn = makeTurn(deps.nowMs, async () => {
    turns += 1;
    // Tables that grow evenly take the longer to double the larger they are.
    if (turns >= countedTurns * 1.25) {
      countedTurns = turns;
      counting.begin();
    }
    return (await mayGoOn()) && (await readConnected()) !== undefined;
  });
  try {
    return await workOff(deps, { lease, leased, installation, goesOn, signal });
  } finally {
    await counting.ended();
  }
}

async function workOff(deps: RunBulkDeps, run: HeldRun): Promise<LegEnd> {
  const { lease, leased, installation, goesOn, signal } = run;
  if (leased.run.undo?.status === 'running')
    return undoNextRecords(deps, lease, installation, leased, { goesOn, signal });
  if (leased.run.status !== 'running') {
    await deps.bulk.abandon(lease);
    return { kind: 'ended' };
  }
  return workSteps(deps, run);
}

/** True for a turn, and for another one as often as `mayGoOn` says so when one is over; false from then on. */
function makeTurn(nowMs: () => number, mayGoOn: () => Promise<boolean>): () => Promise<boolean> {
  let untilMs = nowMs() + TURN_MS;
  let isOver = false;
  let asked: Promise<void> | undefined;
  const ask = async () => {
    isOver = !(await mayGoOn());
    untilMs = nowMs() + TURN_MS;
    asked = undefined;
  };
  return async () => {
    if (!isOver && nowMs() >= untilMs) {
      asked ??= ask();
      await asked;
    }
    return !isOver;
  };
}

const NOT_CONNECTED = 'The HubSpot account is not connected. This goes on when an admin has connected it again.';
/** The commit that connects an account wakes its runs; this is for a job that was lost, and asks HubSpot nothing. */
const UNTIL_CONNECTED_MS = 3_600_000;

/** What passes by itself, or with a new install, pauses the run or its undo until then; what does not ends it, and says why. */
async function afterFailure(deps: RunBulkDeps, lease: BulkLease, attempts: number, error: unknown): Promise<LegEnd> {
  const { organizationId, bulkId } = lease;
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Something went wrong on our side.', {}, { cause: error });
  deps.logger.warn({ bulkId, code: known.code, attempts, error: String(error) }, 'leg of a bulk run failed');
  const change = { organizationId, bulkId, from: ['running'] as const };
  if (known.code === 'disconnected') {
    const run = await deps.bulk.changeStatus({ ...change, to: 'paused', reason: NOT_CONNECTED });
    const isUndoPaused = await deps.bulk.changeUndo({ organizationId, bulkId, to: 'paused', reason: NOT_CONNECTED });
    const isPaused = isUndoPaused || run?.status === 'paused';
    return isPaused ? { kind: 'again', delayMs: UNTIL_CONNECTED_MS } : { kind: 'ended' };
  }
  const verdict = decideRepeat(withDayOf(known, deps.clock.now()), attempts, deps.random());
  if (verdict.kind === 'give_up') {
    await deps.bulk.changeStatus({ ...change, to: 'failed', reason: known.message });
    await deps.bulk.changeUndo({ organizationId, bulkId, to: 'failed', reason: known.message });
    return { kind: 'ended' };
  }
  await deps.bulk.changeStatus({ ...change, to: 'paused', reason: known.message });
  await deps.bulk.changeUndo({ organizationId, bulkId, to: 'paused', reason: known.message });
  return { kind: 'again', delayMs: verdict.delayMs };
}

/** The daily cap ends with the UTC day. */
function withDayOf(error: AppError, now: Date): AppError {
  if (error.code !== 'daily_limit_reached') return error;
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return new AppError(error.code, error.message, { retryAfterMs: tomorrow - now.getTime() });
}

/** Shows life, and counts the time, while the work goes on, unless a step that ended just did; a lost run aborts it. */
async function holdingLease<T>(
  deps: RunBulkDeps,
  { lease, takeWorkedMs }: { readonly lease: BulkLease; readonly takeWorkedMs: () => number },
  run: (signal: AbortSignal, bulk: BulkStore) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  let isBeating = false;
  let stepEndedAtMs = Number.NEGATIVE_INFINITY;
  const bulk: BulkStore = {
    ...deps.bulk,
    finishStep: async (input) => {
      const isStored = await deps.bulk.finishStep(input);
      if (isStored) stepEndedAtMs = deps.nowMs();
      return isStored;
    },
  };
  const beat = async () => {
    // A slow database gets no more of them than it can answer.
    if (isBeating || deps.nowMs() - stepEndedAtMs < BEAT_MS) return;
    isBeating = true;
    try {
      if (!(await deps.bulk.renew({ ...lease, workedMs: takeWorkedMs() }))) lost.abort();
    } catch (error) {
      // A database that is away for a moment is not a lost lease: the next beat tells.
      deps.logger.warn({ bulkId: lease.bulkId, error: String(error) }, 'lease could not be renewed');
    } finally {
      isBeating = false;
    }
  };
  const timer = setInterval(() => void beat(), BEAT_MS);
  try {
    return await run(lost.signal, bulk);
  } finally {
    clearInterval(timer);
  }
}
