import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bulkAnswerSchema, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { anEvent, eventually, runAction, sendEvents } from '../hubspot/events-world.ts';
import {
  type AutomationWorld,
  automation,
  DEAL_ON,
  heldOf,
  startAutomationWorld,
  TASK_ON,
} from './automation-world.ts';
import { PORTAL, REP } from './world.ts';

const caller = { portalId: PORTAL, userId: REP };
const begun = z.object({ enrichment: z.object({ id: z.string() }) });
const ENRICHMENTS = '/api/hubspot/enrichments';
const ON = {
  ...automation({ ...TASK_ON, ...DEAL_ON }),
  automaticEnrichment: { onCreate: true, refreshDays: 30, objectTypes: ['contacts'] },
  sync: { direction: 'bidirectional', frequency: 'realtime' },
};

describe.each([
  ['where tasks take a unique property', true],
  ['where tasks take none', false],
])('%s', (_, takesUnique) => {
  let model: OpenAiStandIn;
  let world: AutomationWorld;
  let twin: Twin;

  beforeAll(async () => {
    model = await startOpenAiStandIn();
    model.answerWith('all_texts');
    const env = { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'test-model' };
    world = await startAutomationWorld(takesUnique, { startsWorker: true, env });
    twin = await startTwin(world);
    await twin.product.startWorker();
    await world.control('/origin-map', 'PUT', { [world.publicUrl]: world.origin });
    await world.save(ON);
  });

  afterAll(async () => {
    await twin.stop();
    await world.stop();
    await model.close();
  });

  const click = (process: Pick<Twin, 'send'>, key: string, idempotencyKey: string) =>
    process.send(ENRICHMENTS, caller, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'contacts', objectId: world.id(key), idempotencyKey }),
    });
  /** The end of the run that a click was answered with, after 202 too. */
  const enrichmentOf = async (answer: Promise<Response>) => {
    const { id } = begun.parse(await (await answer).json()).enrichment;
    const read = async () =>
      z.object({ enrichment: enrichmentSchema }).parse(await (await world.send(`${ENRICHMENTS}/${id}`, caller)).json());
    return (await eventually(read, ({ enrichment }) => enrichment.status !== 'running')).enrichment;
  };
  const startBulk = async (objectId: string) => {
    const body = JSON.stringify({ objectType: 'contacts', objectIds: [objectId], idempotencyKey: 'bulk' });
    const answer = await twin.send('/api/hubspot/bulk-enrichments', caller, { method: 'POST', body });
    return bulkAnswerSchema.parse(await answer.json()).bulk.id;
  };
  const tell = (objectId: string) =>
    sendEvents(world, [anEvent('object.creation', objectId, { objectTypeId: '0-1', occurredAt: Date.now() })]);
  /** The run that each way in was led to, by the key with which it asked. */
  const runsAskedFor = (objectId: string) =>
    world.query<{ way: string; run: string }>(
      `SELECT split_part(idempotency_key, ':', 1) AS way, enrichment_id AS run FROM enrichment_requests WHERE object_id = $1
       UNION ALL SELECT 'bulk', enrichment_id FROM bulk_records WHERE object_id = $1 AND enrichment_id IS NOT NULL
       ORDER BY way`,
      [objectId],
    );
  /** Nothing of the record is under way or waits; what waits for a later look at it is not waited for but begun. */
  const settle = async (objectId: string) => {
    const waiting = `FROM waiting_records WHERE dedupe_key = 'sync:contacts:' || $1`;
    const begin = async () => {
      await world.query(`UPDATE waiting_records SET run_at = now() WHERE id IN (SELECT id ${waiting})`, [objectId]);
      await world.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE '%:drain:webhook'`);
    };
    await eventually(
      async () => {
        await begin();
        return world.query<{ open: string }>(
          `SELECT (SELECT count(*) ${waiting}) + (SELECT count(*) FROM enrichments WHERE status = 'running')
             + (SELECT count(*) FROM bulk_runs WHERE status <> 'completed')
             + (SELECT count(*) FROM workflow_executions WHERE state IN ('received', 'waiting')) AS open`,
          [objectId],
        );
      },
      ([row]) => row?.open === '0',
    );
  };
  const writesTo = async (objectId: string) =>
    (await world.requests()).filter(
      ({ method, path }) =>
        (method === 'PATCH' && path.endsWith(`/contacts/${objectId}`)) || path.endsWith('/contacts/batch/update'),
    );

  it('a hot lead that card, bulk run, workflow and webhook enrich at the same moment is worked on once: one write, one task, one deal', async () => {
    const objectId = world.id('ann');
    const slowly = { kind: 'delay', ms: 3_000 };
    await world.fault(slowly, { pathPattern: `/objects/[^/]+/contacts/(${objectId}|batch/read)$` });
    await world.forgetRequests();

    const [first, second, , workflow] = await Promise.all([
      enrichmentOf(click(world, 'ann', 'card-a')),
      enrichmentOf(click(twin, 'ann', 'card-b')),
      startBulk(objectId),
      runAction(world, 'enrich', { object: { objectType: 'contacts', objectId } }),
      tell(objectId),
    ]);
    await settle(objectId);

    const asked = await runsAskedFor(objectId);
    expect(asked.map(({ way }) => way)).toEqual(
      expect.arrayContaining(['bulk', 'card-a', 'card-b', 'webhook', 'workflow']),
    );
    const together = ['bulk', 'card-a', 'card-b', 'workflow'];
    expect(new Set(asked.filter(({ way }) => together.includes(way)).map(({ run }) => run))).toEqual(
      new Set([first.id]),
    );
    expect(second).toEqual(first);
    expect(workflow.status).toBe(200);
    expect(model.requests).toHaveLength(1);
    expect(await writesTo(objectId)).toHaveLength(1);
    const [tasks, deals] = [await world.made('tasks'), await world.made('deals')];
    expect(tasks.map(({ id }) => id)).toEqual([first.automation.task?.id]);
    expect(deals.map(({ id }) => id)).toEqual([first.automation.deal?.id]);
  });

  it('two processes that both hold a run of one lead, because the first one stalled, make one task and one deal', async () => {
    await closeDeals();
    // Whatever ended: its result stands in for that of the run that is taken from its holder.
    await world.enrich('companies', 'stranger');
    const before = (await world.made('tasks')).length;
    await world.fault(
      { kind: 'delay', ms: 4_000 },
      { method: 'POST', pathPattern: '/objects/[^/]+/tasks(/batch/upsert)?$' },
    );
    const stalled = enrichmentOf(click(world, 'bob', 'stalled'));
    await eventually(
      () => world.query(`SELECT FROM automation_intents WHERE record_id = $1 AND state = 'sent'`, [world.id('bob')]),
      (rows) => rows.length === 1,
    );
    await world.query(
      `UPDATE enrichments SET status = 'failed', result = (SELECT result FROM enrichments WHERE result IS NOT NULL LIMIT 1), completed_at = now(), lease_owner = NULL, lease_expires_at = NULL
       WHERE object_id = $1 AND status = 'running'`,
      [world.id('bob')],
    );

    const meanwhile = await enrichmentOf(click(twin, 'bob', 'meanwhile'));
    await stalled;
    await eventually(
      () => world.made('tasks'),
      (tasks) => tasks.length > before,
    );
    const later = await enrichmentOf(click(twin, 'bob', 'later'));

    expect(heldOf(meanwhile, 'task')).toEqual(['task: another enrichment of this record is making it']);
    expect(await world.made('tasks')).toHaveLength(before + 1);
    expect(later.automation.task).not.toBeNull();
    expect((await world.made('deals')).filter(({ properties }) => properties.dealstage !== 'closedlost')).toHaveLength(
      1,
    );
  });

  /** So that another contact of the same company may have a deal. */
  async function closeDeals(): Promise<void> {
    for (const { id } of await world.made('deals')) {
      const body = { properties: { dealstage: 'closedlost' } };
      await world.control(`/portals/${PORTAL}/records/deals/${id}`, 'PATCH', body);
    }
  }
});
