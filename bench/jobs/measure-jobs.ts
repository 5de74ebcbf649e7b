import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeJobQueue } from '../../backend/src/adapters/postgres/job-queue.ts';
import { makeDatabase } from '../../backend/src/adapters/postgres/make-database.ts';
import type { Figure } from '../figure.ts';
import { makeRandom } from '../random.ts';
import { percentilesOf } from '../statistics.ts';
import { startBenchWorker } from './bench-worker.ts';
import { BACKLOG_CLASS, type JobDatabase, makeJobDatabase, manyPortals } from './job-database.ts';
import { measureFairness } from './measure-fairness.ts';

/** How much waits and for how long is looked. */
export interface JobLoad {
  /** Records that wait, half of them of one portal. */
  readonly backlog: number;
  readonly portals: number;
  /** Jobs that are taken from the backlog. */
  readonly claims: number;
  /** Jobs that an idle system gets one by one. */
  readonly singles: number;
  /** How long small portals are watched, once alone and once beside others. */
  readonly fairnessMs: number;
}

const START_BAR = { p50: 5, p99: 20 };
const CLAIM_BAR = { p50: 2, p99: 10 };
const CONCURRENCY = 8;
/** The first statements of a connection are planned; a worker that has been idle had its first long ago. */
const WARM_UP = 20;

/** How soon jobs start, what taking one costs with much waiting, and who waits for whom, on the product's own worker. */
export async function measureJobs(input: {
  readonly databaseUrl: string;
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: JobLoad;
}): Promise<readonly Figure[]> {
  const database = await makeJobDatabase(input);
  try {
    const start = await measureStart(database, input.load);
    const fairness = await measureFairness(database, input.load);
    return [start, ...fairness, await measureClaims(database, input.load)];
  } finally {
    await database.close();
  }
}

/** From the call that queues a record until its work begins, with nothing else to do. */
async function measureStart({ url }: JobDatabase, { singles }: JobLoad): Promise<Figure> {
  const database = makeDatabase({ url });
  const queue = makeJobQueue(database);
  const random = makeRandom(17);
  const begun = new Map<string, (atMs: number) => void>();
  const onRecord = async ({ organizationId }: { organizationId: string }) =>
    begun.get(organizationId)?.(performance.now());
  const worker = await startBenchWorker({ url, concurrency: CONCURRENCY }, { onRecord });
  const startedAfterMs: number[] = [];
  try {
    for (let index = 0; index < WARM_UP + singles; index += 1) {
      const organizationId = randomUUID();
      const startedAtMs = new Promise<number>((resolve) => begun.set(organizationId, resolve));
      await sleep(40 + random.below(80));
      const queuedAtMs = performance.now();
      await queue.enqueueRecords([
        {
          organizationId,
          objectType: 'companies',
          objectId: '1',
          refresh: false,
          requestedBy: { kind: 'webhook' },
          jobClass: BACKLOG_CLASS,
          dedupeKey: 'companies:1',
          version: '1',
        },
      ]);
      startedAfterMs.push((await startedAtMs) - queuedAtMs);
    }
  } finally {
    await worker.stop();
    await database.close();
  }
  const { n, ...values } = percentilesOf(startedAfterMs.slice(WARM_UP));
  return {
    metric: 'jobs: from queueing to the start, idle system',
    bar: `p50 ≤ ${START_BAR.p50}, p99 ≤ ${START_BAR.p99} ms`,
    unit: 'ms',
    values,
    isMet: values.p50 <= START_BAR.p50 && values.p99 <= START_BAR.p99,
    note: `${n} records one by one after ${WARM_UP} that are not counted, from the call that stores record and job until the work on the record begins`,
  };
}

/** One worker slot, so that nothing but the queue takes time; what the records need is left out. */
async function measureClaims(database: JobDatabase, load: JobLoad): Promise<Figure> {
  const half = load.backlog / 2;
  await database.clear();
  await database.fill([
    ...manyPortals(1, half),
    ...manyPortals(load.portals - 1, Math.floor(half / (load.portals - 1))),
  ]);
  const claimsMs: number[] = [];
  const takesMs: number[] = [];
  const served = new Set<string>();
  const worker = await startBenchWorker(
    { url: database.url, concurrency: 1 },
    {
      onRecord: async ({ organizationId }) => void served.add(organizationId),
      onClaim: (ms) => claimsMs.push(ms),
      onTake: (ms) => takesMs.push(ms),
    },
  );
  while (takesMs.length < load.claims) await sleep(20);
  await worker.stop();
  const both = takesMs.map((takeMs, index) => takeMs + (claimsMs[index] ?? 0));
  const { n, ...values } = percentilesOf(both);
  const claim = percentilesOf(claimsMs);
  return {
    metric: 'jobs: taking one with much waiting',
    bar: `p50 ≤ ${CLAIM_BAR.p50}, p99 ≤ ${CLAIM_BAR.p99} ms`,
    unit: 'ms',
    values,
    isMet: values.p50 <= CLAIM_BAR.p50 && values.p99 <= CLAIM_BAR.p99,
    note: `${load.backlog.toLocaleString('en-GB')} records of ${load.portals.toLocaleString('en-GB')} portals wait, half of them of one; ${n} jobs with twenty records each, of ${served.size} portals; of this the job alone p50 ${claim.p50.toFixed(2)}, p99 ${claim.p99.toFixed(2)} ms, the rest finds and marks its records`,
  };
}
