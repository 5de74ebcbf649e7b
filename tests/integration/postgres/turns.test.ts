import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { startSync } from '../../../backend/src/use-cases/start-sync.ts';
import { startNotingWorker } from '../../support/noting-worker.ts';
import { installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const WHALE_RECORDS = 3_000;
const SMALL_PORTALS = 40;
const SMALL_RECORDS = 20;
/** What one portal may do before the next has its turn. */
const LEG = 20;

const { stores } = prepareStores();

const change = (organizationId: string, records: number) =>
  startSync(makeJobQueue(stores().database), {
    organizationId,
    jobClass: 'webhook',
    records: Array.from({ length: records }, (_, index) => ({
      objectType: 'companies',
      objectId: String(index + 1),
      decision: 'enrich',
      version: randomUUID(),
      delayMs: 0,
    })),
  });

describe('a portal with thousands of changed records', () => {
  it('takes turns with small portals that came after it', async () => {
    const { organizationId: whale } = await installPortal(stores());
    await change(whale, WHALE_RECORDS);
    const small: string[] = [];
    for (let index = 0; index < SMALL_PORTALS; index += 1) {
      const { organizationId } = await installPortal(stores());
      await change(organizationId, SMALL_RECORDS);
      small.push(organizationId);
    }

    const worked: string[] = [];
    const worker = await startNotingWorker(stores(), { onRecord: (organizationId) => worked.push(organizationId) });
    await expect.poll(() => worked.length, { timeout: 60_000 }).toBe(WHALE_RECORDS + SMALL_PORTALS * SMALL_RECORDS);
    await worker.stop();

    const lastOfSmall = worked.findLastIndex((organizationId) => organizationId !== whale);
    const whaleBefore = worked.slice(0, lastOfSmall).filter((organizationId) => organizationId === whale).length;
    expect(small.map((one) => worked.filter((organizationId) => organizationId === one).length)).toEqual(
      small.map(() => SMALL_RECORDS),
    );
    // One leg before they come, one after they have all had theirs.
    expect(whaleBefore).toBeLessThanOrEqual(2 * LEG);
  });
});
