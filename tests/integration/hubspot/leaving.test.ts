import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, PORTAL, saveSettings, type World } from '../enrichment/world.ts';
import { eventually, startEventsWorld } from './events-world.ts';

let world: World;
beforeAll(async () => {
  world = await startEventsWorld();
});
afterAll(() => world.stop());

const jobNames = async () =>
  (
    await world.query<{ name: string; days: number }>(
      `SELECT split_part(key, ':', 2) AS name, round(extract(epoch FROM run_at - now()) / 86400)::int AS days
       FROM graphile_worker.jobs WHERE split_part(key, ':', 2) IN ('check-connection', 'sync-changes', 'erase-portal') AND locked_at IS NULL ORDER BY 1`,
    )
  ).map(({ name, days }) => `${name} in ${days} days`);
const runNow = async (name: string) => {
  await world.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE '%:' || $1`, [name]);
  await world.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`);
};
const statusOf = async () => (await world.query<{ status: string }>('SELECT status FROM crm_integrations'))[0]?.status;

describe('an account that removes the app in HubSpot', () => {
  it('is asked daily, and found to have left although nobody uses the app', async () => {
    await saveSettings(world, { sync: { direction: 'to_crm', frequency: 'hourly' } });
    await world.enrich('companies', 'kestrel');
    const connected = await jobNames();
    await world.control('/uninstall', 'POST', { portalId: PORTAL });

    await runNow('check-connection');
    await eventually(statusOf, (status) => status === 'disconnected');

    expect(connected).toEqual(['check-connection in 1 days', 'sync-changes in 0 days']);
    await eventually(jobNames, (names) => names.join() === 'erase-portal in 30 days');
  });

  it('is taken up again where it left when it comes back within 30 days', async () => {
    await world.install(PORTAL, ADMIN);

    expect(await jobNames()).toEqual(['check-connection in 1 days', 'sync-changes in 0 days']);
    expect(await world.query('SELECT FROM enrichments')).toHaveLength(1);
  });

  it('is kept for 30 days and then erased whole', async () => {
    await world.control('/uninstall', 'POST', { portalId: PORTAL });
    await runNow('check-connection');
    await eventually(statusOf, (status) => status === 'disconnected');
    await world.query(`UPDATE crm_integrations SET updated_at = now() - interval '29 days'`);
    await runNow('erase-portal');
    await eventually(jobNames, (names) => names.length === 0);
    const early = await statusOf();
    await world.query(`UPDATE crm_integrations SET updated_at = now() - interval '30 days'`);
    await world.query(
      `SELECT graphile_worker.add_job('erase_portal', json_build_object('organizationId', organization_id)) FROM crm_integrations`,
    );

    await eventually(statusOf, (status) => status === undefined);

    expect(early).toBe('disconnected');
    for (const { name } of await world.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'organization_id' AND t.table_type = 'BASE TABLE'`,
    )) {
      expect({ name, rows: await world.query(`SELECT FROM ${name}`) }).toEqual({ name, rows: [] });
    }
  });
});
