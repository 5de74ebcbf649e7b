import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_TOKEN, TOKEN } from '../api/api-world.ts';
import { ADMIN, OTHER_PORTAL, PORTAL } from '../enrichment/world.ts';
import { type DashboardWorld, startDashboardWorld, type Visitor } from './dashboard-world.ts';

const SWITCHES = {
  auto_enrich: true,
  auto_score: true,
  auto_assign: false,
  auto_create_tasks: false,
  sync_direction: 'to_crm',
  sync_frequency: 'daily',
};

let world: DashboardWorld;
let admin: Visitor;
/** Of an organisation that has the other portal. */
let rival: Visitor;
beforeAll(async () => {
  world = await startDashboardWorld({ startsWorker: true });
  admin = (await world.signInByHubspot(PORTAL, ADMIN)).visitor;
  rival = await world.signInByToken(randomUUID());
  await rival.call('/connections', { method: 'POST', body: { crm_type: 'hubspot', access_token: OTHER_TOKEN } });
});
afterAll(() => world.stop());

describe('connections', () => {
  it('come about by a token that HubSpot takes, tested and with the properties made', async () => {
    const visitor = await world.signInByToken(randomUUID(), 'owner');
    await rival.call(`/connections/${await idOf(rival)}`, { method: 'DELETE' });

    const answer = await rival.call('/connections', {
      method: 'POST',
      body: { crm_type: 'hubspot', access_token: OTHER_TOKEN },
    });

    expect(answer).toMatchObject({
      status: 200,
      body: {
        connection: { account_id: String(OTHER_PORTAL), status: 'connected', auth_kind: 'private_app' },
        health: { missingProperties: { contacts: [], companies: [], deals: [] } },
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain(OTHER_TOKEN);
    expect((await visitor.call('/connections')).body.connections).toEqual([]);
  });

  it('say what to do about a token that HubSpot refuses, and keep nothing', async () => {
    const visitor = await world.signInByToken(randomUUID());

    const answer = await visitor.call('/connections', {
      method: 'POST',
      body: { crm_type: 'hubspot', access_token: 'pat-eu1-mistyped' },
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('Copy it again') } },
    });
    expect((await visitor.call('/connections')).body.connections).toEqual([]);
  });

  it('of a portal that belongs to others cannot be taken', async () => {
    const thief = await world.signInByToken(randomUUID());

    const answer = await thief.call('/connections', {
      method: 'POST',
      body: { crm_type: 'hubspot', access_token: OTHER_TOKEN },
    });

    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });

  it('change what they do by themselves', async () => {
    const chosen = SWITCHES;

    await admin.call(`/connections/${await idOf(admin)}`, { method: 'PUT', body: chosen });

    expect((await admin.call('/connections')).body.connections).toMatchObject([chosen]);
  });

  it('tell in the log which switches somebody turned, and who', async () => {
    const id = await idOf(admin);
    const turn = (auto_assign: boolean) =>
      admin.call(`/connections/${id}`, { method: 'PUT', body: { ...SWITCHES, auto_assign } });
    await turn(false);

    await turn(true);

    const response = await world.send('/api/hubspot/activity?limit=1', { portalId: PORTAL, userId: ADMIN });
    const { items } = (await response.json()) as { items: readonly object[] };
    expect(items).toMatchObject([
      {
        kind: 'settings',
        message: `changed by user ${ADMIN}: connection.autoAssign`,
        settingChanges: [{ setting: 'connection.autoAssign', before: 'false', after: 'true' }],
      },
    ]);
  });
});

describe('another organisation', () => {
  it('sees no connection, and can end none', async () => {
    const path = `/connections/${await idOf(admin)}`;

    expect(await rival.call(`${path}/health`)).toMatchObject({ status: 404 });
    expect(await rival.call(path, { method: 'DELETE' })).toMatchObject({ status: 404 });
    expect((await admin.call('/connections')).body.connections).toMatchObject([{ status: 'connected' }]);
  });

  it('sees no run, and can neither undo nor repeat it', async () => {
    const run = await world.enrich('companies', 'kestrel');

    expect(await rival.call(`/enrichments/${run.id}`)).toMatchObject({ status: 404 });
    expect(await rival.call(`/enrichments/${run.id}/undo`, { method: 'POST', body: {} })).toMatchObject({
      status: 404,
    });
    expect(await rival.call(`/enrichments/${run.id}/retry`, { method: 'POST', body: {} })).toMatchObject({
      status: 404,
    });
    expect((await rival.call(`/history?search=${world.id('kestrel')}`)).body.items).toEqual([]);
    expect((await world.values('companies', 'kestrel')).oppspot_score).toBeDefined();
  });

  it('sees no bulk run, and can stop none', async () => {
    const body = { objectType: 'companies', objectIds: [world.id('kestrel')], idempotencyKey: randomUUID() };
    const { body: started } = await admin.call('/bulk-runs', { method: 'POST', body });

    const stopped = await rival.call(`/bulk-runs/${started.run.id}/stop`, { method: 'POST', body: {} });

    expect(stopped).toMatchObject({ status: 404 });
    expect((await rival.call('/bulk-runs')).body.runs).toEqual([]);
    expect((await admin.call('/bulk-runs')).body.runs).toMatchObject([{ id: started.run.id }]);
  });
});

describe('who is no admin', () => {
  it.each([
    ['POST', '/connections', { crm_type: 'hubspot', access_token: TOKEN }],
    ['POST', '/bulk-runs', { objectType: 'companies', all: true, idempotencyKey: 'k' }],
    ['PUT', '/mappings', { mappings: { deals: [] } }],
    ['DELETE', `/connections/${randomUUID()}`, undefined],
    ['PUT', `/connections/${randomUUID()}`, {}],
  ])('may not %s %s', async (method, path, body) => {
    const member = await world.signInByToken(randomUUID(), 'member');

    const answer = await member.call(path, { method, ...(body === undefined ? {} : { body }) });

    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });
});

describe('the history', () => {
  it('is found by company, number and record, filtered, and paged to its end', async () => {
    await world.enrich('companies', 'sinking');
    await world.enrich('companies', 'stranger');
    const list = async (query: string) => (await admin.call(`/history?${query}`)).body;

    const byName = await list('search=sinking%20barge');
    const byNumber = await list('search=99100002');
    const byRecord = await list(`search=${world.id('sinking')}`);
    const unmatched = await list(`search=${world.id('stranger')}&kind=enrichment`);

    expect(byName.items[0]).toMatchObject({ company: { name: 'SINKING BARGE LIMITED', companyNumber: '99100002' } });
    expect(byNumber.items[0].id).toBe(byName.items[0].id);
    expect(byRecord.items[0].id).toBe(byName.items[0].id);
    expect(unmatched.items).toMatchObject([{ enrichmentStatus: 'no_match', company: null, score: null }]);
    expect((await list('search=%25')).items).toEqual([]);
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await admin.call('/history?cursor=made-up')).toMatchObject({ status: 422 });
  });

  it('undoes a run once, and says so the second time', async () => {
    const run = await world.enrich('companies', 'bare', { refresh: true });
    const undo = () => admin.call(`/enrichments/${run.id}/undo`, { method: 'POST', body: {} });

    const first = await undo();
    const second = await undo();

    expect(first).toMatchObject({ status: 200, body: { enrichment: { undo: { undoneAt: expect.any(String) } } } });
    expect(second.body.enrichment.undo).toEqual(first.body.enrichment.undo);
    expect((await world.values('companies', 'bare')).oppspot_company_number).toBeUndefined();
    const logged = await admin.call(`/history?kind=undo&search=${world.id('bare')}`);
    expect(logged.body.items).toMatchObject([{ requestedBy: { kind: 'api', via: 'dashboard' } }]);
  });

  it('repeats a run once for one click', async () => {
    const run = await world.enrich('companies', 'kestrel');
    const body = { idempotencyKey: randomUUID() };

    const first = await admin.call(`/enrichments/${run.id}/retry`, { method: 'POST', body });
    const second = await admin.call(`/enrichments/${run.id}/retry`, { method: 'POST', body });

    const requestedBy = { kind: 'api', via: 'dashboard', userId: ADMIN };
    expect(first).toMatchObject({ status: 200, body: { enrichment: { status: 'completed', requestedBy } } });
    expect(first.body.enrichment.id).not.toBe(run.id);
    expect(second.body.enrichment.id).toBe(first.body.enrichment.id);
  });
});

