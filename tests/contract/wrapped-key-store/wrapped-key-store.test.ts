import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { makeMemoryWrappedKeyStore } from '../../fakes/memory-wrapped-key-store.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { describeWrappedKeyStore } from './battery.ts';

describe('wrapped keys in memory', () => {
  describeWrappedKeyStore(() => ({ keys: makeMemoryWrappedKeyStore(), newOrganization: async () => randomUUID() }));
});

describe('wrapped keys in Postgres', () => {
  let database: TestDatabase;
  let stores: Stores;
  let portalId = 5000;
  beforeAll(async () => {
    database = await makeTestDatabase();
    stores = makeStores(database.url);
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  describeWrappedKeyStore(() => ({
    keys: stores.keys,
    async newOrganization() {
      portalId += 1;
      const details = { scopes: [], installedByUserId: null, uiDomain: null, timeZone: null, tokens: null };
      const input = { portalId, authKind: 'private_app', ...details } as const;
      return (await stores.installations.saveInstallation(input)).organizationId;
    },
  }));
});
