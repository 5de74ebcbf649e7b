import { randomUUID } from 'node:crypto';
import { makeRememberingCrm } from '../adapters/hubspot/remembering-crm.ts';
import { makeBulkStore } from '../adapters/postgres/bulk-store.ts';
import { makeDoubtStore } from '../adapters/postgres/doubt-store.ts';
import type { Database } from '../adapters/postgres/make-database.ts';
import { makeStaleRecords } from '../adapters/postgres/stale-records.ts';
import { makeWaitingRecords } from '../adapters/postgres/waiting-records.ts';
import { defaultPortalSettings } from '../domain/portal/default-settings.ts';
import { makeRecordRoom } from '../use-cases/bulk/record-room.ts';
import { type RunBulkDeps, runBulkLeg } from '../use-cases/bulk/run-bulk.ts';
import { makeSpareLanes } from '../use-cases/bulk/spare-lanes.ts';
import { estimateBulkRun, type StartBulkInput, startBulk } from '../use-cases/bulk/start-bulk.ts';
import { resumeBulk, type SteerBulkInput, stopBulk, undoBulk, viewBulk } from '../use-cases/bulk/steer-bulk.ts';
import { type DrainRecordsDeps, drainRecords } from '../use-cases/drain-records.ts';
import { type RefreshRecordsDeps, refreshRecords } from '../use-cases/refresh-records.ts';
import { type SettleDoubtsDeps, settleDoubts } from '../use-cases/settle-doubts.ts';

/** Steps of bulk runs that a process may work on beside one of each run. */
const SPARE_LANES = 8;
/** Records of bulk runs that it works on at once: each is 15 kB for as long, and the heap of a worker has an end. */
const RECORDS_UNDER_WAY = 2_700;

/** Makes the ports of bulk runs and of work that waits. */
export function makeBulkAdapters(database: Database) {
  return {
    bulk: makeBulkStore({ database, defaults: defaultPortalSettings }),
    waiting: makeWaitingRecords(database),
    stale: makeStaleRecords(database),
    doubts: makeDoubtStore(database, defaultPortalSettings),
  };
}

type BulkDeps = Omit<
  RunBulkDeps & DrainRecordsDeps & RefreshRecordsDeps & SettleDoubtsDeps,
  'nowMs' | 'random' | 'lanes' | 'room'
> &
  Parameters<typeof estimateBulkRun>[0];

/** Binds the use cases of bulk runs and of work that waits. */
export function bindBulk(deps: Omit<BulkDeps, 'makeId'>) {
  const start = { ...deps, makeId: randomUUID };
  const nowMs = () => performance.now();
  const lanes = makeSpareLanes(SPARE_LANES);
  const room = makeRecordRoom(RECORDS_UNDER_WAY);
  const leg = { ...start, crm: makeRememberingCrm(deps.crm), nowMs, random: Math.random, lanes, room };
  return {
    estimateBulk: (input: StartBulkInput) => estimateBulkRun(start, input),
    startBulk: (input: StartBulkInput) => startBulk(start, input),
    viewBulk: (input: SteerBulkInput) => viewBulk(deps, input),
    stopBulk: (input: SteerBulkInput) => stopBulk(start, input),
    resumeBulk: (input: SteerBulkInput) => resumeBulk(start, input),
    undoBulk: (input: SteerBulkInput) => undoBulk(start, input),
    listResults: deps.bulk.listResults,
    drainRecords: (input: Parameters<typeof drainRecords>[1]) => drainRecords(leg, input),
    refreshRecords: (input: Parameters<typeof refreshRecords>[1]) => refreshRecords(deps, input),
    settleDoubts: (input: Parameters<typeof settleDoubts>[1]) => settleDoubts(leg, input),
    runBulkLeg: (input: Parameters<typeof runBulkLeg>[1]) => runBulkLeg(leg, input),
  };
}
