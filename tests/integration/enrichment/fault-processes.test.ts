import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeWorkers } from '../../support/run-worker.ts';
import { connect } from '../../support/test-database.ts';
import { ADMIN, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;
const workers = makeWorkers(() => world.config);

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await workers.killAll();
  await world.control('/faults', 'DELETE');
});

afterAll(async () => {
  await world.stop();
});

const caller = { portalId: PORTAL, userId: ADMIN };
const TEN_MINUTES_MS = 600_000;

/** A run that somebody began: its lease ends after (or ended before) so many seconds by the database's clock. */
async function beginRun(key: string, leaseSeconds: number): Promise<string> {
  const id = randomUUID();
  await world.query(
    `INSERT INTO enrichments (organization_id, id, object_type, object_id, mode, refresh, requested_by, lease_owner, lease_expires_at)
     SELECT organization_id, $1, 'companies', $2, 'apply', false, '{"kind":"card"}', 'another process', now() + make_interval(secs => $3)
     FROM portal_directory WHERE portal_id = $4`,
    [id, world.id(key), leaseSeconds, PORTAL],
  );
  return id;
}

const runShape = z.object({
  enrichment: z.object({ status: z.string(), error: z.object({ message: z.string() }).nullish() }),
});
const readRun = async (id: string) => {
  const answer = await world.send(`/api/hubspot/enrichments/${id}`, { portalId: PORTAL, userId: REP });
  const { status, error } = runShape.parse(await answer.json()).enrichment;
  return { status, error: error?.message };
};

describe('a process whose clock is wrong', () => {
  it.each([
    ['ahead', TEN_MINUTES_MS, 'kestrel', 'completed', 'sinking'],
    ['behind', -TEN_MINUTES_MS, 'bare', 'insufficient_data', 'stranger'],
  ] as const)(
    'by ten minutes (%s) takes over what was left, and leaves alone what is being worked on',
    async (_way, ahead, left, status, held) => {
      const leftBehind = await beginRun(left, -1);
      const workedOn = await beginRun(held, 300);
      await world.query(
        `SELECT graphile_worker.add_job('resume_enrichments', json_build_object('organizationId', organization_id)) FROM portal_directory WHERE portal_id = $1`,
        [PORTAL],
      );

      workers.start(ahead);
      await expect.poll(async () => (await readRun(leftBehind)).status, { timeout: 60_000 }).not.toBe('running');

      expect(await readRun(leftBehind)).toEqual({ status, error: undefined });
      expect(await readRun(workedOn)).toMatchObject({ status: 'running' });
    },
  );
});

describe('a worker that is told to stop while it starts', () => {
  it('ends in good order once it has started, for it may have taken a job by then', async () => {
    const gate = await connect(world.database.administratorUrl);
    await gate.query('BEGIN; LOCK TABLE worker_processes IN ACCESS EXCLUSIVE MODE');
    const worker = workers.start();
    const waiting = () =>
      world.query(`SELECT FROM pg_locks WHERE relation = 'worker_processes'::regclass AND NOT granted`);
    await expect.poll(async () => (await waiting()).length, { timeout: 60_000 }).toBe(1);

    worker.child.kill('SIGTERM');
    await gate.query('COMMIT');

    expect(await worker.exited).toBe(0);
  });
});

describe('a worker that is told to stop in the middle of a bulk run', () => {
  it('ends by itself, and another one finishes: every record has one outcome', async () => {
    const slow = { kind: 'delay', ms: 1_500 };
    await world.control('/faults', 'POST', { match: { pathPattern: '/batch/' }, times: 2, fault: slow });
    const begun = await world.send('/api/hubspot/bulk-enrichments', caller, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'contacts', all: true, idempotencyKey: randomUUID() }),
    });
    const { id } = ((await begun.json()) as { bulk: { id: string } }).bulk;
    const read = async () => {
      const answer = await world.send(`/api/hubspot/bulk-enrichments/${id}`, caller);
      return ((await answer.json()) as { bulk: Record<string, unknown> }).bulk;
    };

    const first = workers.start();
    await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('running');
    first.child.kill('SIGTERM');
    const code = await first.exited;
    workers.start();
    await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('completed');

    const { total, done, failed } = await read();
    const runs = await world.query(`SELECT object_id FROM enrichments WHERE object_type = 'contacts'`);
    expect(code).toBe(0);
    expect({ total, done, failed }).toEqual({ total: 4, done: 4, failed: 0 });
    expect(runs).toHaveLength(4);
  });
});
