import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWorkerRoll } from '../../../backend/src/adapters/postgres/worker-roll.ts';
import { installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

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

describe('the next leg of a bulk run', () => {
  it('goes on after ten workers in a row were killed with it', async () => {
    const { database } = stores();
    const { organizationId } = await installPortal(stores());
    const key = `bulk:${randomUUID()}`;
    await makeJobQueue(database).enqueue({ organizationId, task: 'run_bulk', jobClass: 'bulk', key, payload: {} });
    const watcher = makeWorkerRoll(database);
    const watching = signOfLife(0);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const roll = makeWorkerRoll(database);
      const killed = signOfLife(NEVER_SECONDS);
      await roll.beat(killed);
      await database.pool.query(
        `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now(), attempts = attempts + 1
         WHERE key = $2 AND is_available`,
        [killed.workerIds[0], `${organizationId}:${key}`],
      );
      await roll.letGo(killed.processId);
      await expect.poll(async () => (await watcher.beat(watching)).dead).toBe(1);
    }
    await watcher.leave(watching.processId);

    const { rows } = await database.pool.query(
      'SELECT attempts, is_available FROM graphile_worker._private_jobs WHERE key = $1',
      [`${organizationId}:${key}`],
    );
    expect(rows).toEqual([{ attempts: KILLS, is_available: true }]);
  });
});
