import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { automation, TASK_ON } from '../enrichment/automation-world.ts';
import { saveSettings } from '../enrichment/world.ts';
import { type ApiWorld, PORTAL, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
const TASKS = { method: 'POST', pathPattern: '/objects/[^/]+/tasks(/batch/(upsert|create))?$' };
const PEOPLE = 20;

describe.each([
  ['where tasks take a unique property', true],
  ['where tasks take none', false],
])('tasks after a batch of the API, %s', (_, tasksTakeUniqueProperties) => {
  let world: ApiWorld;

  beforeAll(async () => {
    world = await startApiWorld();
    await world.control('/settings', 'PATCH', { tasksTakeUniqueProperties });
    await saveSettings(world, automation(TASK_ON));
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true, auto_create_tasks: true });
  });

  afterEach(async () => void (await world.control('/faults', 'DELETE')));
  afterAll(() => world.stop());

  /** Syncs people of the company that scores 95; gives their ids. */
  const syncPeople = async (name: string, count = PEOPLE): Promise<readonly string[]> => {
    const contacts = Array.from({ length: count }, (_, index) => ({
      email: `${name}${index}@kestrel-loom.example`,
      company: 'Kestrel Loom',
    }));
    const answer = await world.api('/sync/batch', {
      organizationId: ORGANIZATION,
      method: 'POST',
      body: { entity_type: 'contact', contacts },
    });
    expect(answer.status).toBe(200);
    return answer.body.results.map(({ crmContactId }: { crmContactId: string }) => crmContactId);
  };

  /** How many tasks each of these contacts has when all enrichments have ended, those that the answer did not wait for too. */
  const tasksOf = async (ids: readonly string[]): Promise<readonly number[]> => {
    const running = () => world.query("SELECT id FROM enrichments WHERE status = 'running'");
    await expect.poll(running, { timeout: 60_000, interval: 250 }).toEqual([]);
    const list = z.object({ records: z.array(z.object({ properties: z.record(z.string(), z.string().nullable()) })) });
    const { records } = list.parse(await world.control(`/portals/${PORTAL}/records/tasks?limit=10000`));
    const bodies = records.map(({ properties }) => properties.hs_task_body ?? '');
    return ids.map((id) => bodies.filter((body) => body.includes(`[oppSpot task:contacts:${id}]`)).length);
  };
  const ones = (length: number) => Array.from({ length }, () => 1);

  it('are one for each contact, and no more when the batch is sent again', async () => {
    const ids = await syncPeople('repeated');
    const again = await syncPeople('repeated');

    expect(again).toEqual(ids);
    expect(await tasksOf(ids)).toEqual(ones(PEOPLE));
  });

  it('are one for each contact when the batch is sent four times at once', async () => {
    const [ids = []] = await Promise.all(Array.from({ length: 4 }, () => syncPeople('racing')));

    expect(await tasksOf(ids)).toEqual(ones(PEOPLE));
  });

  it.each(['reset-after-apply', 'junk-after-apply'])(
    'are one for each contact although the answer to their making is lost (%s)',
    async (kind) => {
      await world.control('/faults', 'POST', { match: TASKS, times: 2, fault: { kind } });

      const ids = await syncPeople(kind);
      await syncPeople(kind);

      expect(await tasksOf(ids)).toEqual(ones(PEOPLE));
    },
  );

  it('are none while auto_create_tasks is off', async () => {
    await world.connect(ORGANIZATION, { auto_enrich: true, auto_score: true, auto_create_tasks: false });

    const ids = await syncPeople('without', 3);

    expect(await tasksOf(ids)).toEqual([0, 0, 0]);
  });
});
