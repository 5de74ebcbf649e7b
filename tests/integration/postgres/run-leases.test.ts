import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aRequest,
  aResult,
  begin,
  installPortal,
  makeStores,
  runIdOf,
  type Stores,
} from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('the lease of a run', () => {
  let database: TestDatabase;
  let here: Stores;
  let there: Stores;
  beforeAll(async () => {
    database = await makeTestDatabase();
    here = makeStores(database.url);
    there = makeStores(database.url);
  });
  afterAll(async () => {
    await here.database.close();
    await there.database.close();
    await database.drop();
  });

  it('starts a run that is leased, and its recovery is queued once the lease has ended', async () => {
    const { organizationId } = await installPortal(here);
    const owner = await connect(database.administratorUrl);
    const queued = async () => {
      await owner.query('SELECT smartsync_find_lost_runs()');
      const { rows } = await owner.query(
        `SELECT t.identifier, j.payload FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.key = $1 || ':leases'`,
        [organizationId],
      );
      return rows;
    };

    const begun = await begin(here, organizationId, { request: aRequest({ objectId: '5' }), leaseSeconds: 60 });
    expect(begun).toMatchObject({ kind: 'started', enrichment: { status: 'running', objectId: '5' } });
    expect(await queued()).toEqual([]);

    await letLeasesEnd(owner, organizationId);
    expect(await queued()).toEqual([{ identifier: 'resume_enrichments', payload: { organizationId } }]);
  });

  it('queues nothing for leases of runs that have ended', async () => {
    const { organizationId } = await installPortal(here);
    const owner = await connect(database.administratorUrl);
    await begin(here, organizationId, { request: aRequest({ objectId: '6' }) });
    await owner.query(`UPDATE enrichments SET status = 'completed', result = '{}' WHERE organization_id = $1`, [
      organizationId,
    ]);
    await letLeasesEnd(owner, organizationId);

    await owner.query('SELECT smartsync_find_lost_runs()');

    const { rows } = await owner.query(
      `SELECT (SELECT count(*)::int FROM lease_watch WHERE organization_id = $1::uuid) AS watched,
              (SELECT count(*)::int FROM graphile_worker._private_jobs WHERE key LIKE $1 || ':leases%') AS jobs`,
      [organizationId],
    );
    expect(rows).toEqual([{ watched: 0, jobs: 0 }]);
  });

  it('watches all the leases that end in the same half second by one row, which is looked at after them', async () => {
    const { organizationId } = await installPortal(here);
    const starts = Array.from({ length: 10 }, (_, index) =>
      begin(index % 2 ? here : there, organizationId, { request: aRequest({ objectId: String(index) }) }),
    );

    await Promise.all(starts);

    const admin = await connect(database.administratorUrl);
    const { rows } = await admin.query(
      `SELECT bool_and(w.due > e.lease_expires_at) AS is_after, count(*)::int AS leases, count(DISTINCT w.due) < 10 AS is_shared
       FROM enrichments e JOIN lease_watch w ON w.organization_id = e.organization_id
         AND w.due = date_bin('500 milliseconds', e.lease_expires_at, TIMESTAMPTZ 'epoch') + interval '500 milliseconds'
       WHERE e.organization_id = $1::uuid`,
      [organizationId],
    );
    expect(rows).toEqual([{ is_after: true, leases: 10, is_shared: true }]);
  });

  it('finds the runs whose lease has ended, of one organisation only', async () => {
    const mine = await installPortal(here);
    const other = await installPortal(here);
    const lost = await begin(here, mine.organizationId, { request: aRequest({ objectId: '1' }), leaseSeconds: -1 });
    await begin(here, mine.organizationId, { request: aRequest({ objectId: '2' }) });
    await begin(here, other.organizationId, { leaseSeconds: -1 });

    expect(await there.enrichments.findLostRuns(mine.organizationId)).toEqual([runIdOf(lost)]);
  });

  it('refuses a claim while the lease holds and gives it to one of two once it has ended', async () => {
    const { organizationId } = await installPortal(here);
    const held = await begin(here, organizationId, { leaseSeconds: 60 });
    const lost = await begin(here, organizationId, { request: aRequest({ objectId: '9' }), leaseSeconds: -1 });
    const claim = (stores: Stores, id: string, leaseOwner: string) =>
      stores.enrichments.claimRun({ organizationId, enrichmentId: id, leaseOwner, leaseSeconds: 30 });

    const whileHeld = await claim(there, runIdOf(held), 'process-b');
    const afterEnd = await Promise.all([
      claim(here, runIdOf(lost), 'process-c'),
      claim(there, runIdOf(lost), 'process-d'),
    ]);

    expect(whileHeld).toBe(false);
    expect(afterEnd.toSorted()).toEqual([false, true]);
  });

  it('renews a lease for its holder only, and tells who lost it', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId, { leaseSeconds: -1 });
    const lease = (leaseOwner: string) => ({
      organizationId,
      enrichmentId: runIdOf(run),
      leaseOwner,
      leaseSeconds: 30,
    });
    await there.enrichments.claimRun(lease('process-b'));

    const loser = await here.enrichments.renewLease(lease('process-a'));
    const holder = await there.enrichments.renewLease(lease('process-b'));

    expect({ loser, holder }).toEqual({ loser: false, holder: true });
  });

  it('does not claim a run that has ended', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId, { leaseSeconds: -1 });
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: runIdOf(run) }), memory: undefined });

    const claimed = await there.enrichments.claimRun({
      organizationId,
      enrichmentId: runIdOf(run),
      leaseOwner: 'process-b',
      leaseSeconds: 30,
    });

    expect(claimed).toBe(false);
  });
});

/** As when the process that held them died long enough ago. */
async function letLeasesEnd(owner: Awaited<ReturnType<typeof connect>>, organizationId: string): Promise<void> {
  await owner.query(
    `UPDATE enrichments SET lease_expires_at = now() - interval '1 second' WHERE organization_id = $1`,
    [organizationId],
  );
  await owner.query(`UPDATE lease_watch SET due = now() - interval '1 second' WHERE organization_id = $1`, [
    organizationId,
  ]);
}
