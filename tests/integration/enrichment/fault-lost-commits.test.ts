import { describe, expect, it, onTestFinished } from 'vitest';
import { automation, DEAL_ON, startAutomationWorld, TASK_ON } from './automation-world.ts';

/** What a run leaves in the database, newest first. */
const WRITTEN = ['automation_intents', 'crm_sync_logs', 'crm_entity_mappings', 'enrichment_requests', 'enrichments'];

describe('a failover', () => {
  it.each([
    ['where tasks take a unique property', true],
    ['where tasks take none', false],
  ])(
    'that lost the last commits: what was made in HubSpot is found by its key and not made again, %s',
    async (_, takesUnique) => {
      const world = await startAutomationWorld(takesUnique);
      onTestFinished(() => world.stop());
      await world.save(automation({ ...TASK_ON, ...DEAL_ON }));
      const before = await world.enrich('contacts', 'cleo');
      for (const table of WRITTEN) await world.query(`DELETE FROM ${table}`);

      const after = await world.enrich('contacts', 'cleo');

      const marked = (text: string | null | undefined) => text?.includes(`contacts:${world.id('cleo')}`);
      const tasks = (await world.made('tasks')).filter(({ properties }) => marked(properties.hs_task_body));
      const deals = (await world.made('deals')).filter(({ properties }) => marked(properties.oppspot_automation_key));
      expect(before.automation).toMatchObject({ task: { created: true }, deal: { created: true } });
      expect(after.automation).toMatchObject({
        task: { id: before.automation.task?.id, created: false },
        held: expect.arrayContaining([expect.stringContaining('open deal')]),
      });
      expect([tasks.length, deals.length]).toEqual([1, 1]);
    },
  );
});
