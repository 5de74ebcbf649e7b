import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { automation, DEAL_ON, heldOf, OWNERS, TASK_ON } from './automation-world.ts';
import { type DoubtWorld, IN_DOUBT, LONG_SECONDS, startDoubtWorld, TASKS } from './doubt-world.ts';
import { ADMIN, PORTAL } from './world.ts';

let world: DoubtWorld;

beforeAll(async () => {
  world = await startDoubtWorld();
});

afterAll(async () => {
  await world.stop();
});

afterEach(async () => {
  await world.control('/faults', 'DELETE');
  await world.save(automation(TASK_ON));
  await world.query('DELETE FROM automation_intents');
  for (const { id } of await world.made('tasks')) {
    await world.control(`/portals/${PORTAL}/records/tasks/${id}`, 'DELETE');
  }
});

describe('a task that HubSpot did not confirm', () => {
  it('is made by itself when its time of doubt is over; enrichment and log tell it', async () => {
    const lost = await world.enrichInDoubt('ann');

    await world.settle('ann');

    const [task] = await world.made('tasks');
    const now = await world.latest('ann');
    expect(await world.taskCount()).toBe(1);
    expect(now).toMatchObject({ id: lost.id, automation: { task: { id: task?.id, created: true } } });
    expect(heldOf(now, 'task')).toEqual([]);
    expect(await world.logged(lost.id)).toEqual([
      `looked again for what HubSpot had not confirmed: task: ${task?.id} is there now`,
    ]);
  });

  it('is left alone while HubSpot may still be at it', async () => {
    await world.enrichInDoubt('ann');
    await world.watch();
    await world.watched();

    const jobs = await world.query(
      `SELECT FROM graphile_worker._private_jobs WHERE key LIKE '%:doubts' UNION ALL SELECT FROM automation_intents WHERE is_doubtful`,
    );

    expect(jobs).toEqual([]);
    expect(await world.taskCount()).toBe(0);
  });

  it('is found and named where HubSpot had made it, and no second one is made', async () => {
    const run = await world.enrich('contacts', 'bob');
    await world.query(`UPDATE automation_intents SET state = 'sent', hubspot_id = NULL, sent_until = now()`);
    await world.watch();

    await world.settle('bob');

    const tasks = await world.made('tasks');
    const intents = await world.query('SELECT state, hubspot_id FROM automation_intents');
    expect(tasks.map(({ id }) => id)).toEqual([run.automation.task?.id]);
    expect(intents).toEqual([{ state: 'done', hubspot_id: run.automation.task?.id }]);
  });

  it('is told though the process that made it was killed before it could tell', async () => {
    const lost = await world.enrichInDoubt('ann');
    await world.settle('ann');
    await world.query(`UPDATE enrichments SET result = jsonb_set(result, '{automation}', $2::jsonb) WHERE id = $1`, [
      lost.id,
      JSON.stringify(lost.automation),
    ]);
    await world.query('UPDATE automation_intents SET is_doubtful = true');
    await world.watch();

    await world.settle('ann');

    const [task] = await world.made('tasks');
    expect(await world.latest('ann')).toMatchObject({ automation: { task: { id: task?.id } } });
    expect(await world.taskCount()).toBe(1);
  });

  it('and a deal and an owner are settled alike, the owner as he was decided before', async () => {
    const owner = { enabled: true, rules: [], roundRobinOwnerIds: [OWNERS[0]] };
    await world.save(automation({ ...DEAL_ON, owner }));
    const run = await world.enrich('contacts', 'ann');
    await world.control(`/portals/${PORTAL}/records/deals/${run.automation.deal?.id}`, 'DELETE');
    await world.edit('contacts', 'ann', { hubspot_owner_id: '' });
    await world.query(`UPDATE automation_intents SET state = 'sent', hubspot_id = NULL, sent_until = now()`);
    // Nobody else may get the contact by the rules of now.
    const rules = [{ kind: 'territory', values: ['Nowhere'], ownerId: OWNERS[1] }];
    await world.save(automation({ ...DEAL_ON, owner: { enabled: true, rules, roundRobinOwnerIds: [] } }));
    await world.watch();

    await world.settle('ann');

    const [deal] = await world.made('deals');
    const now = await world.latest('ann');
    expect(now.automation.deal).toMatchObject({ id: deal?.id, created: true });
    expect(now.automation.owner).toMatchObject({ id: OWNERS[0], created: true });
    expect(await world.values('contacts', 'ann')).toMatchObject({ hubspot_owner_id: OWNERS[0] });
  });

  it('waits while HubSpot is away, and is made afterwards', async () => {
    await world.enrichInDoubt('ann');
    const away = { kind: 'status', status: 503, body: {}, headers: {} };
    await world.fault(away, { pathPattern: '/objects/[^/]+/contacts/batch/read$' }, 4);

    await world.settle('ann');

    expect(await world.taskCount()).toBe(1);
  });

  it.each<[string, RegExp, () => Promise<unknown>]>([
    ['an admin switched tasks off meanwhile', /switched off in settings/, () => world.save(automation({}))],
    [
      'the score is too low for it now',
      /score below 100/,
      () => world.save(automation({ task: { enabled: true, minScore: 100 } })),
    ],
    [
      'the address is suppressed now',
      /suppression list/,
      () => world.save({ ...automation(TASK_ON), suppression: { emails: [], domains: ['kestrel-loom.example'] } }),
    ],
    [
      'it has been in doubt for a day',
      /did not confirm it for a day/,
      () => world.query(`UPDATE automation_intents SET created_at = now() - interval '25 hours'`),
    ],
  ])('is not made where %s, and that is told', async (_, reason, change) => {
    const lost = await world.enrichInDoubt('cleo');
    await change();

    await world.settle('cleo');

    expect(await world.taskCount()).toBe(0);
    expect(heldOf(await world.latest('cleo'), 'task')).toEqual([expect.stringMatching(reason)]);
    expect(await world.logged(lost.id)).toEqual([expect.stringMatching(reason)]);
    // Whoever enriches the record next begins afresh.
    expect(await world.query('SELECT FROM automation_intents')).toEqual([]);
  });

  it('is not made of a record that is gone', async () => {
    await world.enrichInDoubt('dan');
    await world.control(`/portals/${PORTAL}/records/contacts/${world.id('dan')}`, 'DELETE');

    await world.settle('dan');

    expect(await world.taskCount()).toBe(0);
  });

  it('is not made of a record that was erased', async () => {
    const { id } = await world.enrichInDoubt('eve');
    await world.query(`DELETE FROM enrichments WHERE id = $1`, [id]);

    await world.settle('eve');

    expect(await world.taskCount()).toBe(0);
  });
});

