import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bulkAnswerSchema } from '../../../hubspot-project/contract/index.ts';
import { startTwin, type Twin } from '../../support/start-twin.ts';
import { ADMIN, PORTAL, REP, startWorld, type World } from './world.ts';

const admin = { portalId: PORTAL, userId: ADMIN };
let world: World;
let twin: Twin;

beforeAll(async () => {
  world = await startWorld();
  twin = await startTwin(world);
});

afterAll(async () => {
  await twin.stop();
  await world.stop();
});

beforeEach(async () => {
  // The records are as if nobody had written to them.
  await world.query('DELETE FROM crm_entity_mappings');
  await world.forgetRequests();
});

/** As an admin does on HubSpot's settings page. */
async function deleteProperty(objectType: string, name: string) {
  const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
  const url = `${world.sandbox.url}/crm/properties/2026-09/${objectType}/${name}`;
  await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  await world.forgetRequests();
}
const creations = async () =>
  (await world.requests()).filter(({ method, path }) => method === 'POST' && path.startsWith('/crm/properties/'));
const repairs = () =>
  world.query<{ status: string; message: string }>(
    `SELECT status, message FROM crm_sync_logs WHERE kind = 'repair' ORDER BY created_at`,
  );
/** As if the last repair had been so long ago. */
const letPass = (interval: string) =>
  world.query(`UPDATE crm_sync_logs SET created_at = created_at - $1::interval WHERE kind = 'repair'`, [interval]);
const forgetRepairs = () => world.query(`DELETE FROM crm_sync_logs WHERE kind = 'repair'`);
const changeOf = (run: Awaited<ReturnType<World['enrich']>>, property: string) =>
  run.changes.find((change) => change.property === property);

describe('a property of ours that was deleted', () => {
  it('is created again and written, and the activity says so', async () => {
    await deleteProperty('companies', 'oppspot_summary');

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(changeOf(run, 'oppspot_summary')).toMatchObject({ written: true });
    expect(await world.values('companies', 'kestrel')).toHaveProperty('oppspot_summary');
    expect(await repairs()).toEqual([
      { status: 'success', message: expect.stringContaining('oppspot_summary (companies)') },
    ]);
  });

  it('and is deleted a second time within the hour is reported, by every process, and the rest is written', async () => {
    await letPass('59 minutes');
    await deleteProperty('companies', 'oppspot_summary');

    const run = await world.enrich('companies', 'sinking', { refresh: true });
    const answer = await twin.send(
      '/api/hubspot/enrichments',
      { portalId: PORTAL, userId: REP },
      {
        method: 'POST',
        body: JSON.stringify({
          objectType: 'companies',
          objectId: world.id('kestrel'),
          refresh: true,
          idempotencyKey: randomUUID(),
        }),
      },
    );

    expect(run.status).toBe('completed');
    expect(changeOf(run, 'oppspot_summary')).toMatchObject({ written: false });
    expect(changeOf(run, 'oppspot_summary')?.reason).toContain('deleted in HubSpot');
    expect(changeOf(run, 'oppspot_company_number')).toMatchObject({ written: true });
    expect(await answer.json()).toMatchObject({
      enrichment: {
        status: 'completed',
        changes: expect.arrayContaining([
          expect.objectContaining({ property: 'oppspot_summary', decision: 'write', written: false }),
        ]),
      },
    });
    expect(await creations()).toEqual([]);
    expect(await repairs()).toHaveLength(1);
  });

  it('is created again after the hour', async () => {
    await letPass('1 minute');

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(changeOf(run, 'oppspot_summary')).toMatchObject({ written: true });
    expect(await repairs()).toHaveLength(2);
  });

  it('is created once though a bulk run and cards of two processes miss it at the same time, and no record is dropped', async () => {
    await forgetRepairs();
    await deleteProperty('contacts', 'oppspot_summary');
    await world.product.startWorker();

    const begun = await world.send('/api/hubspot/bulk-enrichments', admin, {
      method: 'POST',
      body: JSON.stringify({ objectType: 'contacts', all: true, idempotencyKey: randomUUID() }),
    });
    const { id } = z.object({ bulk: z.object({ id: z.string() }) }).parse(await begun.json()).bulk;
    const click = () =>
      twin.send(
        '/api/hubspot/enrichments',
        { portalId: PORTAL, userId: REP },
        {
          method: 'POST',
          body: JSON.stringify({ objectType: 'contacts', objectId: world.id('ann'), idempotencyKey: randomUUID() }),
        },
      );
    await Promise.all([click(), world.enrich('contacts', 'bob')]);
    const read = async () =>
      bulkAnswerSchema.parse(await (await world.send(`/api/hubspot/bulk-enrichments/${id}`, admin)).json()).bulk;
    await expect.poll(read).toMatchObject({ status: 'completed', failed: 0 });

    expect((await creations()).map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/crm\/properties\/[^/]+\/contacts\/batch\/create$/),
    ]);
    for (const key of ['ann', 'bob', 'by-domain']) {
      expect(await world.values('contacts', key)).toHaveProperty('oppspot_summary');
    }
  });

  it('is not created where the permission for it is missing: that is asked once an hour, and the rest is written', async () => {
    await forgetRepairs();
    await deleteProperty('deals', 'oppspot_summary');
    const refusal = { status: 'error', category: 'MISSING_SCOPES', message: 'no', correlationId: 'a-correlation-id' };
    const fault = { kind: 'status', status: 403, body: refusal };
    await world.control('/faults', 'POST', {
      match: { method: 'POST', pathPattern: '/crm/properties/' },
      times: 10,
      fault,
    });

    const first = await world.enrich('deals', 'deal', { refresh: true });
    const refused = (await creations()).length;
    await world.query('DELETE FROM crm_entity_mappings');
    const second = await world.enrich('deals', 'deal', { refresh: true });
    await world.control('/faults', 'DELETE');

    expect([first.status, second.status]).toEqual(['completed', 'completed']);
    expect(changeOf(first, 'oppspot_summary')).toMatchObject({ written: false });
    expect(changeOf(first, 'oppspot_company_number')).toMatchObject({ written: true });
    expect([refused, (await creations()).length]).toEqual([1, 1]);
    expect(await repairs()).toEqual([{ status: 'failed', message: expect.stringContaining('stays so') }]);
  });

  it('is not created where the settings do not let us write it', async () => {
    await forgetRepairs();
    await deleteProperty('companies', 'oppspot_summary');
    await deleteProperty('companies', 'oppspot_signals');
    const { settings } = z
      .object({
        settings: z.looseObject({ fields: z.record(z.string(), z.array(z.looseObject({ target: z.string() }))) }),
      })
      .parse(await (await world.send('/api/hubspot/settings', admin)).json());
    const companies = settings.fields.companies?.map((field) =>
      field.target === 'oppspot_signals' ? { ...field, policy: 'never' } : field,
    );
    await world.changeSettings(ADMIN, { fields: { ...settings.fields, companies } });

    const run = await world.enrich('companies', 'kestrel', { refresh: true });

    expect(changeOf(run, 'oppspot_summary')).toMatchObject({ written: true });
    const message = (await repairs()).at(-1)?.message;
    expect(message).toContain('oppspot_summary (companies)');
    expect(message).not.toContain('oppspot_signals');
  });
});
