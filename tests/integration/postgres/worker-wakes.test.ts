import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { DRAIN_RECORDS_TASK, makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeQueuePool } from '../../../backend/src/adapters/postgres/queue-pool.ts';
import { makeWorkerRoll } from '../../../backend/src/adapters/postgres/worker-roll.ts';
import { startSync } from '../../../backend/src/use-cases/start-sync.ts';
import { startNotingWorker } from '../../support/noting-worker.ts';
import { installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const { database, stores } = prepareStores();
const ending: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/**
 * A worker with connections of its own; `beats` counts its signs of life, `looks` how often it went to the queue, and
 * `quietBeats` the signs of life since it last did.
 */
async function startCountedWorker({ concurrency, hearsOfDue }: { concurrency: number; hearsOfDue: boolean }) {
  const counted = { beats: 0, quietBeats: 0, looks: 0, records: [] as string[] };
  const pool = makeQueuePool(database().url);
  pool.on('acquire', () => {
    counted.looks += 1;
    counted.quietBeats = 0;
  });
  const roll = makeWorkerRoll(stores().database);
  const worker = await startNotingWorker(stores(), {
    onRecord: (organizationId) => counted.records.push(organizationId),
    pool,
    concurrency,
    roll: {
      ...roll,
      beat: async (life) => {
        const { dead, dueInMs } = await roll.beat(life);
        counted.beats += 1;
        counted.quietBeats += 1;
        return { dead, dueInMs: hearsOfDue ? dueInMs : [] };
      },
    },
  });
  ending.push(async () => {
    await worker.stop();
    await pool.end();
  });
  return counted;
}

async function waitingRecord(jobClass: 'webhook' | 'schedule', delayMs: number): Promise<string> {
  const { organizationId } = await installPortal(stores());
  await startSync(makeJobQueue(stores().database), {
    organizationId,
    jobClass,
    records: [{ objectType: 'companies', objectId: '1', decision: 'enrich', version: randomUUID(), delayMs }],
  });
  return organizationId;
}

/** Workers of this database that would hear of a job. */
async function countListeners(): Promise<number> {
  const { rows } = await stores().database.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`,
  );
  return rows.length;
}

describe('idle workers of a process', () => {
  it('go to the queue for nothing but the first time, while their process shows that it lives', async () => {
    const counted = await startCountedWorker({ concurrency: 4, hearsOfDue: true });
    // They look when they start, and when the timetable has something for them, which it has every ten minutes.
    await expect.poll(() => counted.quietBeats, { timeout: 30_000 }).toBeGreaterThan(4);

    expect(counted.looks).toBeGreaterThan(0);
  });

  it('take a job that was put off once it is due, however late they would look by themselves', async () => {
    const counted = await startCountedWorker({ concurrency: 1, hearsOfDue: true });
    const organizationId = await waitingRecord('webhook', 1_500);

    await expect.poll(() => counted.records, { timeout: 15_000 }).toContain(organizationId);
  });

  it('hear at once of a job that is put off for less than a sign of life', async () => {
    const counted = await startCountedWorker({ concurrency: 1, hearsOfDue: false });
    await expect.poll(countListeners, { timeout: 20_000 }).toBe(1);
    const organizationId = await waitingRecord('webhook', 300);

    await expect.poll(() => counted.records, { timeout: 15_000 }).toContain(organizationId);
  });

  it('take a job whose arrival nobody told them of', async () => {
    const counted = await startCountedWorker({ concurrency: 1, hearsOfDue: true });
    await expect.poll(() => counted.beats, { timeout: 20_000 }).toBeGreaterThan(1);
    const organizationId = await waitingRecord('webhook', 3_600_000);

    await stores().database.pool.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE $1`, [
      `${organizationId}:%`,
    ]);
    await stores().database.queryAsTenant(organizationId, {
      name: 'now_due',
      text: `UPDATE waiting_records SET run_at = now() WHERE organization_id = $1::uuid`,
      values: [organizationId],
    });

    await expect.poll(() => counted.records, { timeout: 15_000 }).toContain(organizationId);
  });
});

describe('a job that nobody waits for', () => {
  it('is marked, so that one worker of each process leaves it alone; others are not', async () => {
    const background = await waitingRecord('schedule', 3_600_000);
    const webhook = await waitingRecord('webhook', 3_600_000);
    const { rows } = await stores().database.pool.query(
      `SELECT split_part(key, ':', 1) AS tenant, flags FROM graphile_worker.jobs WHERE task_identifier = $1 AND key ~ $2`,
      [DRAIN_RECORDS_TASK, `^(${background}|${webhook}):`],
    );

    expect(rows).toEqual(
      expect.arrayContaining([
        { tenant: background, flags: { background: true } },
        { tenant: webhook, flags: null },
      ]),
    );
  });
});
