import { doneOf, type LegEnd } from '../../domain/bulk/bulk-run.ts';
import { BULK_BATCH, BULK_STEP, firstStepSizes } from '../../domain/bulk/step-size.ts';
import { startTimeLimit } from '../../lib/time-limit.ts';
import type { BulkLease, BulkStep, BulkStore, LeasedBulk } from '../../ports/bulk-store.ts';
import type { CrmRecord } from '../../ports/crm.ts';
import type { Installation } from '../../ports/installation-store.ts';
import { openCrmSession } from '../open-crm-session.ts';
import { askAhead } from './ask-ahead.ts';
import { type EnrichBatchDeps, enrichBatch } from './enrich-batch.ts';
import { makeBulkPlanning, type PlanBulkDeps } from './plan-bulk.ts';
import type { RecordRoom } from './record-room.ts';
import { makeSearchRoom, type SearchRoom } from './search-room.ts';
import type { SpareLanes } from './spare-lanes.ts';
import { makeWriteTurns, type WriteTurns } from './write-turns.ts';

/** Longest time for one step, whatever hangs. */
const STEP_SECONDS = 120;
/** While others enrich the last records of a run, it looks again after this time. */
const LOOK_AGAIN_MS = 1_000;
/** A run that was stopped or lost is looked at once more, which costs one short leg. */
const LOOK_WHO_HOLDS_IT_MS = 250;

/** What working off steps touches. */
export interface WorkStepsDeps extends EnrichBatchDeps, Pick<PlanBulkDeps, 'settings'> {
  readonly bulk: BulkStore;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** In which steps are worked on beside the first of each run. */
  readonly lanes: SpareLanes;
  /** For the records of all runs of the process. */
  readonly room: RecordRoom;
}

/** A run as one leg holds it. */
export interface HeldRun {
  readonly lease: BulkLease;
  readonly leased: LeasedBulk;
  readonly installation: Installation;
  /** Asked before each step but the first of a lane: false once others should have their turn; then no step is begun. */
  readonly goesOn: () => Promise<boolean>;
  /** Aborted when the run is lost. */
  readonly signal: AbortSignal;
}

/**
 * Lanes of a run beside its first: with them HubSpot's answers are waited for side by side. A step takes about ten of the
 * 110 calls in ten seconds and, answered at once, two or three seconds: three steps would just use up the limit, and five did
 * in some of its windows only.
 */
const MORE_LANES = 6;
/** Companies of which it is remembered that a deal was begun for them: many more than all lanes work on at once. */
const KEPT_DEALS = 10_000;

/**
 * Works off steps of a run, several side by side in lanes, until others should have their turn, the run is done, stopped or
 * lost, or something stands in the way of all records; that is thrown once every lane has ended.
 */
export async function workSteps(deps: WorkStepsDeps, run: HeldRun): Promise<LegEnd> {
  const { lease, signal } = run;
  const turns = makeWriteTurns(() => deps.bulk.isGoingOn(lease));
  const taker = makeTaker(deps, run);
  const searches = makeSearchRoom();
  const dealsUnderWay = new Map<string, string>();
  const troubles: unknown[] = [];
  let isEmpty = false;
  let hasBegun = false;
  const lane = async (mayKeep: () => boolean) => {
    try {
      while (!isEmpty && troubles.length === 0 && !turns.isStopped() && !signal.aborted) {
        const share = await deps.room.enter();
        try {
          const taken = await taker.next();
          share.keep(taken?.step.records.length ?? 0);
          isEmpty ||= taken === undefined;
          const isFirst = !hasBegun;
          hasBegun ||= taken !== undefined;
          if (taken) await enrichStep({ ...deps, dealsUnderWay }, run, { ...taken, turns, searches, isFirst });
        } finally {
          share.leave();
        }
        forgetOldest(dealsUnderWay, KEPT_DEALS);
        if (!(await run.goesOn()) || !mayKeep()) return;
      }
    } catch (error) {
      troubles.push(error);
    }
  };
  await inLanes(deps.lanes, lane);
  return endOf(deps, run, {
    troubles,
    hasNoneLeft: isEmpty && taker.isPlanned(),
    isStopped: turns.isStopped(),
  });
}

/** Runs the first lane, and more beside it as long as it goes on and the process has them; resolves when all have ended. */
async function inLanes(lanes: SpareLanes, lane: (mayKeep: () => boolean) => Promise<void>): Promise<void> {
  const running: Promise<void>[] = [];
  const share = lanes.join(MORE_LANES, () => {
    let isKept = true;
    const mayKeep = () => {
      isKept = share.keep();
      return isKept;
    };
    const leave = () => {
      // What ends one lane by itself ends all.
      if (isKept) share.close();
      if (isKept) share.leave();
    };
    // After `join` has answered.
    running.push(
      Promise.resolve()
        .then(() => lane(mayKeep))
        .finally(leave),
    );
  });
  running.push(lane(() => true).finally(() => share.close()));
  // Those that are begun meanwhile as well.
  for (const one of running) await one;
}

