import { setTimeout as sleep } from 'node:timers/promises';
import { makeJobQueue } from '../../backend/src/adapters/postgres/job-queue.ts';
import { makeDatabase } from '../../backend/src/adapters/postgres/make-database.ts';
import type { Figure } from '../figure.ts';
import { makeRandom } from '../random.ts';
import { percentilesOf } from '../statistics.ts';
import { startBenchWorker } from './bench-worker.ts';
import { BACKLOG_CLASS, type JobDatabase, manyPortals, type PortalBacklog } from './job-database.ts';

const INFLATION_BAR = 1.2;
const JAIN_BAR = 0.99;
const CONCURRENCY = 8;
/** What HubSpot and the sources take for a record, more or less. */
const WORK_MS = { least: 40, spread: 60 };
const SMALL_PORTALS = 99;
/** Of all small portals together: they leave most of the worker idle, so only others can make them wait. */
const RECORDS_PER_SECOND = 15;
const WHALE_RECORDS = 100_000;
/** More than there are worker slots, so that they have to take turns. */
const EQUAL_PORTALS = 40;

type Load = { readonly fairnessMs: number };

/** How much longer small portals wait beside one that has a hundred thousand records, and how alike equals are served. */
export async function measureFairness(database: JobDatabase, load: Load): Promise<readonly Figure[]> {
  const alone = await dwellOfSmall(database, load, []);
  const beside = await dwellOfSmall(database, load, manyPortals(1, WHALE_RECORDS));
  return [inflationFigure(alone, beside), await measureEquals(database, load)];
}

/** Milliseconds from queueing a record to the start of its work, of portals that get one now and then. */
async function dwellOfSmall(
  jobs: JobDatabase,
  { fairnessMs }: Load,
  noise: readonly PortalBacklog[],
): Promise<readonly number[]> {
  await jobs.clear();
  await jobs.fill(noise);
  const random = makeRandom(23);
  const small = manyPortals(SMALL_PORTALS, 0).map(({ organizationId }) => organizationId);
  const queuedAtMs = new Map<string, number>();
  const dwellMs: number[] = [];
  const onRecord = async (record: { readonly organizationId: string; readonly objectId: string }) => {
    const atMs = queuedAtMs.get(`${record.organizationId}:${record.objectId}`);
    if (atMs !== undefined) dwellMs.push(performance.now() - atMs);
    await sleep(WORK_MS.least + random.below(WORK_MS.spread));
  };
  const worker = await startBenchWorker({ url: jobs.url, concurrency: CONCURRENCY }, { onRecord });
  const database = makeDatabase({ url: jobs.url });
  const queue = makeJobQueue(database);
  const queueOne = async (index: number) => {
    const organizationId = small[random.below(small.length)] ?? '';
    const objectId = String(index);
    queuedAtMs.set(`${organizationId}:${objectId}`, performance.now());
    const dedupeKey = `companies:${objectId}`;
    const record = { organizationId, objectId, dedupeKey, jobClass: BACKLOG_CLASS, version: '1' } as const;
    const requestedBy = { kind: 'webhook' } as const;
    await queue.enqueueRecords([{ ...record, objectType: 'companies', refresh: false, requestedBy }]);
  };
  const endMs = performance.now() + fairnessMs;
  for (let index = 0; performance.now() < endMs; index += 1) {
    // Arrivals that know nothing of each other.
    await sleep((-Math.log(1 - random.next()) * 1_000) / RECORDS_PER_SECOND);
    await queueOne(index);
  }
  while (dwellMs.length < queuedAtMs.size) await sleep(20);
  await worker.stop();
  await database.close();
  return dwellMs;
}

function inflationFigure(alone: readonly number[], beside: readonly number[]): Figure {
  const [without, among] = [percentilesOf(alone), percentilesOf(beside)];
  const inflation = among.p95 / without.p95;
  return {
    metric: 'jobs: waiting of small portals beside one with 100,000 records',
    bar: `≤ ${INFLATION_BAR} × as long (p95)`,
    unit: '',
    values: { inflation, 'p95 alone (ms)': without.p95, 'p95 beside it (ms)': among.p95 },
    isMet: inflation <= INFLATION_BAR,
    note: `${without.n} and ${among.n} records of ${SMALL_PORTALS} portals; a record takes ${WORK_MS.least} to ${WORK_MS.least + WORK_MS.spread} ms, ${CONCURRENCY} jobs at once`,
  };
}

async function measureEquals(jobs: JobDatabase, { fairnessMs }: Load): Promise<Figure> {
  await jobs.clear();
  const portals = manyPortals(EQUAL_PORTALS, 10_000);
  await jobs.fill(portals);
  const done = new Map(portals.map(({ organizationId }) => [organizationId, 0]));
  const random = makeRandom(29);
  const onRecord = async ({ organizationId }: { readonly organizationId: string }) => {
    await sleep(WORK_MS.least + random.below(WORK_MS.spread));
    done.set(organizationId, (done.get(organizationId) ?? 0) + 1);
  };
  const worker = await startBenchWorker({ url: jobs.url, concurrency: CONCURRENCY }, { onRecord });
  await sleep(fairnessMs * 2);
  const counts = [...done.values()];
  await worker.stop();
  const sum = counts.reduce((total, count) => total + count, 0);
  const jain = sum ** 2 / (counts.length * counts.reduce((total, count) => total + count ** 2, 0));
  return {
    metric: 'jobs: how alike equal portals are served (Jain)',
    bar: `≥ ${JAIN_BAR}`,
    unit: '',
    values: { jain, least: Math.min(...counts), most: Math.max(...counts) },
    isMet: jain >= JAIN_BAR,
    note: `records done of each of ${EQUAL_PORTALS} portals that have more than can be done, over ${(fairnessMs * 2) / 1000} s`,
  };
}
