import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type AutomationWorld,
  automation,
  DEAL_ON,
  heldOf,
  OWNERS,
  startAutomationWorld,
  TASK_ON,
} from './automation-world.ts';
import { PORTAL, REP } from './world.ts';

let world: AutomationWorld;

beforeAll(async () => {
  world = await startAutomationWorld(true);
});

afterAll(async () => {
  await world.stop();
});

beforeEach(async () => {
  await world.forgetRequests();
});

afterEach(async () => {
  await world.control('/faults', 'DELETE');
});

const OFF_LINES = ['task', 'deal', 'owner'].map((purpose) => `${purpose}: switched off in settings`);
const asked = async (pattern: RegExp) => (await world.requests()).filter(({ path }) => pattern.test(path));

describe('with every switch off', () => {
  it('nothing is made, each thing has a line, and HubSpot is asked nothing for it', async () => {
    await world.save(automation({}));
    await world.forgetRequests();

    const run = await world.enrich('contacts', 'loner');

    expect(run.automation).toMatchObject({ task: null, deal: null, owner: null, held: OFF_LINES });
    expect(await asked(/tasks|deals|owners|pipelines|associations/)).toEqual([]);
  });
});

describe('a task', () => {
  it('says what to do first and why, is due in two business days, and belongs to the record and its owner', async () => {
    await world.save(automation(TASK_ON));
    await world.edit('contacts', 'ann', { hubspot_owner_id: OWNERS[1] });

    const run = await world.enrich('contacts', 'ann');
    const [task] = await world.made('tasks');

    expect(run.automation.task).toMatchObject({ id: task?.id, created: true });
    expect(task?.properties).toMatchObject({
      hs_task_subject: run.nextActions[0]?.text,
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: 'HIGH',
      hubspot_owner_id: OWNERS[1],
    });
    expect(task?.properties.hs_task_body).toContain(`Score ${run.score?.total} of 100`);
    expect(task?.properties.hs_task_body).toContain(`/contacts/${PORTAL}/record/0-1/${world.id('ann')}`);
    const dueAt = new Date(task?.properties.hs_timestamp ?? '');
    const local = dueAt.toLocaleString('en-GB', { timeZone: 'Pacific/Auckland', weekday: 'short', hour: '2-digit' });
    expect(local).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? 09$/);
    expect(await asked(/tasks\/contacts|contacts\/tasks/)).not.toEqual([]);
  });

  it('is named and not made again by the next enrichment, which asks HubSpot nothing for it', async () => {
    await world.forgetRequests();

    const again = await world.enrich('contacts', 'ann');

    expect(again.automation.task).toMatchObject({ created: false });
    expect(await world.made('tasks')).toHaveLength(1);
    expect(await asked(/tasks|deals|pipelines|associations/)).toEqual([]);
  });

  it('that was completed is not made again', async () => {
    const [task] = await world.made('tasks');
    await world.control(`/portals/${PORTAL}/records/tasks/${task?.id}`, 'PATCH', {
      properties: { hs_task_status: 'COMPLETED' },
      userId: REP,
    });

    const again = await world.enrich('contacts', 'ann');

    expect(again.automation.task).toMatchObject({ id: task?.id, created: false });
    expect(await world.made('tasks')).toHaveLength(1);
  });

  it('goes to nobody when the record’s owner has left, and says so', async () => {
    await world.fault(
      {
        kind: 'status',
        status: 400,
        body: {
          status: 'error',
          category: 'VALIDATION_ERROR',
          message: 'no such owner',
          errors: [{ code: 'INVALID_OWNER_ID', message: 'gone', context: { propertyName: ['hubspot_owner_id'] } }],
        },
      },
      { pathPattern: 'tasks/batch/upsert' },
    );
    await world.edit('contacts', 'bob', { hubspot_owner_id: OWNERS[0] });

    const run = await world.enrich('contacts', 'bob');

    expect(run.automation.task).toMatchObject({ created: true });
    expect(heldOf(run, 'task')).toEqual(['task: made without an owner, because HubSpot does not take owner 91']);
  });

  it('below the threshold or below half the coverage is held with the reason', async () => {
    await world.save(automation({ task: { enabled: true, minScore: 99 } }));
    const low = await world.enrich('contacts', 'by-domain');
    const { scoring: _, ...thinner } = automation(TASK_ON);
    await world.save(thinner);
    const thin = await world.enrich('contacts', 'by-domain');

    expect(heldOf(low, 'task')).toEqual(['task: score below 99']);
    expect(heldOf(thin, 'task')).toEqual(['task: coverage below floor']);
  });
});

