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

describe('a record as this process saw it', () => {
  const look = async (organizationId: string, objectId: string) => {
    await here.enrichments.viewRecord(organizationId, 'companies', objectId);
  };
  const wanted = (organizationId: string, objectId: string, idempotencyKey: string = randomUUID()) => ({
    organizationId,
    enrichmentId: randomUUID(),
    idempotencyKey,
    request: aRequest({ objectId }),
    leaseOwner: 'process-a',
    leaseSeconds: 30,
  });
  const beginAsSeen = async (portalId: number, input: ReturnType<typeof wanted>) => {
    await here.installations.findByPortalId(portalId);
    const seen = here.installations.recallByPortalId(portalId);
    const record = here.enrichments.takeSeenRecord(input);
    if (seen === undefined || record === undefined) throw new Error('both were seen just before');
    const begun = await here.enrichments.beginRunOfSeen(input, seen, record);
    if (begun?.kind !== 'started') throw new Error(`the run is ${begun?.kind}`);
    const enrichment = aResult({ id: runIdOf(begun), objectId: input.request.objectId });
    const finish = () => here.enrichments.finishRun({ ...input, enrichment, memory: aMemory() });
    return { isAsSeen: begun.isAsSeen, enrichment, finish };
  };

  it('is given once, after a view and after a run, and not to a key that began one', async () => {
    const { organizationId, portalId } = await installPortal(here);
    expect(here.enrichments.takeSeenRecord(wanted(organizationId, '1'))).toBeUndefined();
    await look(organizationId, '1');
    const first = await beginAsSeen(portalId, wanted(organizationId, '1', 'first'));
    expect(first.isAsSeen).toBe(true);
    expect(here.enrichments.takeSeenRecord(wanted(organizationId, '1'))).toBeUndefined();
    // A run that goes on will change what is seen.
    await look(organizationId, '1');
    expect(here.enrichments.takeSeenRecord(wanted(organizationId, '1'))).toBeUndefined();

    await first.finish();

    expect(here.enrichments.takeSeenRecord(wanted(organizationId, '1', 'first'))).toBeUndefined();
    expect(await beginAsSeen(portalId, wanted(organizationId, '1'))).toMatchObject({ isAsSeen: true });
  });

  it.each([
    [
      'a run that ended elsewhere and left nothing to remember',
      async (organizationId: string) => {
        const run = await begin(there, organizationId);
        const enrichment = aResult({ id: runIdOf(run) });
        await there.enrichments.finishRun({ organizationId, enrichment, memory: undefined });
      },
    ],
    [
      'an undo elsewhere',
      async (organizationId: string) => {
        const latest = await there.enrichments.findLatestForRecord(organizationId, 'companies', '123');
        if (latest === undefined) throw new Error('it has a run');
        const requestedBy = { kind: 'card', userId: 5 } as const;
        const amended = {
          organizationId,
          enrichment: latest,
          memory: undefined,
          kind: 'undo',
          done: [],
          requestedBy,
        } as const;
        await there.enrichments.amendRun(amended);
      },
    ],
    [
      'a match that somebody called wrong elsewhere',
      async (organizationId: string) => {
        const requestedBy = { kind: 'card', userId: 5 } as const;
        await there.enrichments.forgetMatch({
          organizationId,
          objectType: 'companies',
          objectId: '123',
          requestedBy,
        });
      },
    ],
    [
      'settings that were saved elsewhere',
      async (organizationId: string) => {
        const admin = await connect(database.administratorUrl);
        await admin.query("INSERT INTO portal_settings (organization_id, settings) VALUES ($1, '{}')", [
          organizationId,
        ]);
      },
    ],
  ])('is another after %s', async (_, happens) => {
    const { organizationId, portalId } = await installPortal(here);
    await look(organizationId, '123');
    await (await beginAsSeen(portalId, wanted(organizationId, '123'))).finish();

    await happens(organizationId);

    expect(await beginAsSeen(portalId, wanted(organizationId, '123'))).toMatchObject({ isAsSeen: false });
  });
});
