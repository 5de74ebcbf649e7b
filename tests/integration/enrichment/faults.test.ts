import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, followRun, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
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

const fault = (kind: Record<string, unknown>, match: Record<string, unknown> = {}, times = 1) =>
  world.control('/faults', 'POST', { match: { pathPattern: '/crm/objects/', ...match }, times, fault: kind });
const status = (code: number, body: unknown = {}, headers: Record<string, string> = {}) => ({
  kind: 'status',
  status: code,
  body,
  headers,
});
const patches = async () => (await world.requests()).filter(({ method }) => method === 'PATCH');
const hubspotError = (category: string, message = 'no') => ({
  status: 'error',
  message,
  category,
  correlationId: 'a-correlation-id',
});

/** Makes the record worth writing again: a person emptied a value that is ours, which nobody else set. */
async function forgetRecord(key: string) {
  await world.query('DELETE FROM crm_entity_mappings WHERE crm_record_id = $1', [world.id(key)]);
}

describe('HubSpot asks us to wait', () => {
  it('429 with Retry-After is waited for and the run succeeds', async () => {
    await fault(
      status(429, { ...hubspotError('RATE_LIMITS'), policyName: 'TEN_SECONDLY_ROLLING' }, { 'retry-after': '1' }),
    );

    // Our own count does not explain the refusal: the smaller window may hold the run up for ten seconds.
    const run = await followRun(world, await world.enrich('companies', 'kestrel'));

    expect(run.status).toBe('completed');
  });

  it.each([502, 503, 504, 521])('%i is repeated and the run succeeds', async (code) => {
    await fault(status(code, '<html>'));

    expect((await world.enrich('contacts', 'ann')).status).toBe('completed');
  });

  it('423 is waited for and the run succeeds', async () => {
    await fault(status(423, hubspotError('LOCKED')), { method: 'PATCH' });
    await forgetRecord('bob');

    expect((await world.enrich('contacts', 'bob')).status).toBe('completed');
  });
});

describe('the connection breaks', () => {
  it('before HubSpot did anything: repeated, written once', async () => {
    await fault({ kind: 'reset-before' }, { method: 'PATCH' });

    const run = await world.enrich('companies', 'sinking');

    expect(run.status).toBe('completed');
    expect(await world.values('companies', 'sinking')).toMatchObject({ oppspot_company_number: '99100002' });
  });

  it('after HubSpot had written: the same values are sent again and nothing is doubled', async () => {
    await fault({ kind: 'reset-after-apply' }, { method: 'PATCH' });

    const run = await world.enrich('deals', 'deal');

    expect(run.changes.every(({ written }) => written)).toBe(true);
    expect(await patches()).toHaveLength(2);
  });

  it('and junk comes back instead of JSON: repeated', async () => {
    await fault({ kind: 'junk-after-apply' }, { method: 'GET' });

    expect((await world.enrich('companies', 'kestrel')).status).toBe('completed');
  });
});

describe('a token', () => {
  it('that HubSpot refuses is renewed once and the call repeated', async () => {
    await world.control('/expire-tokens', 'POST', { portalId: PORTAL });
    const before = world.sandbox.admin.state.oauth.calls.length;

    const runs = await Promise.all(['ann', 'bob', 'loner'].map((key) => world.enrich('contacts', key)));

    expect(runs.map(({ error }) => error)).toEqual([null, null, null]);
    expect(world.sandbox.admin.state.oauth.calls.length - before).toBe(1);
  });
});

describe('the portal’s own state', () => {
  it('a deleted property of ours is created again and written', async () => {
    const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
    await fetch(`${world.sandbox.url}/crm/properties/2026-09/companies/oppspot_summary`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    await forgetRecord('kestrel');

    const run = await world.enrich('companies', 'kestrel');

    expect(run.changes).toContainEqual(expect.objectContaining({ property: 'oppspot_summary', written: true }));
    expect(await world.values('companies', 'kestrel')).toHaveProperty('oppspot_summary');
  });

  it('a value that HubSpot refuses is named with its words, and the others are written', async () => {
    const message =
      'Property values were not valid: [{"isValid":false,"message":"too fancy","error":"INVALID_OPTION","name":"oppspot_deal_stage"}]';
    const refusal = {
      ...hubspotError('VALIDATION_ERROR', message),
      errors: [{ message: 'too fancy', code: 'INVALID_OPTION', context: { propertyName: ['oppspot_deal_stage'] } }],
    };
    await world.edit('contacts', 'by-domain', { lastname: 'Changed' });
    await fault(status(400, refusal), { method: 'PATCH' });

    const run = await world.enrich('contacts', 'by-domain');
    const stage = run.changes.find(({ property }) => property === 'oppspot_deal_stage');

    expect(stage).toMatchObject({ written: false });
    expect(stage?.reason).toContain('too fancy');
    expect(run.changes.filter(({ written }) => written).length).toBeGreaterThan(5);
  });

  it('a record deleted before the run is told, and nothing is written', async () => {
    await world.control(`/portals/${PORTAL}/records/deals/${world.id('loose-deal')}`, 'DELETE');

    expect(await world.enrich('deals', 'loose-deal')).toMatchObject({ status: 'failed', error: { code: 'not_found' } });
  });

  it('a record deleted between reading and writing is told', async () => {
    await fault(status(404, hubspotError('OBJECT_NOT_FOUND')), { method: 'PATCH' });

    expect(await world.enrich('companies', 'stranger')).toMatchObject({
      status: 'failed',
      error: { code: 'not_found' },
    });
  });

  it('a missing scope is told with what an admin must do', async () => {
    await fault(
      status(403, {
        ...hubspotError('MISSING_SCOPES'),
        errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.companies.read'] } }],
      }),
    );

    const run = await world.enrich('companies', 'bare');

    expect(run).toMatchObject({ status: 'failed', error: { code: 'upstream_missing_scopes' } });
  });
});

describe('an uninstalled portal', () => {
  it('is marked disconnected by the refresh that HubSpot refuses, and the card says so', async () => {
    await world.control('/uninstall', 'POST', { portalId: PORTAL });

    const run = await world.enrich('companies', 'kestrel', { refresh: true });
    const record = await world.send(`/api/hubspot/records/companies/${world.id('kestrel')}`, {
      portalId: PORTAL,
      userId: REP,
    });
    const next = await world.post({ objectType: 'companies', objectId: world.id('kestrel'), idempotencyKey: 'after' });

    expect(run).toMatchObject({ status: 'failed', error: { code: 'disconnected' } });
    expect(await record.json()).toMatchObject({ connection: { status: 'disconnected' } });
    expect(next.status).toBe(409);
  });

  it('works again after a new install, with what it knew before', async () => {
    await world.install(PORTAL, ADMIN);

    expect((await world.enrich('companies', 'kestrel')).status).toBe('completed');
  });
});
