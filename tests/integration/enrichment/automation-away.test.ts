import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROCESSES } from '../../support/start-product.ts';
import {
  type AutomationWorld,
  automation,
  heldOf,
  startAutomationWorld,
  statusFault,
  TASK_ON,
} from './automation-world.ts';
import { PORTAL, REP } from './world.ts';

let world: AutomationWorld;

beforeAll(async () => {
  world = await startAutomationWorld(true);
  await world.save(automation(TASK_ON));
});

afterAll(async () => {
  await world.stop();
});

describe('HubSpot away, by the unique property', () => {
  it.each([500, 502, 503, 504])('a %i is repeated and one task is made', async (status) => {
    const key = { 500: 'ann', 502: 'bob', 503: 'cleo', 504: 'dan' }[status] ?? '';
    await world.fault(statusFault(status, '<html>'), { method: 'POST', pathPattern: 'tasks/batch/upsert' });

    const run = await world.enrich('contacts', key);

    expect(run.automation.task).toMatchObject({ created: true });
    expect(heldOf(run, 'task')).toEqual([]);
  });

  it('a task that somebody changed before its enrichment was repeated is left as it is', async () => {
    const run = await world.enrich('contacts', 'eve');
    await world.control(`/portals/${PORTAL}/records/tasks/${run.automation.task?.id}`, 'PATCH', {
      properties: { hs_task_subject: 'Mine now' },
      userId: REP,
    });
    await world.query('DELETE FROM automation_intents');

    const again = await world.enrich('contacts', 'eve');
    const tasks = await world.made('tasks');

    expect(again.automation.task).toMatchObject({ id: run.automation.task?.id, created: false });
    expect(tasks.filter(({ properties }) => properties.hs_task_subject === 'Mine now')).toHaveLength(1);
  });

  it('a key property that somebody deleted is created again by the enrichment after the next', async () => {
    const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
    await fetch(`${world.sandbox.url}/crm/properties/2026-09/tasks/oppspot_automation_key`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });

    const first = await world.enrich('contacts', 'fay');
    // Each process finds it out for itself.
    for (let others = 1; others < PROCESSES; others += 1) await world.enrich('contacts', 'fay');
    const second = await world.enrich('contacts', 'fay');

    expect(heldOf(first, 'task')).toHaveLength(1);
    expect(second.automation.task).toMatchObject({ created: true });
  });
});
