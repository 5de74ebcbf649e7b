import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { installApp } from '../../../scripts/demo/install-app.ts';
import { type PostgresPair, startPostgresPair } from '../../support/postgres-pair.ts';
import { type Connection, openConnection } from '../../support/severed-connection.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { type AutomationWorld, automation, DEAL_ON, startAutomationWorld, TASK_ON } from './automation-world.ts';
import { ADMIN, PORTAL, REP, saveSettings } from './world.ts';
import { importRegister } from './world-register.ts';

const caller = { portalId: PORTAL, userId: REP };
let pair: PostgresPair;
/** The address that the product knows; it leads to the one server or the other. */
let address: Connection;
let world: AutomationWorld;
let twin: Twin;

beforeAll(async () => {
  [pair, world] = await Promise.all([startPostgresPair(), startAutomationWorld(true)]);
  address = await openConnection(portOf(pair.primary.databaseUrl));
  const url = new URL(pair.primary.databaseUrl);
  url.port = String(address.port);
  twin = await startTwin(world, { database: { url: url.toString(), dataDir: '' } });
  await importRegister(pair.primary.databaseUrl);
  await installApp({ backendOrigin: twin.origin, portalId: PORTAL, userId: ADMIN, callbackOrigin: twin.origin });
});

afterAll(async () => {
  await twin.stop();
  await address.close();
  await pair.stop();
  await world.stop();
});

const portOf = (url: string) => Number(new URL(url).port);
const click = (key: string) =>
  twin.send('/api/hubspot/enrichments', caller, {
    method: 'POST',
    body: JSON.stringify({ objectType: 'contacts', objectId: world.id(key), idempotencyKey: randomUUID() }),
  });
const resultOf = async (response: Response) =>
  z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
const tasksOf = async (key: string) =>
  (await world.made('tasks')).filter(({ properties }) => properties.hs_task_body?.includes(`contacts:${world.id(key)}`))
    .length;
const sayWhenToCome = (answer: Response) => [answer.status, Number(answer.headers.get('retry-after')) > 0];

/** Each contact is of the same company, which gets one deal. */
const allMade = async () => ({
  tasks: Object.fromEntries(
    await Promise.all(['dan', 'cleo', 'eve', 'fay'].map(async (key) => [key, await tasksOf(key)])),
  ),
  deals: (await world.made('deals')).length,
});
const save = (members: Readonly<Record<string, unknown>>) =>
  saveSettings({ ...world, send: twin.send }, automation(members));

describe('a failover that loses the last commits', () => {
  it('happens to an account of which one enrichment has arrived at the standby, and one has not', async () => {
    await save(TASK_ON);
    const followed = await resultOf(await click('dan'));
    await save({ ...TASK_ON, ...DEAL_ON });
    await pair.untilFollowed();
    await pair.cutReplication();
    const lost = await resultOf(await click('cleo'));

    expect(followed.automation).toMatchObject({ task: { created: true }, deal: null });
    expect(lost.automation).toMatchObject({ task: { created: true }, deal: { created: true } });
  });

  it('is said as 503 with a time to come again: while nobody answers, and while the server is read-only', async () => {
    await world.forgetRequests();
    const underWay = click('eve');
    await expect.poll(async () => (await world.requests()).length).toBeGreaterThan(0);
    pair.killPrimary();
    await underWay;
    await expect.poll(async () => (await click('fay')).status).toBe(503);
    const nobodyAnswers = await click('fay');

    address.leadTo(portOf(pair.standby.databaseUrl));
    const read = () => twin.send(`/api/hubspot/records/contacts/${world.id('dan')}`, caller);
    await expect.poll(async () => (await read()).status).toBe(200);
    const isReadOnly = await click('fay');

    expect([sayWhenToCome(nobodyAnswers), sayWhenToCome(isReadOnly)]).toEqual([
      [503, true],
      [503, true],
    ]);
  });

  it('is over for the same process within five seconds after the standby became the primary', async () => {
    await pair.promote();

    await expect.poll(async () => (await click('fay')).status, { timeout: 5_000 }).toBe(200);

    expect(await tasksOf('fay')).toBe(1);
  });

  it('doubles nothing: what was made in HubSpot is found by its key, though nobody here knows of it', async () => {
    const lost = await resultOf(await click('cleo'));
    const followed = await resultOf(await click('dan'));
    const underWay = await resultOf(await click('eve'));

    expect([lost.status, followed.status, underWay.status]).toEqual(['completed', 'completed', 'completed']);
    expect(lost.automation.task).toMatchObject({ created: false });
    expect(await allMade()).toEqual({ tasks: { dan: 1, cleo: 1, eve: 1, fay: 1 }, deals: 1 });
  });
});
