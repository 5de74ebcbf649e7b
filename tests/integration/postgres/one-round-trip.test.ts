import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../../backend/src/adapters/postgres/statement.ts';
import { makeCompanyRegister } from '../../../backend/src/adapters/register/company-register.ts';
import { lookUpCompany } from '../../../backend/src/use-cases/enrichment-run/look-up-company.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const HOW = { name: 'how', text: `SELECT current_setting('synchronous_commit') AS how`, values: [] };

describe('a statement of one round trip', () => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await makeTestDatabase();
    // One connection, so that what one transaction set the next would see.
    stores = makeStores(database.url, { maxConnections: 1 });
  });
  afterAll(async () => {
    await stores.database.close();
    await database.drop();
  });

  it('is waited for until it is on the disk, but where the caller can do it again', async () => {
    const ask = (commit?: 'soon') => stores.database.queryAsTenant(randomUUID(), HOW, commit);
    const [before] = await ask();
    expect(await ask('soon')).toEqual([{ how: 'off' }]);
    expect(await ask()).toEqual([before]);
  });
  it('keeps apart two texts under one name on one connection', async () => {
    const ask = (text: string) => stores.database.queryAsTenant(randomUUID(), { name: 'same', text, values: [] });
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await ask('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });
  it('that only reads shares its transaction with those asked in the same turn, of the same tenant only', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const text = `SELECT pg_current_xact_id()::text AS transaction, current_setting('app.organization_id') AS tenant`;
    const read = (tenant: string) => stores.database.readAsTenant(tenant, { name: 'whose', text, values: [] });
    const [first, second, third] = (await Promise.all([read(one), read(one), read(other)])).flat();

    expect(second).toEqual(first);
    expect(first).toMatchObject({ tenant: one });
    expect(third).toMatchObject({ tenant: other });
  });
  it('that only reads fails with those it shares a trip with, and harms no later one and no other tenant', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const read = (tenant: string, text: string) =>
      stores.database.readAsTenant(tenant, { name: 'any', text, values: [] });
    const ended = await Promise.allSettled([
      read(one, 'SELECT 1 AS fine'),
      read(one, 'SELECT 1/0'),
      read(other, 'SELECT 2 AS fine'),
    ]);

    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await read(one, 'SELECT 1 AS fine')).toEqual([{ fine: 1 }]);
  });
  it('that failed when it was first sent is planned anew on the same connection', async () => {
    const divide = (by: number) =>
      stores.database.queryAsTenant(randomUUID(), { name: 'divide', text: 'SELECT 6 / $1::int AS left', values: [by] });

    await expect(divide(0)).rejects.toMatchObject({ cause: { code: '22012' } });
    expect(await divide(2)).toEqual([{ left: 3 }]);
    await expect(divide(0)).rejects.toMatchObject({ cause: { code: '22012' } });
    expect(await divide(3)).toEqual([{ left: 2 }]);
  });
  it('that reads public data shares its transaction with what a tenant reads in the same turn, and needs no tenant', async () => {
    const one = randomUUID();
    const statement = { name: 'whose', text: 'SELECT pg_current_xact_id()::text AS transaction', values: [] };
    const { database: db } = stores;
    const [shared, own] = await Promise.all([db.readPublic(statement), db.readAsTenant(one, statement)]);

    expect(shared).toEqual(own);
    expect(await db.readPublic(statement)).not.toEqual(own);
  });
  it('is all that a look-up of a company never seen before takes', async () => {
    const { database: db, enrichments } = stores;
    const register = makeCompanyRegister({
      query: async <Row>(query: Statement) => ({ rows: (await db.readPublic(query)) as Row[] }),
    });
    const run = {
      installation: { organizationId: randomUUID() },
      context: { request: { companyId: null }, memory: undefined },
    };
    let trips = 0;
    const count = () => {
      trips += 1;
    };
    db.pool.on('acquire', count);
    await lookUpCompany({ enrichments, register }, run, { companyNumber: '01234567', domain: 'acme.example' });
    db.pool.off('acquire', count);

    expect(trips).toBe(1);
  });
  it('undoes what it did when a later one of its transaction fails', async () => {
    const one = randomUUID();
    const write = `SELECT pg_advisory_xact_lock_shared(1), set_config('app.organization_id', 'other', false) AS tenant`;
    const read = (text: string) => stores.database.readAsTenant(one, { name: 'any', text, values: [] });
    await Promise.allSettled([read(write), read('SELECT 1/0')]);

    const tenant = await stores.database.queryAsOwner(`SELECT current_setting('app.organization_id', true) AS tenant`);
    expect(tenant).not.toContainEqual({ tenant: 'other' });
  });
  it('gives values of every kind back as they were', async () => {
    const at = new Date('2026-11-23T08:00:00.000Z');
    const text = `SELECT $1::text AS text, $2::text AS none, $3::boolean AS yes, $4::text[] AS list, $5::jsonb AS json, $6::timestamptz AS at, $7::bytea AS bytes`;
    const values = ['O\'Brien "x"', null, true, ['a,b', '"c"', ''], { a: [1] }, at, Buffer.from([0, 255])];
    const ask = () => stores.database.queryAsTenant(randomUUID(), { name: 'kinds', text, values });
    const row = {
      text: values[0],
      none: null,
      yes: true,
      list: ['a,b', '"c"', ''],
      json: { a: [1] },
      at,
      bytes: Buffer.from([0, 255]),
    };

    expect([await ask(), await ask()]).toEqual([[row], [row]]);
  });
});