describe('an undo in the time of doubt', () => {
  it('keeps the task from being made', async () => {
    const { id } = await world.enrichInDoubt('fay');
    await world.undo(id);
    const [left] = await world.query('SELECT state, is_doubtful FROM automation_intents');

    await world.settle('fay');

    expect(left).toEqual({ state: 'undone', is_doubtful: true });

    expect(await world.taskCount()).toBe(0);
    expect(heldOf(await world.latest('fay'), 'task').at(-1)).toBe(
      'task: was not found in HubSpot; it is not made again',
    );
  });

  it('takes away what HubSpot made after it', async () => {
    await world.enrich('contacts', 'fay');
    await world.query(
      `UPDATE automation_intents SET state = 'undone', is_doubtful = true, hubspot_id = NULL, sent_until = now()`,
    );
    await world.watch();

    await world.settle('fay');

    expect(await world.taskCount()).toBe(0);
    expect(await world.query('SELECT state FROM automation_intents')).toEqual([{ state: 'undone' }]);
  });
});

describe('a bulk run that left a task in doubt', () => {
  const run = async (key: string) => {
    const caller = { portalId: PORTAL, userId: ADMIN };
    const at = '/api/hubspot/bulk-enrichments';
    const body = { objectType: 'contacts', objectIds: [world.id(key)], idempotencyKey: `doubt-${key}` };
    await world.fault({ kind: 'reset-before' }, TASKS);
    const started = await world.send(at, caller, { method: 'POST', body: JSON.stringify(body) });
    const { id } = bulkAnswerSchema.parse(await started.json()).bulk;
    const read = async () => bulkAnswerSchema.parse(await (await world.send(`${at}/${id}`, caller, {})).json()).bulk;
    await expect.poll(read, { timeout: 20_000 }).toMatchObject({ status: 'completed' });
    expect(heldOf(await world.latest(key), 'task')).toEqual([expect.stringMatching(IN_DOUBT)]);
    return id;
  };

  it('and was stopped makes nothing any more', async () => {
    const id = await run('ann');
    await world.query(`UPDATE bulk_runs SET status = 'stopped' WHERE id = $1`, [id]);

    await world.settle('ann');

    expect(await world.taskCount()).toBe(0);
    expect(heldOf(await world.latest('ann'), 'task')).toEqual([expect.stringContaining('the bulk run was stopped')]);
  });

  it('and is being undone makes nothing any more', async () => {
    const id = await run('bob');
    await world.query(`UPDATE bulk_runs SET undo_status = 'completed' WHERE id = $1`, [id]);

    await world.settle('bob');

    expect(await world.taskCount()).toBe(0);
    expect(await world.query('SELECT state FROM automation_intents')).toEqual([{ state: 'undone' }]);
  });
});

describe('an account that left with a task in doubt', () => {
  it('gets it when it comes back', async () => {
    await world.enrichInDoubt('ann');
    await world.query(
      `UPDATE crm_integrations SET status = 'disconnected', is_active = false
       WHERE set_config('app.organization_id', organization_id::text, false) <> ''`,
    );
    await world.age(LONG_SECONDS);
    await world.watch();
    await world.watched();
    const job = `SELECT FROM graphile_worker._private_jobs WHERE key LIKE '%:doubts'`;
    await expect.poll(() => world.query(job)).toEqual([]);
    expect(await world.taskCount()).toBe(0);
    // No other look is due any more.
    await world.query('DELETE FROM lease_watch');

    await world.install(PORTAL, ADMIN);
    await world.settle('ann');

    expect(await world.taskCount()).toBe(1);
  });
});
