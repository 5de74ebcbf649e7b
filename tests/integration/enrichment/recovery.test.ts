import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTAL, startWorld, viewRecord, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ startsWorker: true });
});

afterAll(async () => {
  await world.stop();
});

/** What a process leaves behind that was killed in the middle of a run: a running row, and a lease that nobody renews. */
async function leaveRunBehind(key: string): Promise<string> {
  const id = randomUUID();
  const [installation] = await world.query<{ organization_id: string }>(
    'SELECT organization_id FROM crm_integrations WHERE portal_id = $1',
    [PORTAL],
  );
  await world.query(
    `INSERT INTO enrichments (organization_id, id, object_type, object_id, mode, refresh, requested_by, lease_owner, lease_expires_at)
     VALUES ($1, $2, 'companies', $3, 'apply', false, '{"kind":"card"}', 'a process that died', now() - interval '1 second')`,
    [installation?.organization_id, id, world.id(key)],
  );
  const payload = JSON.stringify({ organizationId: installation?.organization_id });
  await world.query(`SELECT graphile_worker.add_job('resume_enrichments', $1::json)`, [payload]);
  return id;
}

describe('a run whose process died', () => {
  it('is taken over by a worker and ends as if nothing had happened', async () => {
    const id = await leaveRunBehind('kestrel');

    await expect
      .poll(async () => (await viewRecord(world, 'companies', 'kestrel')).enrichment?.status, { timeout: 20_000 })
      .toBe('completed');

    const view = await viewRecord(world, 'companies', 'kestrel');
    expect(view.enrichment?.id).toBe(id);
    expect(await world.values('companies', 'kestrel')).toMatchObject({ oppspot_company_number: '99100001' });
  });
});
