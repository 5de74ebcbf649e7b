import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWebsiteReadings } from '../../../backend/src/adapters/postgres/website-readings.ts';
import type { WebsiteReadings } from '../../../backend/src/ports/website-readings.ts';
import { makeMemoryWebsiteReadings } from '../../fakes/memory-website-readings.ts';
import { makeStores, type Stores } from '../../support/postgres-stores.ts';
import { connect, makeTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let stores: Stores;

beforeAll(async () => {
  database = await makeTestDatabase();
  stores = makeStores(database.url, { maxConnections: 2 });
});

afterAll(async () => {
  await stores.database.close();
  await database.drop();
});

const reading = (title: string) => ({
  substance: { title, description: null, organisation: null, headings: ['Looms'] },
  readOn: '2026-11-20',
  change: { occurredOn: '2026-11-03', what: 'title now "Looms"' },
});
const FIRST = '2026-11-20T08:00:00.000Z';
const LATER = '2026-11-20T09:00:00.000Z';

describe.each<readonly [string, () => WebsiteReadings]>([
  ['in memory', makeMemoryWebsiteReadings],
  ['in Postgres', () => makeWebsiteReadings(stores.database)],
])('readings of websites %s', (_, make) => {
  it('are given back as they were saved, and unknown ones are not there', async () => {
    const readings = make();
    await readings.save('acme.example', reading('A'), FIRST);

    expect(await readings.read('acme.example')).toEqual(reading('A'));
    expect(await readings.read('other.example')).toBeUndefined();
  });

  it('of a later visit are not replaced by those of an earlier one', async () => {
    const readings = make();
    await readings.save('late.example', reading('late'), LATER);
    await readings.save('late.example', reading('early'), FIRST);
    expect(await readings.read('late.example')).toEqual(reading('late'));

    await readings.save('late.example', reading('again'), LATER);
    expect(await readings.read('late.example')).toEqual(reading('again'));
  });
});

describe('a reading in an older form', () => {
  it('is as good as none', async () => {
    const admin = await connect(database.administratorUrl);
    await admin.query(`INSERT INTO website_readings VALUES ('old.example', '{"title": 1}', now())`);

    expect(await makeWebsiteReadings(stores.database).read('old.example')).toBeUndefined();
  });
});
