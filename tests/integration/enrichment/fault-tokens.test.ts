import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { ADMIN, PORTAL, REP, startWorld, viewRecord, type World } from './world.ts';

let world: World;
const twins: Twin[] = [];

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await world.control('/faults', 'DELETE');
  await Promise.all(twins.splice(0).map((twin) => twin.stop()));
});

afterAll(async () => {
  await world.stop();
});

const startProcess = async () => {
  const twin = await startTwin(world);
  twins.push(twin);
  return twin;
};
const endTokenIn = (interval: string) =>
  world.query('UPDATE crm_integrations SET token_expires_at = now() + $1::interval WHERE portal_id = $2', [
    interval,
    PORTAL,
  ]);
const tokenCalls = async () =>
  (await world.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/token')).length;
const askHubspot = (process: Twin) =>
  process.send('/api/hubspot/properties/contacts', { portalId: PORTAL, userId: ADMIN });

describe('a token that has ended', () => {
  it('is renewed by one call, though four processes need it twenty times each at once', async () => {
    const processes = await Promise.all([startProcess(), startProcess(), startProcess(), startProcess()]);
    await endTokenIn('-1 second');
    await world.forgetRequests();

    const answers = await Promise.all(
      processes.flatMap((process) => Array.from({ length: 20 }, () => askHubspot(process))),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await tokenCalls()).toBe(1);
    expect((await world.requests()).filter(({ status }) => status === 401)).toEqual([]);
  });
});

describe('HubSpot’s token endpoint is away', () => {
  it('while the token still lives: it goes on being used, and nobody is called disconnected', async () => {
    const process = await startProcess();
    await endTokenIn('2 minutes');
    const away = { kind: 'status', status: 503, body: {} };
    await world.control('/faults', 'POST', { match: { pathPattern: '/token$' }, times: 100, fault: away });
    await world.forgetRequests();

    const answer = await askHubspot(process);

    expect(answer.status).toBe(200);
    expect(await tokenCalls()).toBeGreaterThan(0);
    expect((await viewRecord(world, 'companies', 'kestrel')).connection.status).toBe('connected');
  });

  it('and the token has ended: the rep is told to try again, and a later try works', async () => {
    const process = await startProcess();
    await endTokenIn('-1 second');
    const away = { kind: 'status', status: 503, body: {} };
    await world.control('/faults', 'POST', { match: { pathPattern: '/token$' }, times: 100, fault: away });

    const refused = await askHubspot(process);
    await world.control('/faults', 'DELETE');
    const taken = await askHubspot(process);

    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    expect(taken.status).toBe(200);
  });
});

describe('an account that removes the app while its bulk run waits', () => {
  it('is not written to: the run pauses, says why, and counts nothing as enriched', async () => {
    const caller = { portalId: PORTAL, userId: ADMIN };
    const begun = await world.send('/api/hubspot/bulk-enrichments', caller, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'contacts', all: true, idempotencyKey: randomUUID() }),
    });
    const { bulk } = (await begun.json()) as { bulk: { id: string } };
    await world.control('/uninstall', 'POST', { portalId: PORTAL });
    await world.forgetRequests();

    const process = await startProcess();
    await process.product.startWorker();
    const read = async () => {
      const answer = await world.send(`/api/hubspot/bulk-enrichments/${bulk.id}`, caller);
      return ((await answer.json()) as { bulk: Record<string, unknown> }).bulk;
    };
    await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('paused');

    const writes = (await world.requests()).filter(({ path }) => /update|upsert|create/.test(path));
    expect(await read()).toMatchObject({ enriched: 0 });
    expect(writes).toEqual([]);
    // Up to nine lanes of the run find out at once, and the tokens are renewed once in vain.
    expect((await world.requests()).length).toBeLessThanOrEqual(10);
    expect(
      (await world.send(`/api/hubspot/records/contacts/${world.id('ann')}`, { portalId: PORTAL, userId: REP })).status,
    ).toBe(200);
  });
});
