import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWebhookStore } from '../../../backend/src/adapters/postgres/webhook-store.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { RecordEvent } from '../../../backend/src/domain/sync/record-event.ts';
import type { JobQueue } from '../../../backend/src/ports/job-queue.ts';
import { handleWebhooks } from '../../../backend/src/use-cases/handle-webhooks.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const TASKS = { sort: 'sort_webhooks', handle: 'handle_webhooks' };
const settings = { ...defaultPortalSettings(), sync: { direction: 'bidirectional', frequency: 'realtime' } as const };

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

/** Tells of events and has them handled; `onQueued` is what another process does the moment a record is queued. */
async function makeTeller(onQueued: (organizationId: string, objectId: string) => Promise<void>) {
  const webhooks = makeWebhookStore(stores.database, TASKS);
  const { organizationId, portalId } = await installPortal(stores);
  const queue: JobQueue = {
    ...makeJobQueue(stores.database),
    enqueueRecords: async (records) => {
      for (const { objectId } of records) await onQueued(organizationId, objectId);
      return records.length;
    },
  };
  const deps = {
    webhooks,
    queue,
    erasures: { eraseRecords: () => Promise.reject(new Error('nobody is erased here')) },
    settings: { read: async () => settings },
    clock: { now: () => new Date() },
    logger: silentLogger,
    observeLag: () => undefined,
  };
  return {
    organizationId,
    webhooks,
    tell: async (kind: RecordEvent['kind'], occurredAtMs: number) => {
      await webhooks.receive([{ portalId, event: { kind, objectType: 'companies', objectId: '7', occurredAtMs } }]);
      await webhooks.sort();
      return handleWebhooks(deps, { organizationId });
    },
  };
}

it('is known to be back before its work can begin, however soon a worker takes that', async () => {
  const seen: boolean[] = [];
  const teller = await makeTeller(async (organizationId, objectId) => {
    seen.push((await teller.webhooks.lookUp(organizationId, 'companies', objectId)).isGone);
  });
  await teller.tell('creation', 1_000);
  await teller.tell('deletion', 2_000);

  await teller.tell('restore', 3_000);

  expect(seen).toEqual([false, false]);
});

it('is worked on after a crash between the two', async () => {
  let isDown = false;
  const queued: string[] = [];
  const teller = await makeTeller(async (_organizationId, objectId) => {
    if (isDown) throw new Error('the process died');
    queued.push(objectId);
  });
  await teller.tell('deletion', 2_000);
  isDown = true;
  await expect(teller.tell('restore', 3_000)).rejects.toThrow('the process died');
  isDown = false;

  await teller.tell('propertyChange', 1_000);

  expect(queued).toEqual(['7']);
});
