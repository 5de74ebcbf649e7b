import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aMemory,
  aRequest,
  aResult,
  begin,
  installPortal,
  makeStores,
  type Stores,
} from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('enrichment store', () => {
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

    expect(await there.enrichments.findLostRuns(mine.organizationId)).toEqual([idOf(lost)]);
  });

  it('gives one run to twenty requests with the same key in two processes', async () => {
    const { organizationId } = await installPortal(here);

    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => begin(index % 2 ? here : there, organizationId, { key: 'same' })),
    );

    expect(all.filter((begun) => begun.kind === 'started')).toHaveLength(1);
    expect(all.filter((begun) => begun.kind === 'replayed')).toHaveLength(19);
    expect(idsOf(all).size).toBe(1);
  });

  it('gives one run to twenty requests with other keys for one record', async () => {
    const { organizationId } = await installPortal(here);

    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => begin(i % 2 ? here : there, organizationId)));

    expect(all.filter((begun) => begun.kind === 'started')).toHaveLength(1);
    expect(all.filter((begun) => begun.kind === 'joined')).toHaveLength(19);
    expect(idsOf(all).size).toBe(1);
  });

  it('answers the joined run again when the joining key comes back after it ended', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId, { key: 'first' });
    await begin(here, organizationId, { key: 'second' });
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(first) }), memory: undefined });

    const again = await begin(there, organizationId, { key: 'second' });

    expect(again).toMatchObject({ kind: 'replayed', enrichment: { id: idOf(first), status: 'completed' } });
  });

  it.each([
    ['another record', aRequest({ objectId: '9' })],
    ['another object type', aRequest({ objectType: 'contacts' })],
    ['another mode', aRequest({ mode: 'preview' })],
    ['another company', aRequest({ companyId: 'gb-01234567' })],
  ])('refuses a key that was used for %s', async (_, request) => {
    const { organizationId } = await installPortal(here);
    await begin(here, organizationId, { key: 'used' });

    const begun = await begin(here, organizationId, { key: 'used', request });

    expect(begun).toEqual({ kind: 'conflict' });
  });

  it('lets the same key mean different runs in two portals', async () => {
    const one = await installPortal(here);
    const two = await installPortal(here);

    const kinds = await Promise.all([one, two].map((portal) => begin(here, portal.organizationId, { key: 'k' })));

    expect(kinds.map((begun) => begun.kind)).toEqual(['started', 'started']);
  });

  it('lets a new run start once the one before has ended', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(first) }), memory: undefined });

    const second = await begin(here, organizationId);

    expect(second.kind).toBe('started');
    expect(idOf(second)).not.toBe(idOf(first));
  });

  it('refuses a claim while the lease holds and gives it to one of two once it has ended', async () => {
    const { organizationId } = await installPortal(here);
    const held = await begin(here, organizationId, { leaseSeconds: 60 });
    const lost = await begin(here, organizationId, { request: aRequest({ objectId: '9' }), leaseSeconds: -1 });
    const claim = (stores: Stores, id: string, leaseOwner: string) =>
      stores.enrichments.claimRun({ organizationId, enrichmentId: id, leaseOwner, leaseSeconds: 30 });

    const whileHeld = await claim(there, idOf(held), 'process-b');
    const afterEnd = await Promise.all([claim(here, idOf(lost), 'process-c'), claim(there, idOf(lost), 'process-d')]);

    expect(whileHeld).toBe(false);
    expect(afterEnd.toSorted()).toEqual([false, true]);
  });

  it('renews a lease for its holder only, and tells who lost it', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId, { leaseSeconds: -1 });
    const lease = (leaseOwner: string) => ({ organizationId, enrichmentId: idOf(run), leaseOwner, leaseSeconds: 30 });
    await there.enrichments.claimRun(lease('process-b'));

    const loser = await here.enrichments.renewLease(lease('process-a'));
    const holder = await there.enrichments.renewLease(lease('process-b'));

    expect({ loser, holder }).toEqual({ loser: false, holder: true });
  });

  it('does not claim a run that has ended', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId, { leaseSeconds: -1 });
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(run) }), memory: undefined });

    const claimed = await there.enrichments.claimRun({
      organizationId,
      enrichmentId: idOf(run),
      leaseOwner: 'process-b',
      leaseSeconds: 30,
    });

    expect(claimed).toBe(false);
  });

  it('stores result, memory and log once', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId);
    const enrichment = aResult({ id: idOf(run), usage: { hubspotCalls: 2, modelCalls: 1, modelTokens: 812 } });
    const finish = (stores: Stores) => stores.enrichments.finishRun({ organizationId, enrichment, memory: aMemory() });

    const finished = await Promise.all([finish(here), finish(there)]);

    expect(finished.toSorted()).toEqual([false, true]);
    expect(await here.enrichments.findEnrichment(organizationId, idOf(run))).toEqual(enrichment);
    const admin = await connect(database.administratorUrl);
    const { rows } = await admin.query(
      `SELECT (SELECT count(*)::int FROM crm_sync_logs WHERE enrichment_id = $1) AS logs,
              (SELECT last_sync_at IS NOT NULL FROM crm_integrations WHERE organization_id = $2) AS synced`,
      [idOf(run), organizationId],
    );
    expect(rows).toEqual([{ logs: 1, synced: true }]);
  });

  it('reads back everything a run needs: request, settings, and what was remembered', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(first) }), memory: aMemory() });
    const request = aRequest({ mode: 'preview', refresh: true, companyId: 'gb-01234567' });
    const second = await begin(here, organizationId, { request });

    const context = await there.enrichments.readRunContext(organizationId, idOf(second));

    expect(context).toMatchObject({ request, memory: aMemory(), enrichment: { id: idOf(second), status: 'running' } });
    expect(context?.settings.scoring.coverageFloor).toBe(0.35);
  });

  it('leaves the memory as it is when a run ends without one', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(first) }), memory: aMemory() });
    const second = await begin(here, organizationId);
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(second) }), memory: undefined });
    const third = await begin(here, organizationId);

    const context = await here.enrichments.readRunContext(organizationId, idOf(third));

    expect(context?.memory).toEqual(aMemory());
  });

  it('finds nothing of another organisation, by id or by record', async () => {
    const mine = await installPortal(here);
    const other = await installPortal(here);
    const run = await begin(here, mine.organizationId);

    const found = await Promise.all([
      here.enrichments.findEnrichment(other.organizationId, idOf(run)),
      here.enrichments.readRunContext(other.organizationId, idOf(run)),
      here.enrichments.findLatestForRecord(other.organizationId, 'companies', '123'),
      here.enrichments.findEnrichment(mine.organizationId, 'no-uuid'),
    ]);

    expect(found).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('finds the latest run of a record', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({ organizationId, enrichment: aResult({ id: idOf(first) }), memory: undefined });
    const second = await begin(here, organizationId);

    const latest = await here.enrichments.findLatestForRecord(organizationId, 'companies', '123');

    expect(latest?.id).toBe(idOf(second));
  });

  it('keeps chosen domains per organisation', async () => {
    const mine = await installPortal(here);
    const other = await installPortal(here);
    const domain = { domain: 'acme.example', companyNumber: '01234567', toldBy: 'person' as const };
    await here.enrichments.saveCompanyDomain({ organizationId: mine.organizationId, ...domain });

    const read = (id: string) => here.enrichments.findCompanyByDomain(id, 'acme.example');

    expect(await read(mine.organizationId)).toEqual({ companyNumber: '01234567', toldBy: 'person' });
    expect(await read(other.organizationId)).toBeUndefined();
  });

  it('says that the database does not answer when there is none', async () => {
    const nowhere = makeStores('postgresql://nobody:x@127.0.0.1:1/none');

    const asked = nowhere.enrichments.findEnrichment(randomUUID(), randomUUID());

    await expect(asked).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await nowhere.database.close();
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

function idOf(begun: Awaited<ReturnType<typeof begin>>): string {
  return 'enrichment' in begun ? begun.enrichment.id : begun.kind;
}

function idsOf(all: readonly Awaited<ReturnType<typeof begin>>[]): Set<string> {
  return new Set(all.map(idOf));
}
