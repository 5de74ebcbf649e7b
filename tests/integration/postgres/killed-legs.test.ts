import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWorkerRoll } from '../../../backend/src/adapters/postgres/worker-roll.ts';
import { prepareStores } from '../../support/prepare-stores.ts';
import { beginBulkRun } from './begin-bulk-run.ts';

const { stores } = prepareStores();
const NEVER_SECONDS = 3_600;
const KILLS = 10;

const signOfLife = (missedAfterSeconds: number) => ({
  processId: randomUUID(),
  workerIds: [`pool-${randomUUID()}`],
  deadAfterSeconds: NEVER_SECONDS,
  missedAfterSeconds,
  aheadSeconds: 1,
});

const MOST_KILLS = 25;

/** Lets so many workers take the job of this key and die, each missed before the next one takes it. */
async function killWorkers(tenantKey: string, kills: number): Promise<void> {
  const { database } = stores();
  const watcher = makeWorkerRoll(database);
  const watching = signOfLife(0);
  for (let kill = 0; kill < kills; kill += 1) {
    const roll = makeWorkerRoll(database);
    const killed = signOfLife(NEVER_SECONDS);
    await roll.beat(killed);
    await database.pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now(), attempts = attempts + 1
       WHERE key = $2 AND is_available`,
      [killed.workerIds[0], tenantKey],
    );
    await roll.letGo(killed.processId);
    await expect.poll(async () => (await watcher.beat(watching)).dead).toBe(1);
  }
  await watcher.leave(watching.processId);
}

const jobsOf = async (tenantKey: string) =>
  (
    await stores().database.pool.query(
      'SELECT attempts, max_attempts, is_available FROM graphile_worker._private_jobs WHERE key = $1',
      [tenantKey],
    )
  ).rows;

describe('the next leg of a bulk run', () => {
  it('goes on after ten workers in a row were killed with it', async () => {
    const { organizationId, tenantKey } = await beginBulkRun(stores());

    await killWorkers(tenantKey, KILLS);

    expect(await jobsOf(tenantKey)).toEqual([{ attempts: KILLS, max_attempts: MOST_KILLS, is_available: true }]);
    expect(await makeJobQueue(stores().database).listDead(organizationId)).toEqual([]);
  });

  it('is given up after 25 of them: the run has failed and says what to do, and is taken up by a resume', async () => {
    const { organizationId, bulkId, bulk, tenantKey } = await beginBulkRun(stores());

    await killWorkers(tenantKey, MOST_KILLS);
    const ended = await bulk.find(organizationId, bulkId);
    const log = await stores().database.queryAsTenant(organizationId, {
      name: 'test_bulk_log',
      text: `SELECT message FROM crm_sync_logs WHERE organization_id = $1 AND operation = 'bulk_fail'`,
      values: [organizationId],
    });
    await bulk.changeStatus({ organizationId, bulkId, from: ['stopped', 'paused', 'failed'], to: 'queued' });

    const reason =
      'It was given up after 25 attempts. Every worker that took it was killed. Resume the run to try again.';
    expect(ended).toMatchObject({ status: 'failed', statusReason: reason });
    expect(log).toEqual([{ message: `Bulk run ended early: ${reason}` }]);
    expect(await bulk.find(organizationId, bulkId)).toMatchObject({ status: 'queued', statusReason: null });
    expect(await jobsOf(tenantKey)).toEqual([{ attempts: 0, max_attempts: MOST_KILLS, is_available: true }]);
  });

  it('that was given up is kept until it is replayed, and the run goes on then', async () => {
    const { organizationId, bulkId, bulk, tenantKey } = await beginBulkRun(stores());
    const queue = makeJobQueue(stores().database);
    await killWorkers(tenantKey, MOST_KILLS);

    const [dead] = await queue.listDead(organizationId);
    const isReplayed = await queue.replay(organizationId, dead?.id ?? '');

    expect(dead).toMatchObject({ task: 'run_bulk', attempts: MOST_KILLS });
    expect(isReplayed).toBe(true);
    expect(await bulk.find(organizationId, bulkId)).toMatchObject({ status: 'running', statusReason: null });
    expect(await jobsOf(tenantKey)).toEqual([{ attempts: 0, max_attempts: MOST_KILLS, is_available: true }]);
    expect(await queue.listDead(organizationId)).toEqual([]);
  });

  it('that failed too often otherwise ends the run as well', async () => {
    const { organizationId, bulkId, bulk } = await beginBulkRun(stores());
    const job = {
      organizationId,
      task: 'run_bulk',
      jobClass: 'bulk',
      key: `bulk:${bulkId}`,
      payload: { bulkId },
    } as const;

    await makeJobQueue(stores().database).bury(job, {
      attempts: 25,
      code: 'internal',
      message: 'Something went wrong.',
    });

    expect(await bulk.find(organizationId, bulkId)).toMatchObject({ status: 'failed' });
  });

  it('of an undo that is given up leaves the run as it ended and says why, and the undo is replayed', async () => {
    const { organizationId, bulkId, bulk, tenantKey } = await beginBulkRun(stores(), {
      status: 'completed',
      undo: 'running',
    });
    const queue = makeJobQueue(stores().database);
    await killWorkers(tenantKey, MOST_KILLS);
    const ended = await bulk.find(organizationId, bulkId);

    const [dead] = await queue.listDead(organizationId);
    await queue.replay(organizationId, dead?.id ?? '');

    const reason =
      'It was given up after 25 attempts. Every worker that took it was killed. Undo the run again to try again.';
    expect(ended).toMatchObject({ status: 'completed', undo: { status: 'failed', reason } });
    expect(await bulk.find(organizationId, bulkId)).toMatchObject({
      status: 'completed',
      undo: { status: 'running', reason: null },
    });
  });
});