describe('a deal', () => {
  it('has a name of what is known, the mapped stage, and contact and company', async () => {
    await world.save(automation(DEAL_ON));

    const run = await world.enrich('contacts', 'cleo');
    const [deal] = await world.made('deals');

    expect(run.automation.deal).toMatchObject({ id: deal?.id, created: true });
    expect(deal?.properties).toMatchObject({
      dealname: 'Kestrel Loom Software Ltd – cleo Lead',
      pipeline: 'default',
      dealstage: 'appointmentscheduled',
      oppspot_automation_key: `deal:contacts:${world.id('cleo')}`,
    });
    const paths = (await asked(/associations\/2026-09\/deals\//)).map(({ path }) => path);
    expect(paths.map((path) => path.split('/')[5]).sort()).toEqual(['companies', 'contacts']);
  });

  it('is not made where the company has an open one', async () => {
    const run = await world.enrich('contacts', 'dan');

    expect(heldOf(run, 'deal')[0]).toMatch(/^deal: there is an open deal already \(\d+\)$/);
    expect(await world.made('deals')).toHaveLength(1);
  });

  it('is made once the other is closed', async () => {
    const [deal] = await world.made('deals');
    await world.control(`/portals/${PORTAL}/records/deals/${deal?.id}`, 'PATCH', {
      properties: { dealstage: 'closedlost' },
    });

    const run = await world.enrich('contacts', 'dan');

    expect(run.automation.deal).toMatchObject({ created: true });
  });

  it('of a company that is being wound up is held by the gate', async () => {
    const run = await world.enrich('companies', 'sinking');

    expect(heldOf(run, 'deal')).toEqual(['deal: held by the gate "liquidation"']);
  });

  it('without a stage for the suggested word is held', async () => {
    await world.save(automation({ deal: { ...DEAL_ON.deal, stages: { prospect: 'appointmentscheduled' } } }));

    const run = await world.enrich('contacts', 'eve');

    expect(heldOf(run, 'deal')).toEqual(['deal: no stage is mapped for "contacted"']);
  });
});

describe('an owner', () => {
  const owner = {
    enabled: true,
    rules: [
      { kind: 'territory', values: ['YO'], ownerId: OWNERS[0] },
      { kind: 'industry', values: ['62'], ownerId: OWNERS[1] },
    ],
    roundRobinOwnerIds: [],
  };

  it('comes from the first rule that fits, with the reason, and the task goes to him', async () => {
    await world.save(automation({ owner, ...TASK_ON }));

    const run = await world.enrich('contacts', 'eve');

    expect(run.automation.owner).toEqual({ id: OWNERS[1], created: true, reason: 'rule 2, industry 62' });
    expect(await world.values('contacts', 'eve')).toMatchObject({ hubspot_owner_id: OWNERS[1] });
    expect((await world.made('tasks')).at(-1)?.properties.hubspot_owner_id).toBe(OWNERS[1]);
  });

  it('is left alone where the record has one', async () => {
    const run = await world.enrich('contacts', 'ann');

    expect(heldOf(run, 'owner')).toEqual(['owner: the record has an owner already (92)']);
  });

  it('goes round among the chosen where no rule fits', async () => {
    await world.save(automation({ owner: { enabled: true, rules: [], roundRobinOwnerIds: [...OWNERS] } }));

    const runs = [await world.enrich('contacts', 'fay'), await world.enrich('contacts', 'dan')];

    expect(runs.map(({ automation: { owner: given } }) => given?.id)).toEqual([...OWNERS]);
    expect(runs[0]?.automation.owner?.reason).toBe('round robin, 1 of 2, because no rule fits');
  });

  it('who takes the record while it is being enriched keeps it', async () => {
    await world.fault({ kind: 'delay', ms: 300 }, { method: 'GET', pathPattern: 'contacts/[0-9]+$' }, 2);
    const enriching = world.enrich('contacts', 'by-domain');
    await expect.poll(async () => (await world.requests()).length, { timeout: 5_000 }).toBeGreaterThan(0);
    await world.edit('contacts', 'by-domain', { hubspot_owner_id: OWNERS[1] });

    const run = await enriching;

    expect(await world.values('contacts', 'by-domain')).toMatchObject({ hubspot_owner_id: OWNERS[1] });
    expect(run.automation.owner).toBeNull();
  });
});

describe('a preview', () => {
  it('says what would be made and why not, and makes nothing', async () => {
    await world.save(automation({ ...TASK_ON, owner: { enabled: true, rules: [], roundRobinOwnerIds: [...OWNERS] } }));
    const before = await world.made('tasks');

    const run = await world.enrich('companies', 'kestrel', { mode: 'preview' });

    expect(run.automation.planned).toEqual([
      expect.stringMatching(/^task: ".+" for owner 9\d, priority HIGH, due 20/),
      expect.stringMatching(/^owner: owner 9\d: round robin, \d of 2/),
    ]);
    expect(run.automation.held).toEqual(['deal: switched off in settings']);
    expect(await world.made('tasks')).toEqual(before);
    expect(await world.values('companies', 'kestrel')).not.toHaveProperty('hubspot_owner_id');
  });
});

describe('every request of automation', () => {
  it('is one that HubSpot’s documents allow, as far as they are present', async () => {
    const report = z.object({ requests: z.array(z.unknown()) }).parse(await world.control('/conformance'));

    expect(report.requests).toEqual([]);
  });
});
