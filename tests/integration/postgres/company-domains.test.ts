import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let stores: Stores;
let organizationId: string;

beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url, { maxConnections: 2 });
  const details = { scopes: [], installedByUserId: null, uiDomain: null, timeZone: null, tokens: null };
  const installed = await stores.installations.saveInstallation({ portalId: 1, authKind: 'private_app', ...details });
  organizationId = installed.organizationId;
});

afterAll(async () => {
  await stores.database.close();
  await database.drop();
});

const save = (domain: string, companyNumber: string, toldBy: 'person' | 'website' | 'oppspot') =>
  stores.enrichments.saveCompanyDomain({ organizationId, domain, companyNumber, toldBy });
const find = (domain: string) => stores.enrichments.findCompanyByDomain(organizationId, domain);

describe('the company of a domain', () => {
  it('says who told it, and a later source replaces an earlier one', async () => {
    await save('a.example', '01234567', 'website');
    await save('a.example', '07654321', 'oppspot');

    expect(await find('a.example')).toEqual({ companyNumber: '07654321', toldBy: 'oppspot' });
  });

  it('is a person’s to replace, and never replaced by a source after that', async () => {
    await save('b.example', '01234567', 'website');
    await save('b.example', '07654321', 'person');
    await save('b.example', '01234567', 'website');

    expect(await find('b.example')).toEqual({ companyNumber: '07654321', toldBy: 'person' });
  });
});