function forgetOldest(map: Map<string, string>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}

/** What one step works on. */
interface TakenStep {
  readonly step: BulkStep;
  /** What the search told of its records while they were listed. */
  readonly listed: ReadonlyMap<string, CrmRecord>;
  readonly isOfAll: boolean;
}

/** Takes one step after the other, whichever lane asks: undefined when there is nothing to take at the moment. */
function makeTaker(deps: WorkStepsDeps, { lease, leased, installation }: HeldRun) {
  const planning = makeBulkPlanning(deps, lease, leased, openCrmSession(deps, installation, 'background'));
  const { run } = leased;
  const first = leased.isTakenOver ? [BULK_BATCH] : [...firstStepSizes(doneOf(run), run.total)];
  let afterPosition = 0;
  const take = async (): Promise<TakenStep | undefined> => {
    for (;;) {
      const limit = first.shift() ?? BULK_STEP;
      await planning.planAhead(limit);
      const step = await deps.bulk.takeStep({ lease, limit, stepSeconds: STEP_SECONDS, afterPosition });
      afterPosition = Math.max(afterPosition, step.lastPosition);
      if (step.records.length > 0) {
        const isOfAll = planning.listed.size > 0;
        const listed = pick(
          planning.listed,
          step.records.map(({ objectId }) => objectId),
        );
        planning.noteTaken(step.records.map(({ objectId }) => objectId));
        return { step, listed, isOfAll };
      }
      if (step.joined === 0) return undefined;
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  const next = (): Promise<TakenStep | undefined> => {
    const taken = last.then(take);
    last = taken.catch(() => undefined);
    return taken;
  };
  return { next, isPlanned: planning.isPlanned };
}

function pick<T>(from: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  return new Map(
    keys.flatMap((key) => {
      const value = from.get(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

interface StepToDo extends TakenStep {
  readonly turns: WriteTurns;
  readonly searches: SearchRoom;
  /** Of the leg. */
  readonly isFirst: boolean;
}

async function enrichStep(
  deps: WorkStepsDeps,
  { lease, installation, signal }: HeldRun,
  { step, listed, isOfAll, turns, searches, isFirst }: StepToDo,
): Promise<void> {
  const session = openCrmSession(deps, installation, 'background');
  const contexts = step.records.map(({ context }) => context);
  if (isFirst) void askAhead(deps, session, installation, contexts);
  const limit = startTimeLimit(STEP_SECONDS * 1000, [signal]);
  const { ended, trouble } = await enrichBatch(deps, {
    installation,
    contexts,
    session,
    signal: limit.signal,
    turns,
    reading: { listed, hasRoomInSearch: isOfAll, searches },
  }).finally(() => limit.end());
  const records = step.records.flatMap(({ position, context }) => {
    const result = ended.get(context.enrichment.id);
    return result ? [{ position, ...result }] : [];
  });
  // Another leg does them again, and counts them.
  if (!(await deps.bulk.finishStep({ lease, records, hubspotCalls: session.readCallCount() }))) return;
  for (const { enrichment } of records) deps.observe(enrichment);
  turns.close(step.records.map(({ objectId }) => objectId));
  if (trouble !== undefined && !signal.aborted && !turns.isStopped()) throw trouble;
}

/** How the leg ends, once no lane works any more; what was begun and not ended is let go of. */
async function endOf(
  deps: WorkStepsDeps,
  { lease, signal }: HeldRun,
  lanes: { readonly troubles: readonly unknown[]; readonly hasNoneLeft: boolean; readonly isStopped: boolean },
): Promise<LegEnd> {
  // Another leg holds the run now; should it die as well, this job is there.
  if (signal.aborted) return { kind: 'again', delayMs: LOOK_WHO_HOLDS_IT_MS };
  if (lanes.isStopped || lanes.troubles.length > 0) await deps.bulk.abandon(lease);
  if (lanes.troubles.length > 0) throw lanes.troubles[0];
  if (lanes.isStopped) return { kind: 'again', delayMs: LOOK_WHO_HOLDS_IT_MS };
  if (!lanes.hasNoneLeft) return { kind: 'again', delayMs: 0 };
  const { organizationId, bulkId } = lease;
  const open = await deps.bulk.settle(organizationId, bulkId);
  if (open > 0) return { kind: 'again', delayMs: LOOK_AGAIN_MS };
  await deps.bulk.changeStatus({ organizationId, bulkId, from: ['running'], to: 'completed' });
  return { kind: 'ended' };
}
