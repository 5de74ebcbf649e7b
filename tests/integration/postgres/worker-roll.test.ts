import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWorkerRoll } from '../../../backend/src/adapters/postgres/worker-roll.ts';
import { startSync } from '../../../backend/src/use-cases/start-sync.ts';
import { startNotingWorker } from '../../support/noting-worker.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let stores: Stores;
beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url);
});
afterAll(async () => {
  await stores.database.close();
  await database.drop();
});

describe('a worker that nobody knows yet', () => {
  it('takes no job: should it die, its job would stay locked', async () => {
    const { organizationId } = await installPortal(stores);
    await startSync(makeJobQueue(stores.database), {
      organizationId,
      jobClass: 'webhook',
      records: [{ objectType: 'companies', objectId: '1', decision: 'enrich', version: randomUUID(), delayMs: 0 }],
    });
    const roll = makeWorkerRoll(stores.database);
    const known: unknown[] = [];
    const knownAtRecord: boolean[] = [];

    // Its first signs of life are lost on the way.
    let lost = 3;
    const worker = await startNotingWorker(stores, {
      onRecord: () => knownAtRecord.push(known.length > 0),
      roll: {
        ...roll,
        beat: async (life) => {
          lost -= 1;
          if (lost >= 0) throw new Error('the database is away');
          const dead = await roll.beat(life);
          known.push(life);
          return dead;
        },
      },
    });
    await expect.poll(() => knownAtRecord.length, { timeout: 30_000 }).toBe(1);
    await worker.stop();

    expect(knownAtRecord).toEqual([true]);
  });
});
