import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { makeWaitingRecords } from '../../../backend/src/adapters/postgres/waiting-records.ts';
import type { JobQueue, WaitingRecordInput } from '../../../backend/src/ports/job-queue.ts';
import type { WaitingRecords } from '../../../backend/src/ports/waiting-records.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** An organisation has jobs of other kinds from its install on. */
const KEYS = ['drain:webhook', 'one', 'dead'];

describe('job queue', () => {
  let database: TestDatabase;
  let stores: Stores;
  let queue: JobQueue;
  let waiting: WaitingRecords;
  beforeAll(async () => {
    database = await makeTestDatabase();
    stores = makeStores(database.url);
    queue = makeJobQueue(stores.database);
    waiting = makeWaitingRecords(stores.database);
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  const record = (organizationId: string, changes: Partial<WaitingRecordInput> = {}): WaitingRecordInput => ({
    organizationId,
    objectType: 'contacts',
    objectId: '1',
    refresh: false,
    requestedBy: { kind: 'webhook' },
    jobClass: 'webhook',
    dedupeKey: 'contacts:1',
    ...changes,
  });
  const jobsOf = async (organizationId: string) => {
    const admin = await connect(database.administratorUrl);
    const { rows } = await admin.query<{ key: string; priority: number; wait: number }>(
      `SELECT key, priority, extract(epoch FROM run_at - now())::float8 AS wait FROM graphile_worker.jobs WHERE key = ANY ($1) ORDER BY key`,
      [KEYS.map((key) => `${organizationId}:${key}`)],
    );
    return rows.map((row) => ({ ...row, key: row.key.slice(organizationId.length + 1) }));
  };

  it('keeps a record that waits once, and one job that sees to all of a class', async () => {
    const { organizationId } = await installPortal(stores);

    const added = [
      await queue.enqueueRecords([record(organizationId), record(organizationId, { objectId: '2', dedupeKey: 'two' })]),
      await queue.enqueueRecords([record(organizationId)]),
    ];

    expect(added).toEqual([2, 0]);
    expect(await jobsOf(organizationId)).toEqual([expect.objectContaining({ key: 'drain:webhook', priority: 20 })]);
  });

  it('replaces a record that waits by news of it, and lets news of one that is worked on follow', async () => {
    const { organizationId } = await installPortal(stores);
    const news = (version: string, changes: Partial<WaitingRecordInput> = {}) =>
      queue.enqueueRecords([record(organizationId, { version, ...changes })]);
    const take = () => waiting.takeDue(organizationId, 'webhook', 10);

    const added = [await news('1'), await news('1'), await news('2', { decision: 'link' })];
    const [taken] = await take();
    const { id = '', version = null } = taken ?? {};
    await news('3', { delayMs: 60_000 });
    await waiting.end(organizationId, [{ id, version, kind: 'done' }]);
    const nextMs = await waiting.nextDueMs(organizationId, 'webhook');

    expect(added).toEqual([1, 0, 1]);
    expect(taken).toMatchObject({ version: '2', decision: 'link', attempts: 0 });
    expect(await take()).toEqual([]);
    expect(nextMs).toBeGreaterThan(50_000);
  });

  it('answers what was taken and not ended again, since its taker may have died', async () => {
    const { organizationId } = await installPortal(stores);
    await queue.enqueueRecords([record(organizationId, { version: '1' })]);

    const [first, second] = [
      await waiting.takeDue(organizationId, 'webhook', 10),
      await waiting.takeDue(organizationId, 'webhook', 10),
    ];

    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
  });

  it('lets a record that is due now not wait for one that is due later', async () => {
    const { organizationId } = await installPortal(stores);
    await queue.enqueueRecords([record(organizationId)]);

    await queue.enqueueRecords([record(organizationId, { dedupeKey: 'later', delayMs: 60_000 })]);

    const [job] = await jobsOf(organizationId);
    expect(job?.wait).toBeLessThan(1);
  });

  it('replaces a job that waits under the same key, which keeps the earlier time', async () => {
    const { organizationId } = await installPortal(stores);
    const job = { organizationId, task: 'some_task', jobClass: 'bulk', key: 'one', payload: { step: 1 } } as const;

    await queue.enqueue(job);
    await queue.enqueue({ ...job, jobClass: 'workflow', delayMs: 3_600_000 });

    expect(await jobsOf(organizationId)).toEqual([{ key: 'one', priority: 10, wait: expect.closeTo(0, -1) }]);
  });

  it('keeps what was given up for its organisation alone until it is replayed, and replays it once', async () => {
    const [mine, other] = [await installPortal(stores), await installPortal(stores)];
    const { organizationId } = mine;
    const job = { organizationId, task: 'some_task', jobClass: 'bulk', key: 'dead', payload: { step: 1 } } as const;
    await queue.bury(job, { attempts: 3, code: 'upstream_rejected', message: 'HubSpot said no.' });

    const [dead] = await queue.listDead(organizationId);
    const seenByOther = await queue.listDead(other.organizationId);
    const id = dead?.id ?? '';
    const replays = [
      await queue.replay(other.organizationId, id),
      await queue.replay(organizationId, id),
      await queue.replay(organizationId, id),
    ];

    expect(dead).toMatchObject({ task: 'some_task', attempts: 3, errorCode: 'upstream_rejected' });
    expect(seenByOther).toEqual([]);
    expect(replays).toEqual([false, true, false]);
    expect(await jobsOf(organizationId)).toEqual([expect.objectContaining({ key: 'dead', priority: 40 })]);
  });
});
