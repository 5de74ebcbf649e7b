import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../support/test-database.ts';
import { startWorld, viewRecord, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: { WORKER_CONCURRENCY: '20' }, startsWorker: true });
});
afterAll(() => world.stop());

describe('jobs that hold on to all connections they can get', () => {
  it('do not keep a card of the same process waiting', async () => {
    const holder = await connect(world.database.administratorUrl);
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE waiting_records IN ACCESS EXCLUSIVE MODE');
    await world.query(
      `SELECT graphile_worker.add_job('drain_records', json_build_object('organizationId', organization_id, 'jobClass', 'webhook'))
       FROM portal_directory, generate_series(1, 20)`,
    );
    const held = () => world.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = 'waiting_records'::regclass`);
    await expect.poll(async () => (await held()).length).toBeGreaterThanOrEqual(7);

    const run = await world.enrich('companies', 'kestrel');
    const seen = await Promise.all(Array.from({ length: 20 }, () => viewRecord(world, 'companies', 'kestrel')));

    expect(run.status).toBe('completed');
    expect(new Set(seen.map(({ enrichment }) => enrichment?.status))).toEqual(new Set(['completed']));
    expect((await held()).length).toBeGreaterThanOrEqual(7);
    await holder.query('ROLLBACK');
    await holder.end();
  });
});
