import os from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWorker, type WorkerProcess } from '../../support/run-worker.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { connect } from '../../support/test-database.ts';
import { anEvent, eventually, sendEvents } from './events-world.ts';
import { startWebhooksWorld, type WebhooksWorld } from './webhooks-world.ts';

let world: WebhooksWorld;
let twin: Twin;
beforeAll(async () => {
  world = await startWebhooksWorld({ startsWorker: false });
  await world.use({ direction: 'bidirectional', frequency: 'realtime' });
  twin = await startTwin(world);
});
let killed: WorkerProcess | undefined;
afterAll(async () => {
  killed?.child.kill('SIGKILL');
  await killed?.exited;
  await twin.stop();
  await world.stop();
});

const inbox = () => world.query('SELECT FROM webhook_inbox');

describe('requests that come while no worker lives', () => {
  it('are answered and kept, and worked off by the next worker, though the first is killed while it divides them', async () => {
    const id = world.id('sinking');
    const answer = await sendEvents(world, [anEvent('object.propertyChange', id, { propertyName: 'name' })]);
    const waiting = await inbox();

    const priority = await killWorkerThatDivides();
    await twin.product.startWorker();
    await world.linked(id, '99100002');

    expect(answer.status).toBe(204);
    expect(waiting).toHaveLength(1);
    // The web process beside it goes first.
    expect(priority).toBeGreaterThanOrEqual(os.constants.priority.PRIORITY_BELOW_NORMAL);
    expect(await eventually(inbox, (rows) => rows.length === 0)).toEqual([]);
  }, 120_000);
});

/** Starts a worker in a process of its own, and kills it in the middle of dividing requests by account; answers its priority. */
async function killWorkerThatDivides(): Promise<number> {
  const gate = await connect(world.database.administratorUrl);
  await gate.query('BEGIN; LOCK TABLE webhook_deliveries IN ACCESS EXCLUSIVE MODE');
  const waits = `SELECT pid FROM pg_stat_activity WHERE query LIKE '%smartsync_sort_webhooks%' AND wait_event_type = 'Lock'`;
  killed = runWorker(world.config);
  await expect.poll(() => world.query(waits), { timeout: 60_000 }).toHaveLength(1);
  const priority = os.getPriority(killed.child.pid);
  killed.child.kill('SIGKILL');
  await killed.exited;
  // What the server had of it by then is undone, as when the machine of the server notices at once that nobody is there.
  await world.query(`SELECT pg_terminate_backend(pid) FROM (${waits}) w`);
  await gate.query('COMMIT');
  return priority;
}
