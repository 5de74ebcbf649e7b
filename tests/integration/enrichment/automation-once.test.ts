import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import {
  type AutomationWorld,
  automation,
  DEAL_ON,
  errorBody,
  heldOf,
  OWNERS,
  startAutomationWorld,
  statusFault,
  TASK_ON,
} from './automation-world.ts';
import { PORTAL } from './world.ts';

/** The request that makes a task or deal, in either of HubSpot's two possible ways. */
const CREATES = { method: 'POST', pathPattern: '/objects/[^/]+/(tasks|deals)(/batch/upsert)?$' };

const TASKS = '/objects/[^/]+/tasks(/batch/upsert)?$';

describe.each([
  ['where tasks take a unique property', true],
  ['where tasks take none', false],
])('%s', (_, takesUnique) => {
  let world: AutomationWorld;

  beforeAll(async () => {
    world = await startAutomationWorld(takesUnique);
    await world.save(automation({ ...TASK_ON, ...DEAL_ON }));
  });

  afterAll(async () => {
    await world.stop();
  });

  beforeEach(async () => {
    await world.forgetRequests();
  });

  afterEach(async () => {
    await world.control('/faults', 'DELETE');
    await closeDeals();
  });

  /** So that the next contact of the same company may have a deal. */
  async function closeDeals(): Promise<void> {
    for (const { id } of await world.made('deals')) {
      const body = { properties: { dealstage: 'closedlost' } };
      await world.control(`/portals/${PORTAL}/records/deals/${id}`, 'PATCH', body);
    }
  }

  const marker = (key: string) => `[oppSpot task:contacts:${world.id(key)}]`;
  const tasksOf = async (key: string) =>
    (await world.made('tasks')).filter(({ properties }) => properties.hs_task_body?.includes(marker(key)));
  const dealsOf = async (key: string) =>
    (await world.made('deals')).filter(
      ({ properties }) => properties.oppspot_automation_key === `deal:contacts:${world.id(key)}`,
    );

  it('five enrichments at once with different keys make one task and one deal', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        world.post({ objectType: 'contacts', objectId: world.id('ann'), idempotencyKey: `at-once-${number}` }),
      ),
    );
    const runs = answers.map(({ body }) => z.object({ enrichment: enrichmentSchema }).parse(body).enrichment);

    expect(await tasksOf('ann')).toHaveLength(1);
    expect(await dealsOf('ann')).toHaveLength(1);
    expect(new Set(runs.map((run) => run.automation.task?.id)).size).toBe(1);
    expect(new Set(runs.map((run) => run.automation.deal?.id)).size).toBe(1);
  });

  it.each(['reset-after-apply', 'junk-after-apply'])(
    'an answer that is lost after HubSpot made it (%s) doubles nothing, and what was made is named',
    async (kind) => {
      const key = kind === 'reset-after-apply' ? 'bob' : 'by-domain';
      await world.fault({ kind }, CREATES, 2);

      const run = await world.enrich('contacts', key);

      const [tasks, deals] = [await tasksOf(key), await dealsOf(key)];
      expect([tasks.length, deals.length]).toEqual([1, 1]);
      expect(run.automation).toMatchObject({
        task: { id: tasks[0]?.id, created: true },
        deal: { id: deals[0]?.id, created: true },
      });
    },
  );

  it('a 429 before it is waited for', async () => {
    await world.fault(statusFault(429, errorBody('RATE_LIMITS'), { 'retry-after': '1' }), CREATES);

    const run = await world.enrich('contacts', 'cleo');

    expect(run.automation).toMatchObject({ task: { created: true }, deal: { created: true } });
    expect(await tasksOf('cleo')).toHaveLength(1);
  });

  it('a refusal by the account’s own rules is told in HubSpot’s words, and tried again by the next enrichment', async () => {
    const errors = [
      { code: 'MISSING_REQUIRED_PROPERTY', message: 'hs_why is required', context: { propertyName: ['hs_why'] } },
    ];
    await world.fault(statusFault(400, errorBody('VALIDATION_ERROR', { errors })), { ...CREATES, pathPattern: TASKS });

    const refused = await world.enrich('contacts', 'dan');
    const again = await world.enrich('contacts', 'dan');

    expect(heldOf(refused, 'task')).toEqual(['task: HubSpot refused it: hs_why: hs_why is required']);
    expect(refused.status).toBe('completed');
    expect(again.automation.task).toMatchObject({ created: true });
    expect(await tasksOf('dan')).toHaveLength(1);
  });

  it('a missing permission is told, and costs nothing of the enrichment', async () => {
    const errors = [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }];
    await world.fault(statusFault(403, errorBody('MISSING_SCOPES', { errors })), {
      ...CREATES,
      pathPattern: TASKS,
    });

    const run = await world.enrich('contacts', 'eve');

    expect(run.status).toBe('completed');
    expect(run.changes.some(({ written }) => written)).toBe(true);
    expect(heldOf(run, 'task')).toEqual([
      'task: the connection lacks crm.objects.contacts.write; an admin has to connect the account again',
    ]);
    expect(run.automation.deal).toMatchObject({ created: true });
  });

  it('an owner is written once, though the answer was lost', async () => {
    await world.save(automation({ owner: { enabled: true, rules: [], roundRobinOwnerIds: [...OWNERS] } }));
    await world.fault({ kind: 'reset-after-apply' }, { method: 'PATCH' }, 2);

    const run = await world.enrich('companies', 'kestrel');
    const turns = await world.query<{ turns: string }>('SELECT turns FROM automation_turns');
    await world.save(automation({ ...TASK_ON, ...DEAL_ON }));

    expect(run.automation.owner).toMatchObject({ id: OWNERS[0], created: true });
    expect(turns.map(({ turns: taken }) => Number(taken))).toEqual([1]);
  });

  it('a process that died after it had written what it was going to make: one is made, by whoever comes next', async () => {
    await leaveIntentBehind('fay', takesUnique ? 'unique' : 'plain');

    const run = await world.enrich('contacts', 'fay');

    expect(run.automation.task).toMatchObject({ created: true });
    expect(await tasksOf('fay')).toHaveLength(1);
  });

  it('a process that died after HubSpot had made it: what it made is found and named, none is made again', async () => {
    const before = await tasksOf('fay');
    await world.query(
      `UPDATE automation_intents SET state = 'sent', hubspot_id = NULL, lease_owner = 'dead',
      lease_expires_at = now() - interval '1 hour', sent_until = now() - interval '1 hour' WHERE record_id = $1`,
      [world.id('fay')],
    );
    await world.forgetRequests();

    const run = await world.enrich('contacts', 'fay');

    expect(run.automation.task).toMatchObject({ id: before[0]?.id, created: false });
    expect(await tasksOf('fay')).toHaveLength(1);
    const creates = (await world.requests()).filter(
      ({ method, path }) => method === 'POST' && new RegExp(CREATES.pathPattern).test(path),
    );
    expect(creates).toEqual([]);
  });

  /** What a process leaves that was killed between its intent and the create. */
  async function leaveIntentBehind(key: string, way: 'unique' | 'plain'): Promise<void> {
    await world.query(
      `INSERT INTO automation_intents (organization_id, object_type, record_id, purpose, state, way, enrichment_id,
         lease_owner, lease_expires_at, sent_until)
       SELECT organization_id, 'contacts', $2, 'task', 'sent', $3, $4, 'dead', now() - interval '1 hour',
         now() - interval '1 hour' FROM crm_integrations WHERE portal_id = $1`,
      [PORTAL, world.id(key), way, randomUUID()],
    );
  }
});

