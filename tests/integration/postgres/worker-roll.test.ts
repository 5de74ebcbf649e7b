import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWorkerRoll } from '../../../backend/src/adapters/postgres/worker-roll.ts';
import type { WorkerRoll } from '../../../backend/src/ports/worker-roll.ts';
import { startSync } from '../../../backend/src/use-cases/start-sync.ts';
import { startNotingWorker } from '../../support/noting-worker.ts';
import { installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const { stores } = prepareStores();

describe('a worker that nobody knows yet', () => {
  it('takes no job: should it die, its job would stay locked', async () => {
    const { organizationId } = await installPortal(stores());
    await startSync(makeJobQueue(stores().database), {
      organizationId,
      jobClass: 'webhook',
      records: [{ objectType: 'companies', objectId: '1', decision: 'enrich', version: randomUUID(), delayMs: 0 }],
    });
    const roll = makeWorkerRoll(stores().database);
    const known: unknown[] = [];
    const knownAtRecord: boolean[] = [];

    // Its first signs of life are lost on the way.
    let lost = 3;
    const worker = await startNotingWorker(stores(), {
      onRecord: () => knownAtRecord.push(known.length > 0),
      roll: {
        ...roll,
        beat: async (life) => {
          lost -= 1;
          if (lost >= 0) throw new Error('the database is away');
          const answer = await roll.beat(life);
          known.push(life);
          return answer;
        },
      },
    });
    await expect.poll(() => knownAtRecord.length, { timeout: 30_000 }).toBe(1);
    await worker.stop();

    expect(knownAtRecord).toEqual([true]);
  });
});

describe('a worker process', () => {
  /** Dead processes that a sign of life found. */
  const beatOf = async (roll: WorkerRoll, sign: Parameters<WorkerRoll['beat']>[0]) => (await roll.beat(sign)).dead;
  const life = (missedAfterSeconds: number) => ({
    processId: randomUUID(),
    workerIds: [`pool-${randomUUID()}`],
    deadAfterSeconds: 3_600,
    missedAfterSeconds,
    aheadSeconds: 1,
  });

  it('whose connection is gone is missed before its silence would tell', async () => {
    const watcher = makeWorkerRoll(stores().database);
    const killed = makeWorkerRoll(stores().database);
    const victim = life(0);
    await killed.beat(victim);
    await killed.letGo(victim.processId);

    const watching = life(0);
    await expect.poll(() => beatOf(watcher, watching)).toBe(1);

    expect(await beatOf(watcher, watching)).toBe(0);
    await watcher.leave(watching.processId);
  });

  it('that is connected lives, however long it says nothing', async () => {
    const watcher = makeWorkerRoll(stores().database);
    const busy = makeWorkerRoll(stores().database);
    const silent = life(0);
    await busy.beat(silent);

    const watching = life(0);
    expect([await beatOf(watcher, watching), await beatOf(watcher, watching)]).toEqual([0, 0]);

    await Promise.all([busy.leave(silent.processId), watcher.leave(watching.processId)]);
  });

  it('that lost its connection and got another is not missed while it says so in time', async () => {
    const watcher = makeWorkerRoll(stores().database);
    const unlucky = makeWorkerRoll(stores().database);
    const living = life(3_600);
    await unlucky.beat(living);
    await unlucky.letGo(living.processId);

    const watching = life(3_600);
    expect(await beatOf(watcher, watching)).toBe(0);
    await unlucky.beat(living);
    expect(await beatOf(watcher, { ...watching, missedAfterSeconds: 0 })).toBe(0);

    await Promise.all([unlucky.leave(living.processId), watcher.leave(watching.processId)]);
  });

  it('that was missed and comes back does not end the job that it no longer holds', async () => {
    const { organizationId } = await installPortal(stores());
    const leave = (objectId: string, delayMs: number) =>
      startSync(makeJobQueue(stores().database), {
        organizationId,
        jobClass: 'webhook',
        records: [{ objectType: 'companies', objectId, decision: 'enrich', version: randomUUID(), delayMs }],
      });
    const watcher = makeWorkerRoll(stores().database);
    const watching = life(0);
    const missed: (number | undefined)[] = [];
    await leave('1', 0);

    const worker = await startNotingWorker(stores(), {
      onRecord: async () => {
        missed.push(await beatOf(watcher, { ...watching, deadAfterSeconds: 0 }));
        await leave('2', 3_600_000);
      },
    });
    await expect.poll(() => missed).toEqual([1]);
    await worker.stop();

    const { rows } = await stores().database.pool.query('SELECT key FROM graphile_worker.jobs WHERE key = $1', [
      `${organizationId}:drain:webhook`,
    ]);
    expect(rows).toHaveLength(1);
    await watcher.leave(watching.processId);
  });
});
