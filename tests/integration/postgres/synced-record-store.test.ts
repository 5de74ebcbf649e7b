import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSyncedRecordStore } from '../../../backend/src/adapters/postgres/synced-record-store.ts';
import type { SyncedRecordStore } from '../../../backend/src/ports/synced-record-store.ts';
import { installPortal, makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('what is remembered of a synced record', () => {
  let database: TestDatabase;
  let stores: Stores;
  let synced: SyncedRecordStore;
  let tenantId: string;
  beforeAll(async () => {
    database = await makeTestDatabase();
    stores = makeStores(database.url);
    synced = makeSyncedRecordStore(stores.database);
    tenantId = (await installPortal(stores)).organizationId;
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  const keysOf = (name: string) => ({
    tenantId,
    objectType: 'companies' as const,
    sourceKey: `key of ${name}`,
    externalId: `id of ${name}`,
  });
  const remember = (name: string, crmRecordId: string) =>
    synced.remember({ ...keysOf(name), crmRecordId, syncedHashes: { name: crmRecordId } });

  // The moment in which two of them collide is short: hence the rounds.
  it('is kept by all who save it at the same moment', async () => {
    for (const round of Array.from({ length: 60 }, (_, index) => index)) {
      const name = `company ${round}`;
      const crmRecordId = String(1_000 + round);

      await Promise.all(Array.from({ length: 8 }, () => remember(name, crmRecordId)));

      expect(await synced.find(keysOf(name))).toEqual({ crmRecordId, syncedHashes: { name: crmRecordId } });
    }
  });

  it('belongs to one record when several take its name at the same moment', async () => {
    const recordIds = Array.from({ length: 8 }, (_, index) => String(200 + index));

    const saved = await Promise.allSettled(recordIds.map((recordId) => remember('a moved company', recordId)));

    expect(saved.map(({ status }) => status)).toEqual(recordIds.map(() => 'fulfilled'));
    const owner = await synced.find(keysOf('a moved company'));
    expect(recordIds).toContain(owner?.crmRecordId);
  });

  it('does not keep anybody waiting who takes another name', async () => {
    const names = Array.from({ length: 8 }, () => randomUUID());

    await Promise.all(names.map((name, index) => remember(name, String(300 + index))));

    const found = await Promise.all(names.map((name) => synced.find(keysOf(name))));
    expect(found.map((record) => record?.crmRecordId)).toEqual(names.map((_, index) => String(300 + index)));
  });
});
