import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refreshBulkStatistics } from '../../../backend/src/adapters/postgres/bulk-statistics.ts';
import { prepareStores } from '../../support/prepare-stores.ts';
import { connect } from '../../support/test-database.ts';

const { database, stores } = prepareStores();

describe('the statistics of a table that bulk runs fill', () => {
  it('are made anew as often as it has doubled, and not in between', async () => {
    const admin = await connect(database().administratorUrl);
    // Rows of a run that nobody needs to have started, which only we count.
    await admin.query('SET session_replication_role = replica');
    await admin.query('ALTER TABLE bulk_records SET (autovacuum_enabled = false)');
    const ids = [randomUUID(), randomUUID()];
    const add = (first: number, last: number) =>
      admin.query(
        `INSERT INTO bulk_records (organization_id, bulk_id, position, object_id)
         SELECT $1, $2, n, n::text FROM generate_series($3::int, $4::int) n`,
        [...ids, first, last],
      );
    const known = async () => {
      await refreshBulkStatistics(stores().database);
      const text = `SELECT reltuples::int AS n FROM pg_class WHERE oid = 'bulk_records'::regclass`;
      return (await admin.query<{ n: number }>(text)).rows[0]?.n;
    };

    await add(1, 3_000);
    const first = await known();
    await add(3_001, 4_000);
    const alike = await known();
    await add(4_001, 10_000);
    const doubled = await known();

    expect([first, alike, doubled]).toEqual([3_000, 3_000, 10_000]);
  });
});
