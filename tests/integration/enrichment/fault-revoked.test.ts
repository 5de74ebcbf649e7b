import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { ADMIN, PORTAL, startWorld, viewRecord, type World } from './world.ts';

const admin = { portalId: PORTAL, userId: ADMIN };
let world: World;
let processes: readonly Twin[];
let bulkId: string;

beforeAll(async () => {
  world = await startWorld();
  processes = await Promise.all(Array.from({ length: 4 }, () => startTwin(world)));
});

afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()));
  await world.stop();
});

const askHubspot = (process: Twin) => process.send('/api/hubspot/properties/contacts', admin);
const tokenCalls = async () =>
  (await world.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/token')).length;
const readBulk = async () => {
  const answer = await world.send(`/api/hubspot/bulk-enrichments/${bulkId}`, admin);
  return bulkAnswerSchema.parse(await answer.json()).bulk;
};
const waiting = () =>
  world.query<{ object_id: string; is_dead: boolean }>(
    'SELECT object_id, dead_at IS NOT NULL AS is_dead FROM waiting_records ORDER BY job_class',
  );
/** As a webhook (with the state it is about) and a schedule (without) leave them. */
const leaveWaiting = () =>
  world.query(
    `WITH queued AS (
       INSERT INTO waiting_records (organization_id, dedupe_key, job_class, object_type, object_id, refresh, requested_by, version)
       SELECT organization_id, job_class, job_class, 'companies', object_id, false, jsonb_build_object('kind', job_class), version
       FROM crm_integrations, (VALUES ('schedule', $1, NULL), ('webhook', $2, 'v1')) AS w(job_class, object_id, version)
       RETURNING organization_id, job_class)
     SELECT graphile_worker.add_job('drain_records', json_build_object('organizationId', organization_id, 'jobClass', job_class))
     FROM queued`,
    [world.id('bare'), world.id('sinking')],
  );

describe('an account whose refresh token HubSpot refuses', () => {
  it('is asked for once and marked once, though cards and jobs of four processes meet the refusal at the same time', async () => {
    const begun = await world.send('/api/hubspot/bulk-enrichments', admin, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'contacts', all: true, idempotencyKey: randomUUID() }),
    });
    bulkId = z.object({ bulk: z.object({ id: z.string() }) }).parse(await begun.json()).bulk.id;
    // Each process holds a token in memory that looks valid.
    const before = await Promise.all(processes.map(askHubspot));
    await world.control('/uninstall', 'POST', { portalId: PORTAL });
    await world.forgetRequests();

    await leaveWaiting();
    const [answers] = await Promise.all([
      Promise.all(processes.flatMap((process) => Array.from({ length: 20 }, () => askHubspot(process)))),
      ...processes.map((process) => process.product.startWorker()),
    ]);
    await expect.poll(async () => (await readBulk()).status).toBe('paused');

    expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]));
    expect(await tokenCalls()).toBe(1);
    expect(await world.query(`SELECT status, message FROM crm_sync_logs WHERE kind = 'disconnect'`)).toEqual([
      { status: 'success', message: expect.stringMatching(/./) },
    ]);
  });

  it('shows an admin one line of what happened, and the card that it has to be connected again', async () => {
    const activity = z
      .object({ items: z.array(z.object({ kind: z.string(), message: z.string().nullable() })) })
      .parse(await (await world.send('/api/hubspot/activity', admin)).json());

    expect(activity.items.filter(({ kind }) => kind === 'disconnect')).toHaveLength(1);
    expect((await viewRecord(world, 'contacts', 'ann')).connection).toMatchObject({ status: 'disconnected' });
  });

  it('is not called again by anybody, and keeps no token', async () => {
    await world.forgetRequests();

    const answers = await Promise.all(processes.map(askHubspot));
    const run = await world.post({ objectType: 'contacts', objectId: world.id('ann'), idempotencyKey: 'later' });

    expect([...answers.map(({ status }) => status), run.status]).toEqual([409, 409, 409, 409, 409]);
    expect(await world.requests()).toEqual([]);
    expect(await world.query('SELECT access_token, refresh_token FROM crm_integrations')).toEqual([
      { access_token: null, refresh_token: null },
    ]);
  });

  it('has its jobs paused: no record has failed, and what waited still waits', async () => {
    await expect
      .poll(() => world.query(`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'drain_records'`))
      .toEqual([]);

    expect(await readBulk()).toMatchObject({ status: 'paused', failed: 0, enriched: 0 });
    expect((await readBulk()).statusReason).toContain('connected it again');
    expect(await waiting()).toEqual([
      { object_id: world.id('bare'), is_dead: false },
      { object_id: world.id('sinking'), is_dead: false },
    ]);
    expect(await world.query('SELECT FROM dead_jobs')).toEqual([]);
  });

  it('goes on by itself where it left when an admin connects it again', async () => {
    await world.install(PORTAL, ADMIN);

    await expect.poll(readBulk, { timeout: 40_000 }).toMatchObject({ status: 'completed', failed: 0 });
    await expect.poll(waiting).toEqual([]);
    expect(await world.values('companies', 'sinking')).toMatchObject({ oppspot_company_number: '99100002' });
  });
});
