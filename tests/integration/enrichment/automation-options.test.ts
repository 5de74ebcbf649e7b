import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { automationOptionsSchema } from '../../../hubspot-project/contract/index.ts';
import { type AutomationWorld, automation, DEAL_ON, startAutomationWorld, TASK_ON } from './automation-world.ts';
import { ADMIN, PORTAL, REP, saveSettings } from './world.ts';

let world: AutomationWorld;

beforeAll(async () => {
  world = await startAutomationWorld(true);
});

afterAll(async () => {
  await world.stop();
});

describe('what an admin chooses from', () => {
  it('lists owners, pipelines with stages, and a stage proposed for each of our words', async () => {
    const response = await world.send('/api/hubspot/automation/options', { portalId: PORTAL, userId: REP });
    const options = automationOptionsSchema.parse(await response.json());

    expect(options.owners.map(({ id, name }) => [id, name])).toEqual([
      ['91', 'Owner 91'],
      ['92', 'Owner 92'],
    ]);
    expect(options.pipelines[0]?.stages).toContainEqual({ id: 'closedwon', label: 'Closed Won', probability: 1 });
    expect(options.pipelines[0]?.proposedStages).toEqual({
      prospect: 'appointmentscheduled',
      lead: 'appointmentscheduled',
      contacted: 'appointmentscheduled',
      engaged: 'qualifiedtobuy',
      qualified: 'qualifiedtobuy',
    });
    expect(options.timeZone).toBe('Pacific/Auckland');
  });

  it('is refused with the field when it does not exist, and nothing of the settings is stored', async () => {
    const rules = [{ kind: 'territory', values: ['LS'], ownerId: '404' }];
    const wrong = automation({
      deal: { enabled: true, minScore: 70, pipelineId: 'default', stages: { lead: 'nowhere' } },
      owner: { enabled: true, rules, roundRobinOwnerIds: ['405'] },
      minCoverage: 0.2,
    });

    const response = await saveSettings(world, wrong);
    const { error } = z
      .object({ error: z.object({ details: z.object({ fields: z.array(z.object({ field: z.string() })) }) }) })
      .parse(await response.json());

    expect(response.status).toBe(422);
    expect(error.details.fields.map(({ field }) => field)).toEqual([
      'automation.minCoverage',
      'automation.deal.stages.lead',
      'automation.owner.rules.0.ownerId',
      'automation.owner.roundRobinOwnerIds.0',
    ]);
  });
});

describe('health', () => {
  it('says what automation may make once it is switched on', async () => {
    const health = async () => {
      const response = await world.send('/api/hubspot/health', { portalId: PORTAL, userId: ADMIN });
      return z
        .object({ mayCreate: z.array(z.object({ what: z.string(), when: z.string() })) })
        .parse(await response.json());
    };
    await world.save(automation({}));
    const before = await health();
    await world.save(automation({ ...TASK_ON, ...DEAL_ON }));

    expect(before.mayCreate).toEqual([]);
    expect((await health()).mayCreate).toEqual([
      { what: 'tasks', when: 'one a record, with a score from 60 and coverage from 0.5' },
      {
        what: 'deals',
        when: 'one a record in pipeline default, with a score from 70, coverage from 0.5, no gate and no open deal',
      },
    ]);
  });
});
