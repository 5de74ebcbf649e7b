import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, PORTAL, REP, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
});

const health = async () =>
  (await (await world.send('/api/hubspot/health', { portalId: PORTAL, userId: REP })).json()) as Record<
    string,
    unknown
  >;
const disconnect = (userId: number, body = {}) =>
  world.send(
    '/api/hubspot/installation',
    { portalId: PORTAL, userId },
    { method: 'DELETE', body: JSON.stringify(body) },
  );
const ourProperties = async () => {
  const record = (await world.control(`/portals/${PORTAL}/records/companies/${world.id('kestrel')}`)) as {
    definitions: { name: string }[];
  };
  return record.definitions.filter(({ name }) => name.startsWith('oppspot_'));
};

describe('the health of a portal', () => {
  it('tells the connection, the register, what failed last, and everything the app may write', async () => {
    expect(await health()).toMatchObject({
      connection: { status: 'connected', portalId: PORTAL },
      scopes: { missing: [] },
      missingProperties: { contacts: [], companies: [], deals: [] },
      register: { companies: 5 },
      queue: { ok: true },
      mayWrite: {
        companies: expect.arrayContaining([{ target: 'oppspot_score', policy: 'overwrite', respectHumanEdits: true }]),
      },
    });
  });

  it('names a property that somebody deleted', async () => {
    const token = [...world.sandbox.admin.state.oauth.accessTokens.keys()].at(-1);
    await fetch(`${world.sandbox.url}/crm/properties/2026-09/deals/oppspot_score`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });

    expect(await health()).toMatchObject({ missingProperties: { deals: ['oppspot_score'], companies: [] } });
  });
});

describe('disconnecting', () => {
  it('is for admins alone', async () => {
    expect((await disconnect(REP)).status).toBe(403);
    expect(await health()).toMatchObject({ connection: { status: 'connected' } });
  });

  it('removes our properties when asked, uninstalls, revokes, destroys the key, and gives a receipt', async () => {
    await world.enrich('companies', 'kestrel');
    await world.send(
      '/api/hubspot/bulk-enrichments',
      { portalId: PORTAL, userId: ADMIN },
      { method: 'POST', body: JSON.stringify({ objectType: 'contacts', all: true, idempotencyKey: 'waits' }) },
    );
    const refreshTokens = world.sandbox.admin.state.oauth.refreshTokens.size;

    const response = await disconnect(ADMIN, { removeProperties: true });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      receipt: {
        portalId: PORTAL,
        uninstalled: true,
        keyDestroyed: true,
        removedProperties: { deals: expect.arrayContaining(['oppspot_summary']) },
      },
    });
    expect(refreshTokens).toBeGreaterThan(0);
    // Unlike those of an account that only lost its connection, a new install does not take them up.
    expect(await world.query('SELECT status FROM bulk_runs')).toEqual([{ status: 'stopped' }]);
    expect(await ourProperties()).toEqual([]);
    const [portal] = (
      (await world.control('/portals')) as { portals: { id: number; installed: boolean }[] }
    ).portals.filter(({ id }) => id === PORTAL);
    expect(portal?.installed).toBe(false);
    const [row] = await world.query<{ access_token: string | null; keys: string }>(
      'SELECT access_token, (SELECT count(*) FROM organization_keys k WHERE k.organization_id = i.organization_id) AS keys FROM crm_integrations i WHERE portal_id = $1',
      [PORTAL],
    );
    expect(row).toEqual({ access_token: null, keys: '0' });
  });

  it('leaves a card that says so, and an enrichment that is refused before it starts', async () => {
    const answer = await world.post({ objectType: 'companies', objectId: world.id('kestrel'), idempotencyKey: 'late' });

    expect(answer.status).toBe(409);
    expect(await health()).toMatchObject({ connection: { status: 'disconnected' }, missingProperties: null });
  });

  it('can be repeated', async () => {
    expect((await disconnect(ADMIN)).status).toBe(200);
  });

  it('is undone by a new install, with new keys and properties', async () => {
    await world.install(PORTAL, ADMIN);

    expect((await world.enrich('companies', 'kestrel')).status).toBe('completed');
    expect((await ourProperties()).length).toBe(14);
  });

  it('speaks to HubSpot as its documents say', async () => {
    expect(await world.control('/conformance')).toMatchObject({ requests: [], responses: [] });
  });
});
