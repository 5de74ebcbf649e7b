import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulkAnswerSchema, type EnrichmentWire } from '../../../hubspot-project/contract/index.ts';
import {
  type AutomationWorld,
  automation,
  DEAL_ON,
  heldOf,
  OWNERS,
  startAutomationWorld,
  TASK_ON,
} from './automation-world.ts';
import { ADMIN, PORTAL, REP, viewRecord } from './world.ts';

const TASKS = { method: 'POST', pathPattern: '/objects/[^/]+/tasks(/batch/create)?$' };
/** More than the time in which HubSpot may still carry out what it received, and than any lease. */
const LONG_SECONDS = 600;

let world: AutomationWorld;

beforeAll(async () => {
  world = await startAutomationWorld(false);
  await world.save(automation(TASK_ON));
  await world.product.startWorker();
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

/** Enriches a contact whose task is sent and lost on its way, which nobody can know. */
async function enrichInDoubt(key: string): Promise<EnrichmentWire> {
  await world.fault({ kind: 'reset-before' }, TASKS);
  const run = await world.enrich('contacts', key);
  expect(heldOf(run, 'task')).toEqual([expect.stringMatching(IN_DOUBT)]);
  return run;
}

const IN_DOUBT =
  /^task: HubSpot did not confirm it; SmartSync looks again by itself at about \d\d:\d\d \(Pacific\/Auckland\), and makes it if it is not there$/;

/** Lets the time of doubt pass, as far as the product can tell, and waits until nothing is in doubt any more. */
async function settle(key: string, seconds = LONG_SECONDS): Promise<void> {
  await world.age(seconds);
  await world.query('UPDATE lease_watch SET due = due - make_interval(secs => $1)', [seconds]);
  const open = `SELECT state FROM automation_intents WHERE record_id = $1 AND (state = 'sent' OR is_doubtful)`;
  await expect.poll(() => world.query(open, [world.id(key)]), { timeout: 20_000 }).toEqual([]);
}

/** Has the product look, as the mark "sent" would in time. */
const watch = () =>
  world.query(
    `INSERT INTO lease_watch (organization_id, due, task) SELECT organization_id, now(), 'settle_doubts' FROM crm_integrations`,
  );

/** Waits until the product has looked at what is due. */
const watched = () =>
  expect.poll(() => world.query(`SELECT FROM lease_watch WHERE task = 'settle_doubts' AND due <= now()`)).toEqual([]);

const taskCount = async () => (await world.made('tasks')).length;
const latest = async (key: string) => {
  const { enrichment } = await viewRecord(world, 'contacts', key);
  if (!enrichment) throw new Error('the contact was never enriched');
  return enrichment;
};
const undo = (id: string) =>
  world.send(`/api/hubspot/enrichments/${id}/undo`, { portalId: PORTAL, userId: REP }, { method: 'POST', body: '{}' });
const logged = async (id: string) =>
  (
    await world.query<{ message: string }>(
      `SELECT message FROM crm_sync_logs WHERE enrichment_id = $1 AND operation = 'automate'`,
      [id],
    )
  ).map(({ message }) => message);

describe('a task that HubSpot did not confirm', () => {
  it('is made by itself when its time of doubt is over; enrichment and log tell it', async () => {
    const lost = await enrichInDoubt('ann');

    await settle('ann');

    const [task] = await world.made('tasks');
    const now = await latest('ann');
    expect(await taskCount()).toBe(1);
    expect(now).toMatchObject({ id: lost.id, automation: { task: { id: task?.id, created: true } } });
    expect(heldOf(now, 'task')).toEqual([]);
    expect(await logged(lost.id)).toEqual([
      `looked again for what HubSpot had not confirmed: task: ${task?.id} is there now`,
    ]);
  });

  it('is left alone while HubSpot may still be at it', async () => {
    await enrichInDoubt('ann');
    await watch();
    await watched();

    const jobs = await world.query(
      `SELECT FROM graphile_worker._private_jobs WHERE key LIKE '%:doubts' UNION ALL SELECT FROM automation_intents WHERE is_doubtful`,
    );

    expect(jobs).toEqual([]);
    expect(await taskCount()).toBe(0);
  });

  it('is found and named where HubSpot had made it, and no second one is made', async () => {
    const run = await world.enrich('contacts', 'bob');
    await world.query(`UPDATE automation_intents SET state = 'sent', hubspot_id = NULL, sent_until = now()`);
    await watch();

    await settle('bob');

    const tasks = await world.made('tasks');
    const intents = await world.query('SELECT state, hubspot_id FROM automation_intents');
    expect(tasks.map(({ id }) => id)).toEqual([run.automation.task?.id]);
    expect(intents).toEqual([{ state: 'done', hubspot_id: run.automation.task?.id }]);
  });

  it('is told though the process that made it was killed before it could tell', async () => {
    const lost = await enrichInDoubt('ann');
    await settle('ann');
    await world.query(`UPDATE enrichments SET result = jsonb_set(result, '{automation}', $2::jsonb) WHERE id = $1`, [
      lost.id,
      JSON.stringify(lost.automation),
    ]);
    await world.query('UPDATE automation_intents SET is_doubtful = true');
    await watch();

    await settle('ann');

    const [task] = await world.made('tasks');
    expect(await latest('ann')).toMatchObject({ automation: { task: { id: task?.id } } });
    expect(await taskCount()).toBe(1);
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
    await watch();

    await settle('ann');

    const [deal] = await world.made('deals');
    const now = await latest('ann');
    expect(now.automation.deal).toMatchObject({ id: deal?.id, created: true });
    expect(now.automation.owner).toMatchObject({ id: OWNERS[0], created: true });
    expect(await world.values('contacts', 'ann')).toMatchObject({ hubspot_owner_id: OWNERS[0] });
  });

  it('waits while HubSpot is away, and is made afterwards', async () => {
    await enrichInDoubt('ann');
    const away = { kind: 'status', status: 503, body: {}, headers: {} };
    await world.fault(away, { pathPattern: '/objects/[^/]+/contacts/batch/read$' }, 4);

    await settle('ann');

    expect(await taskCount()).toBe(1);
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
    const lost = await enrichInDoubt('cleo');
    await change();

    await settle('cleo');

    expect(await taskCount()).toBe(0);
    expect(heldOf(await latest('cleo'), 'task')).toEqual([expect.stringMatching(reason)]);
    expect(await logged(lost.id)).toEqual([expect.stringMatching(reason)]);
    // Whoever enriches the record next begins afresh.
    expect(await world.query('SELECT FROM automation_intents')).toEqual([]);
  });

  it('is not made of a record that is gone', async () => {
    await enrichInDoubt('dan');
    await world.control(`/portals/${PORTAL}/records/contacts/${world.id('dan')}`, 'DELETE');

    await settle('dan');

    expect(await taskCount()).toBe(0);
  });

  it('is not made of a record that was erased', async () => {
    const { id } = await enrichInDoubt('eve');
    await world.query(`DELETE FROM enrichments WHERE id = $1`, [id]);

    await settle('eve');

    expect(await taskCount()).toBe(0);
  });
});

describe('an undo in the time of doubt', () => {
  it('keeps the task from being made', async () => {
    const { id } = await enrichInDoubt('fay');
    await undo(id);
    const [left] = await world.query('SELECT state, is_doubtful FROM automation_intents');

    await settle('fay');

    expect(left).toEqual({ state: 'undone', is_doubtful: true });

    expect(await taskCount()).toBe(0);
    expect(heldOf(await latest('fay'), 'task').at(-1)).toBe('task: was not found in HubSpot; it is not made again');
  });

  it('takes away what HubSpot made after it', async () => {
    await world.enrich('contacts', 'fay');
    await world.query(
      `UPDATE automation_intents SET state = 'undone', is_doubtful = true, hubspot_id = NULL, sent_until = now()`,
    );
    await watch();

    await settle('fay');

    expect(await taskCount()).toBe(0);
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
    expect(heldOf(await latest(key), 'task')).toEqual([expect.stringMatching(IN_DOUBT)]);
    return id;
  };

  it('and was stopped makes nothing any more', async () => {
    const id = await run('ann');
    await world.query(`UPDATE bulk_runs SET status = 'stopped' WHERE id = $1`, [id]);

    await settle('ann');

    expect(await taskCount()).toBe(0);
    expect(heldOf(await latest('ann'), 'task')).toEqual([expect.stringContaining('the bulk run was stopped')]);
  });

  it('and is being undone makes nothing any more', async () => {
    const id = await run('bob');
    await world.query(`UPDATE bulk_runs SET undo_status = 'completed' WHERE id = $1`, [id]);

    await settle('bob');

    expect(await taskCount()).toBe(0);
    expect(await world.query('SELECT state FROM automation_intents')).toEqual([{ state: 'undone' }]);
  });
});

describe('an account that left with a task in doubt', () => {
  it('gets it when it comes back', async () => {
    await enrichInDoubt('ann');
    await world.query(
      `UPDATE crm_integrations SET status = 'disconnected', is_active = false
       WHERE set_config('app.organization_id', organization_id::text, false) <> ''`,
    );
    await world.age(LONG_SECONDS);
    await watch();
    await watched();
    const job = `SELECT FROM graphile_worker._private_jobs WHERE key LIKE '%:doubts'`;
    await expect.poll(() => world.query(job)).toEqual([]);
    expect(await taskCount()).toBe(0);
    // No other look is due any more.
    await world.query('DELETE FROM lease_watch');

    await world.install(PORTAL, ADMIN);
    await settle('ann');

    expect(await taskCount()).toBe(1);
  });
});
