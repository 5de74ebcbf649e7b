import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAutomationStore } from '../../../backend/src/adapters/postgres/automation-store.ts';
import { makeBulkStore } from '../../../backend/src/adapters/postgres/bulk-store.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { BulkLease, BulkStep, BulkStore } from '../../../backend/src/ports/bulk-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let stores: Stores;
let bulk: BulkStore;
beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url);
  bulk = makeBulkStore({ database: stores.database, defaults: defaultPortalSettings });
});
afterAll(async () => {
  await stores.database.close();
  await database.drop();
});

/** Two records of a run that a process leased, whose lease then ended and which another process leased. */
async function loseRun(): Promise<{ lost: BulkLease; holder: BulkLease }> {
  const { organizationId } = await installPortal(stores);
  const bulkId = randomUUID();
  await bulk.begin({
    organizationId,
    bulkId,
    objectType: 'contacts',
    selection: { kind: 'records', objectIds: ['1', '2'] },
    idempotencyKey: bulkId,
    requestHash: 'hash',
    requestedBy: { kind: 'bulk', userId: 7 },
    cap: null,
    total: 2,
    estimate: { records: 2, hubspotCalls: 3, modelCalls: 0, modelTokens: 0, seconds: 1 },
  });
  const lost = { organizationId, bulkId, leaseOwner: 'slow', leaseSeconds: 60 };
  const holder = { ...lost, leaseOwner: 'quick' };
  await bulk.lease(lost);
  const admin = await connect(database.administratorUrl);
  await admin.query('UPDATE bulk_runs SET lease_expires_at = now() WHERE id = $1', [bulkId]);
  return { lost, holder };
}

const take = (lease: BulkLease) => bulk.takeStep({ lease, limit: 10, stepSeconds: 60, afterPosition: 0 });
const ended = ({ records }: BulkStep) =>
  records.map(({ position, context: { enrichment } }) => ({
    position,
    enrichment: { ...enrichment, status: 'no_match' as const },
    memory: undefined,
  }));

describe('a bulk run that was lost to another process', () => {
  it('takes no results from the one that lost it: its records are done once, by the one that holds it', async () => {
    const { lost, holder } = await loseRun();
    const begun = await take(lost);
    await bulk.lease(holder);
    const again = await take(holder);

    const stored = [
      await bulk.finishStep({ lease: lost, records: ended(begun), hubspotCalls: 3 }),
      await bulk.finishStep({ lease: holder, records: ended(again), hubspotCalls: 3 }),
    ];
    await bulk.abandon(lost);

    const idsOf = ({ records }: BulkStep) => records.map(({ context }) => context.enrichment.id);
    expect(idsOf(begun)).toHaveLength(2);
    expect(idsOf(again)).toEqual(idsOf(begun));
    expect(stored).toEqual([false, true]);
    expect(await bulk.find(holder.organizationId, holder.bulkId)).toMatchObject({
      outcomes: { noMatch: 2 },
      usage: { hubspotCalls: 3 },
    });
  });

  it('is held longer with each step that ends', async () => {
    const { holder } = await loseRun();
    await bulk.lease(holder);
    const held = await take(holder);
    const admin = await connect(database.administratorUrl);
    await admin.query(`UPDATE bulk_runs SET lease_expires_at = now() + interval '1 s' WHERE id = $1`, [holder.bulkId]);

    await bulk.finishStep({ lease: holder, records: ended(held), hubspotCalls: 0 });

    const text = `SELECT lease_expires_at > now() + interval '30 s' AS "isLonger" FROM bulk_runs WHERE id = $1`;
    expect((await admin.query(text, [holder.bulkId])).rows).toEqual([{ isLonger: true }]);
  });

  it('keeps what it began when the one that lost it gives up', async () => {
    const { lost, holder } = await loseRun();
    await take(lost);
    await bulk.lease(holder);
    const held = await take(holder);

    await bulk.abandon(lost);

    expect(await bulk.finishStep({ lease: holder, records: ended(held), hubspotCalls: 0 })).toBe(true);
    expect(await bulk.find(holder.organizationId, holder.bulkId)).toMatchObject({ outcomes: { noMatch: 2 } });
  });
});

describe('a bulk run that was stopped after its worker died', () => {
  it('leaves what the dead one was about to make to the enrichments that a resume begins', async () => {
    const { lost, holder } = await loseRun();
    const { organizationId, bulkId } = holder;
    const automations = makeAutomationStore(stores.database);
    const [begun] = (await take(lost)).records;
    const key = { organizationId, objectType: 'contacts', recordId: begun?.objectId ?? '', purpose: 'task' } as const;
    const ofRun = (step: typeof begun) => step?.context.enrichment.id ?? '';
    await automations.claim({ ...key, enrichmentId: ofRun(begun), holder: 'dead' });
    await bulk.lease(holder);

    await bulk.changeStatus({ organizationId, bulkId, from: ['running'], to: 'stopped' });
    await bulk.abandon(holder);
    await bulk.changeStatus({ organizationId, bulkId, from: ['stopped'], to: 'queued' });
    await bulk.release({ ...holder, workedMs: 0, attempts: 0 });
    await bulk.lease(holder);
    const [again] = (await take(holder)).records;

    expect(ofRun(again)).not.toBe(ofRun(begun));
    expect(await automations.claim({ ...key, enrichmentId: ofRun(again), holder: 'alive' })).toBeDefined();
  });
});

describe('what automation claimed before its process died', () => {
  it('is taken over at once by who works on the same run, and by nobody else', async () => {
    const { organizationId } = await installPortal(stores);
    const automation = makeAutomationStore(stores.database);
    const [enrichmentId, other] = [randomUUID(), randomUUID()];
    const claim = (holder: string, run: string) =>
      automation.claim({
        organizationId,
        objectType: 'contacts',
        recordId: '1',
        purpose: 'task',
        enrichmentId: run,
        holder,
      });
    await claim('dead', enrichmentId);

    const claims = [await claim('stranger', other), await claim('heir', enrichmentId)];

    expect(claims[0]).toBeUndefined();
    expect(claims[1]).toMatchObject({ intent: { state: 'claimed', enrichmentId } });
  });
});
