import { afterAll, beforeAll } from 'vitest';
import { makeStores, type Stores } from './postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from './test-database.ts';

/** A database of its own for the tests of one file or `describe`, and the stores of one process on it; there once a test runs. */
export interface PreparedStores {
  readonly database: () => TestDatabase;
  readonly stores: () => Stores;
}

/** Makes both before the tests and drops them after the last. */
export function prepareStores(): PreparedStores {
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
  return { database: () => database, stores: () => stores };
}