describe('the mapping', () => {
  it('is stored, and what does not fit is named by its place', async () => {
    const { body: before } = await admin.call('/mappings');
    const wrong = { source: 'score', target: 'no_such_property', transform: null, respectHumanEdits: true };

    const refused = await admin.call('/mappings', {
      method: 'PUT',
      body: { mappings: { deals: [...before.fields.deals, wrong] } },
    });
    const stored = await admin.call('/mappings', {
      method: 'PUT',
      body: { mappings: { deals: before.fields.deals.slice(1) } },
    });

    const place = `fields.deals.${before.fields.deals.length}.target`;
    expect(refused).toMatchObject({ status: 422, body: { error: { details: { fields: [{ field: place }] } } } });
    expect(stored.body.fields.deals).toEqual(before.fields.deals.slice(1));
    expect(stored.body.fields.companies).toEqual(before.fields.companies);
  });
});

describe('the figures', () => {
  it('have each of the last days, with what was done today', async () => {
    await world.enrich('companies', 'kestrel');

    const { body } = await admin.call('/usage?days=7');

    expect(body.days).toHaveLength(7);
    expect(body.days.at(-1)).toMatchObject({ day: new Date().toISOString().slice(0, 10), modelCalls: 0, costUsd: 0 });
    expect(body.days.at(-1).runs.completed).toBeGreaterThan(0);
    expect(body.days[0]).toMatchObject({ runs: {}, hubspotCalls: 0 });
    expect((await admin.call('/overview')).body.inHubspot.companies).toBeGreaterThan(0);
  });
});

describe('the stream of events', () => {
  it('says which part changed, and ends with the session', async () => {
    const visitor = (await world.signInByHubspot(PORTAL, ADMIN)).visitor;
    const response = await fetch(`${world.origin}/api/dashboard/events`, { headers: { cookie: visitor.cookie } });
    const text = readStream(response);

    await text.until('event: open');
    await text.until('\n:\n'); // the first look is what changes are measured by
    await world.enrich('companies', 'kestrel', { refresh: true });
    await text.until('event: history');
    await visitor.call('/session', { method: 'DELETE' });

    await text.until('event: signed_out');
    expect(await text.rest()).not.toContain('event: history');
  });
});

async function idOf(visitor: Visitor): Promise<string> {
  return (await visitor.call('/connections')).body.connections[0].id;
}

/** Reads a stream up to a text; rejects when it ends before. */
function readStream(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const more = async () => {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    seen += value ?? '';
    return done !== true;
  };
  return {
    until: async (words: string) => {
      while (!seen.includes(words)) expect(await more(), `the stream ended before "${words}"`).toBe(true);
      seen = seen.slice(seen.indexOf(words) + words.length);
    },
    rest: async () => {
      while (await more());
      return seen;
    },
  };
}
