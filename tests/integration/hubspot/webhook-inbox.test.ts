import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { anEvent, eventually, sendEvents } from './events-world.ts';
import { startWebhooksWorld, type WebhooksWorld } from './webhooks-world.ts';

let world: WebhooksWorld;
let twin: Twin;
beforeAll(async () => {
  world = await startWebhooksWorld({ startsWorker: false });
  await world.use({ direction: 'bidirectional', frequency: 'realtime' });
  twin = await startTwin(world);
});
afterAll(async () => {
  await twin.stop();
  await world.stop();
});

const inbox = () => world.query('SELECT FROM webhook_inbox');

describe('requests that come while no worker lives', () => {
  it('are answered and kept, and the next worker works them off', async () => {
    const id = world.id('sinking');
    const answer = await sendEvents(world, [anEvent('object.propertyChange', id, { propertyName: 'name' })]);
    const waiting = await inbox();

    await twin.product.startWorker();
    await world.linked(id, '99100002');

    expect(answer.status).toBe(204);
    expect(waiting).toHaveLength(1);
    expect(await eventually(inbox, (rows) => rows.length === 0)).toEqual([]);
  });
});
