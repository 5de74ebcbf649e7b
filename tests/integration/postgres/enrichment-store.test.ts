import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aMemory,
  aRequest,
  aResult,
  begin,
  installPortal,
  makeStores,
  runIdOf,
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

  it('gives one run to twenty requests with the same key in two processes', async () => {
    const { organizationId } = await installPortal(here);

    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => begin(index % 2 ? here : there, organizationId, { key: 'same' })),
    );

    expect(all.filter((begun) => begun.kind === 'started')).toHaveLength(1);
    expect(all.filter((begun) => begun.kind === 'replayed')).toHaveLength(19);
    expect(idsOf(all).size).toBe(1);
  });

  it('begins a run of an installation as it was seen, and nothing once it is another', async () => {
    const { organizationId, portalId } = await installPortal(here);
    await here.installations.findByPortalId(portalId);
    const seen = here.installations.recallByPortalId(portalId);
    if (seen === undefined) throw new Error('it was found just before');
    const beginOfSeen = (objectId: string, key: string = randomUUID()) => {
      const lease = { leaseOwner: 'process-a', leaseSeconds: 30 };
      const request = aRequest({ objectId });
      const input = { organizationId, enrichmentId: randomUUID(), idempotencyKey: key, request, ...lease };
      return here.enrichments.beginRunOfSeen(input, seen);
    };

    expect(await beginOfSeen('1', 'one')).toMatchObject({ kind: 'started' });
    expect(await beginOfSeen('1')).toBeUndefined();
    expect(await beginOfSeen('2', 'one')).toBeUndefined();
    await there.installations.markStatus(organizationId, 'disconnected', 'uninstalled');
    expect(await beginOfSeen('3')).toBeUndefined();
    expect(await begin(here, organizationId, { request: aRequest({ objectId: '3' }) })).toMatchObject({
      kind: 'started',
    });
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
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(first) }),
      memory: undefined,
    });

    const again = await begin(there, organizationId, { key: 'second' });

    expect(again).toMatchObject({ kind: 'replayed', enrichment: { id: runIdOf(first), status: 'completed' } });
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
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(first) }),
      memory: undefined,
    });

    const second = await begin(here, organizationId);

    expect(second.kind).toBe('started');
    expect(runIdOf(second)).not.toBe(runIdOf(first));
  });

  it('stores result, memory and log once', async () => {
    const { organizationId } = await installPortal(here);
    const run = await begin(here, organizationId);
    const enrichment = aResult({ id: runIdOf(run), usage: { hubspotCalls: 2, modelCalls: 1, modelTokens: 812 } });
    const finish = (stores: Stores) => stores.enrichments.finishRun({ organizationId, enrichment, memory: aMemory() });

    const finished = await Promise.all([finish(here), finish(there)]);

    expect(finished.toSorted()).toEqual([false, true]);
    expect(await here.enrichments.findEnrichment(organizationId, runIdOf(run))).toEqual(enrichment);
    const admin = await connect(database.administratorUrl);
    const { rows } = await admin.query(
      `SELECT (SELECT count(*)::int FROM crm_sync_logs WHERE enrichment_id = $1) AS logs,
              (SELECT last_sync_at IS NOT NULL FROM crm_integrations WHERE organization_id = $2) AS synced`,
      [runIdOf(run), organizationId],
    );
    expect(rows).toEqual([{ logs: 1, synced: true }]);
  });

  it('reads back everything a run needs: request, settings, and what was remembered', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(first) }),
      memory: aMemory(),
    });
    const request = aRequest({ mode: 'preview', refresh: true, companyId: 'gb-01234567' });
    const second = await begin(here, organizationId, { request });

    const context = await there.enrichments.readRunContext(organizationId, runIdOf(second));

    expect(context).toMatchObject({
      request,
      memory: aMemory(),
      enrichment: { id: runIdOf(second), status: 'running' },
    });
    expect(context?.settings.scoring.coverageFloor).toBe(0.35);
  });

  it('leaves the memory as it is when a run ends without one', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(first) }),
      memory: aMemory(),
    });
    const second = await begin(here, organizationId);
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(second) }),
      memory: undefined,
    });
    const third = await begin(here, organizationId);

    const context = await here.enrichments.readRunContext(organizationId, runIdOf(third));

    expect(context?.memory).toEqual(aMemory());
  });

  it('finds nothing of another organisation, by id or by record', async () => {
    const mine = await installPortal(here);
    const other = await installPortal(here);
    const run = await begin(here, mine.organizationId);

    const found = await Promise.all([
      here.enrichments.findEnrichment(other.organizationId, runIdOf(run)),
      here.enrichments.readRunContext(other.organizationId, runIdOf(run)),
      here.enrichments.findLatestForRecord(other.organizationId, 'companies', '123'),
      here.enrichments.findEnrichment(mine.organizationId, 'no-uuid'),
    ]);

    expect(found).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('finds the latest run of a record', async () => {
    const { organizationId } = await installPortal(here);
    const first = await begin(here, organizationId);
    await here.enrichments.finishRun({
      organizationId,
      enrichment: aResult({ id: runIdOf(first) }),
      memory: undefined,
    });
    const second = await begin(here, organizationId);

    const latest = await here.enrichments.findLatestForRecord(organizationId, 'companies', '123');

    expect(latest?.id).toBe(runIdOf(second));
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

function idsOf(all: readonly Awaited<ReturnType<typeof begin>>[]): Set<string> {
  return new Set(all.map(runIdOf));
}
