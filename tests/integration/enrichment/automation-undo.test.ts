import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EnrichmentWire, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import {
  type AutomationWorld,
  automation,
  DEAL_ON,
  OWNERS,
  startAutomationWorld,
  TASK_ON,
} from './automation-world.ts';
import { PORTAL, REP } from './world.ts';

let world: AutomationWorld;

const OWNER_ON = { owner: { enabled: true, rules: [], roundRobinOwnerIds: [OWNERS[0]] } };

beforeAll(async () => {
  world = await startAutomationWorld(false);
  await world.save(automation({ ...TASK_ON, ...DEAL_ON, ...OWNER_ON }));
});

afterAll(async () => {
  await world.stop();
});

afterEach(async () => {
  await world.control('/faults', 'DELETE');
});

async function undo(id: string, members: object = {}): Promise<EnrichmentWire> {
  const response = await world.send(
    `/api/hubspot/enrichments/${id}/undo`,
    { portalId: PORTAL, userId: REP },
    { method: 'POST', body: JSON.stringify(members) },
  );
  return z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
}

const change = (objectType: string, id: string | undefined, properties: Record<string, string>) =>
  world.control(`/portals/${PORTAL}/records/${objectType}/${id}`, 'PATCH', { properties, userId: REP });
const linesOf = ({ automation: { held } }: EnrichmentWire) => held.filter((line) => !line.includes('switched off'));

describe('undoing a run', () => {
  it('takes back task, deal and owner that nobody touched, and none of them is made again', async () => {
    const run = await world.enrich('contacts', 'ann');

    const undone = await undo(run.id);
    const again = await world.enrich('contacts', 'ann');

    expect(run.automation).toMatchObject({
      task: { created: true },
      deal: { created: true },
      owner: { created: true },
    });
    expect(undone.automation).toMatchObject({ task: null, deal: null, owner: null });
    expect(linesOf(undone).sort()).toEqual([
      expect.stringContaining('moved to the recycle bin'),
      expect.stringContaining('taken off the record'),
      expect.stringContaining('moved to the recycle bin'),
    ]);
    expect([await world.made('tasks'), await world.made('deals')]).toEqual([[], []]);
    expect(await world.values('contacts', 'ann')).not.toHaveProperty('hubspot_owner_id');
    expect(again.automation).toMatchObject({ task: null, deal: null, owner: null });
    expect(linesOf(again)).toEqual(
      ['task', 'deal', 'owner'].map((purpose) => `${purpose}: taken back by an undo, so it is not made again`),
    );
  });

  it('keeps and lists what somebody changed since', async () => {
    const run = await world.enrich('contacts', 'cleo');
    await change('tasks', run.automation.task?.id, { hs_task_status: 'COMPLETED' });
    await change('deals', run.automation.deal?.id, { amount: '500' });
    await change('contacts', world.id('cleo'), { hubspot_owner_id: OWNERS[1] });

    const undone = await undo(run.id);

    expect(linesOf(undone).sort()).toEqual([
      `deal: ${run.automation.deal?.id} kept, because it was changed since: amount`,
      `owner: ${OWNERS[1]} kept, because the owner was changed since`,
      `task: ${run.automation.task?.id} kept, because it was changed since: hs_task_status`,
    ]);
    expect(await world.made('tasks')).toHaveLength(1);
    expect(await world.made('deals')).toHaveLength(1);
    expect(await world.values('contacts', 'cleo')).toMatchObject({ hubspot_owner_id: OWNERS[1] });
  });

  it('a second time asks HubSpot nothing', async () => {
    const run = await world.enrich('contacts', 'dan');
    const undone = await undo(run.id);
    await world.forgetRequests();

    const second = await undo(run.id);

    expect(second.automation).toEqual(undone.automation);
    expect(await world.requests()).toEqual([]);
  });

  it('of chosen properties leaves alone what automation made', async () => {
    const run = await world.enrich('contacts', 'eve');

    const undone = await undo(run.id, { properties: ['oppspot_score'] });

    expect(undone.automation).toEqual(run.automation);
  });

  it('that HubSpot does not let us do is told, and can be tried again', async () => {
    const run = await world.enrich('contacts', 'fay');
    const body = { status: 'error', category: 'MISSING_SCOPES', message: 'no' };
    await world.control('/faults', 'POST', {
      match: { method: 'DELETE' },
      times: 1,
      fault: { kind: 'status', status: 403, body },
    });

    const failed = await undo(run.id);
    const again = await undo(run.id);

    expect(failed.automation.task).toMatchObject({ created: true });
    expect(linesOf(failed).join()).toContain('task: could not be taken back: The connection lacks a permission');
    expect(again.automation.task).toBeNull();
  });

  it('finds what a lost answer left without an id', async () => {
    const run = await world.enrich('contacts', 'by-domain');
    const task = (await world.made('tasks')).find(({ id }) => id === run.automation.task?.id);
    await world.query(
      `UPDATE automation_intents SET state = 'sent', hubspot_id = NULL, details = '{}', sent_until = now() WHERE purpose = 'task' AND record_id = $1`,
      [world.id('by-domain')],
    );

    const undone = await undo(run.id);

    expect(undone.automation.task).toMatchObject({ id: task?.id, created: false });
    expect(linesOf(undone).join()).toContain('kept, because it was changed since');
  });
});

describe('the log', () => {
  it('names what was made and what was taken back', async () => {
    const response = await world.send('/api/hubspot/activity?limit=100', { portalId: PORTAL, userId: REP });
    const { items } = z
      .object({ items: z.array(z.object({ kind: z.string(), message: z.string().nullable() })) })
      .parse(await response.json());

    const messages = items.map(({ message }) => message ?? '');
    const created = /^created task \d+, created deal \d+, assigned owner 91$/;
    expect(messages.filter((message) => created.test(message)).length).toBeGreaterThan(0);
    expect(messages.some((message) => /task: \d+ moved to the recycle bin/.test(message))).toBe(true);
  });
});
