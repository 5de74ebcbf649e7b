import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../backend/src/adapters/postgres/migrate.ts';
import { asAdministrator, connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeTestDatabase();
  });
  afterAll(() => database.drop());

  it('applies nothing the second time', async () => {
    const applied = await migrate({ databaseUrl: database.url, folder: 'prisma/migrations' });

    expect(applied).toEqual([]);
  });
});