describe('where tasks take no unique property and HubSpot may still be at it', () => {
  let world: AutomationWorld;

  beforeAll(async () => {
    world = await startAutomationWorld(false);
    await world.save(automation(TASK_ON));
  });

  afterAll(async () => {
    await world.stop();
  });

  it('nothing is made until it is known, and then one', async () => {
    await world.fault({ kind: 'reset-before' }, { method: 'POST', pathPattern: TASKS });

    const lost = await world.enrich('contacts', 'ann');
    const soon = await world.enrich('contacts', 'ann');
    await world.age(3_600);
    const later = await world.enrich('contacts', 'ann');

    expect(heldOf(lost, 'task')[0]).toContain('did not confirm it');
    expect(heldOf(soon, 'task')[0]).toContain('has not confirmed an earlier attempt');
    expect(later.automation.task).toMatchObject({ created: true });
    expect(await world.made('tasks')).toHaveLength(1);
  });

  it('a 503 is held and not repeated blindly', async () => {
    await world.fault(statusFault(503, '<html>'), { method: 'POST', pathPattern: TASKS });

    const run = await world.enrich('contacts', 'bob');

    expect(heldOf(run, 'task')[0]).toContain('did not confirm it');
    expect(await world.made('tasks')).toHaveLength(1);
  });

  it('what shows up meanwhile is found by its marker and named', async () => {
    const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
    await fetch(`${world.sandbox.url}/crm/objects/2026-09/tasks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        properties: {
          hs_timestamp: '2026-12-01T09:00:00Z',
          hs_task_subject: 'late',
          hs_task_body: `x [oppSpot task:contacts:${world.id('bob')}]`,
        },
        associations: [
          {
            to: { id: world.id('bob') },
            types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }],
          },
        ],
      }),
    });

    const run = await world.enrich('contacts', 'bob');

    expect(run.automation.task).not.toBeNull();
    expect(await world.made('tasks')).toHaveLength(2);
  });
});
