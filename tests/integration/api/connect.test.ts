import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, OTHER_PORTAL, OTHER_TOKEN, PORTAL, startApiWorld } from './api-world.ts';

const [FIRST, SECOND] = [randomUUID(), randomUUID()];
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
});

afterAll(async () => {
  await world.stop();
});

const connectOther = (organizationId: string) => world.connect(organizationId, { access_token: OTHER_TOKEN });

describe('connecting', () => {
  it('refuses what is no JSON with 400, a wrong shape with 422, and a CRM that is not built with 422', async () => {
    const post = (body: unknown) => world.api('/connect', { organizationId: FIRST, method: 'POST', body });

    expect(await post('{"crm_type":')).toMatchObject({ status: 400, body: { success: false, code: 'VALIDATION' } });
    expect(await post({ crm_type: 'hubspot' })).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION', details: { fields: [{ field: 'access_token', message: expect.any(String) }] } },
    });
    expect(await post({ crm_type: 'salesforce', access_token: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'UNSUPPORTED_CRM' },
    });
  });

  it('tries the token first and stores nothing of one that HubSpot refuses', async () => {
    const organizationId = randomUUID();

    const answer = await world.connect(organizationId, { access_token: 'pat-eu1-wrong' });

    expect(answer).toMatchObject({
      status: 400,
      body: { success: false, error: 'Invalid CRM credentials', code: 'INVALID_CREDENTIALS' },
    });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect((await world.api('/connect', { organizationId })).body).toEqual({ integrations: [] });
  });

  it.each(['two\nlines', 'a “quoted” token'])(
    'takes the token %j, which fits in no header, for a mistake',
    async (token) => {
      const answer = await world.api('/connect', {
        organizationId: randomUUID(),
        method: 'POST',
        body: { crm_type: 'hubspot', access_token: token },
      });

      expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
    },
  );

  it('answers as the quick start says, and updates on repetition', async () => {
    const first = await connectOther(SECOND);
    const again = await world.connect(SECOND, {
      access_token: OTHER_TOKEN,
      auto_enrich: true,
      sync_frequency: 'daily',
    });

    expect(first).toMatchObject({
      status: 200,
      body: {
        success: true,
        integration: { id: expect.any(String), crm_type: 'hubspot', is_active: true, auto_enrich: false },
        message: 'CRM integration connected successfully',
      },
    });
    expect(again.body.integration).toMatchObject({
      id: first.body.integration.id,
      auto_enrich: true,
      sync_frequency: 'daily',
      auth_kind: 'private_app',
      account_id: String(OTHER_PORTAL),
    });
    expect((await world.api('/connect', { organizationId: SECOND })).body.integrations).toEqual([
      again.body.integration,
    ]);
  });

  it('keeps the token sealed: it is in no answer and in no table', async () => {
    await connectOther(SECOND);
    const rows = await world.query<{ access_token: string }>(
      `SELECT access_token FROM crm_integrations WHERE portal_id = ${OTHER_PORTAL}`,
    );

    expect(rows).toEqual([{ access_token: expect.stringMatching(/^v1\./) }]);
    const listed = await world.api('/connect', { organizationId: SECOND });
    expect(JSON.stringify(listed.body)).not.toContain('pat-eu1');
    expect(JSON.stringify(rows)).not.toContain('pat-eu1');
  });

  it('makes our properties in the account', async () => {
    await connectOther(SECOND);
    const id = (await world.api('/connect', { organizationId: SECOND })).body.integrations[0].id;

    const { body } = await world.api(`/${id}/fields?entity_type=company`, { organizationId: SECOND });

    expect(body.fields.map(({ name }: { name: string }) => name)).toContain('oppspot_score');
  });

  it('links an installed account, keeps its grant, and gives it to no second organisation', async () => {
    const linked = await world.connect(FIRST);
    const taken = await world.connect(randomUUID());

    expect(linked.body.integration).toMatchObject({ auth_kind: 'oauth', account_id: String(PORTAL), is_active: true });
    expect(taken).toMatchObject({ status: 409, body: { success: false, code: 'CONFLICT' } });
  });

  it('gives an account to one of ten organisations that ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => connectOther(randomUUID())));

    // The account belongs to the second organisation since the tests above.
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(409));
  });

  it('refuses a second account while the first is connected', async () => {
    await world.connect(FIRST);

    const answer = await world.connect(FIRST, { access_token: OTHER_TOKEN });

    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });

  it('saves direction and frequency as the portal’s own settings', async () => {
    await world.connect(SECOND, { access_token: OTHER_TOKEN, sync_direction: 'to_crm', sync_frequency: 'hourly' });

    const rows = await world.query(
      `SELECT i.sync_direction, i.sync_frequency, s.settings -> 'sync' AS sync FROM crm_integrations i
       JOIN portal_settings s USING (organization_id) WHERE i.portal_id = ${OTHER_PORTAL}`,
    );

    expect(rows).toEqual([
      { sync_direction: 'to_crm', sync_frequency: 'hourly', sync: { direction: 'to_crm', frequency: 'hourly' } },
    ]);
  });
});

describe('another organisation’s integration', () => {
  it('is not there, for any route', async () => {
    await world.connect(FIRST);
    await connectOther(SECOND);
    const id = (await world.api('/connect', { organizationId: FIRST })).body.integrations[0].id;
    const as = { organizationId: SECOND };
    const contact = { integration_id: id, entity_type: 'contact', contact: { email: 'a@b.example' } };
    const batch = { integration_id: id, entity_type: 'contact', contacts: [{ email: 'a@b.example' }] };

    const answers = await Promise.all([
      world.api(`/connect/${id}`, { ...as, method: 'DELETE' }),
      world.api('/sync', { ...as, method: 'POST', body: contact }),
      world.api('/sync/batch', { ...as, method: 'POST', body: batch }),
      world.api(`/sync?integration_id=${id}`, as),
      world.api(`/${id}/mappings`, as),
      world.api(`/${id}/mappings`, { ...as, method: 'PUT', body: { mappings: {} } }),
      world.api(`/${id}/fields`, as),
    ]);

    expect(answers.map(({ status, body }) => [status, body.code, body.error])).toEqual(
      answers.map(() => [404, 'INTEGRATION_NOT_FOUND', 'Integration not found or inactive']),
    );
    const still = await world.api('/connect', { organizationId: FIRST });
    expect(still.body.integrations[0]).toMatchObject({ id, is_active: true });
  });
});

describe('disconnecting', () => {
  it('forgets the token, lists the integration as inactive, and can be undone by connecting again', async () => {
    await connectOther(SECOND);
    const id = (await world.api('/connect', { organizationId: SECOND })).body.integrations[0].id;

    const gone = await world.api(`/connect/${id}`, { organizationId: SECOND, method: 'DELETE' });
    const listed = await world.api('/connect', { organizationId: SECOND });
    const synced = await world.sync(SECOND, { entity_type: 'contact', contact: { email: 'a@b.example' } });

    expect(gone).toMatchObject({ status: 200, body: { success: true } });
    expect(listed.body.integrations).toMatchObject([{ id, is_active: false, status: 'disconnected' }]);
    expect(synced).toMatchObject({ status: 404, body: { code: 'INTEGRATION_NOT_FOUND' } });
    expect(await world.query(`SELECT access_token FROM crm_integrations WHERE portal_id = ${OTHER_PORTAL}`)).toEqual([
      { access_token: null },
    ]);
    expect((await connectOther(SECOND)).body.integration).toMatchObject({ id, is_active: true });
  });
});

describe('who managed a connection', () => {
  it('is written down, without a token', async () => {
    await connectOther(SECOND);

    const rows = await world.query<{ operation: string; message: string }>(
      `SELECT operation, message FROM crm_sync_logs WHERE kind IN ('install', 'disconnect') ORDER BY created_at`,
    );

    expect(rows).toContainEqual({
      operation: 'install',
      message: expect.stringMatching(/^connected through the API by user [0-9a-f-]{36}$/),
    });
    expect(rows).toContainEqual({
      operation: 'disconnect',
      message: expect.stringMatching(/^Disconnected through the API by user [0-9a-f-]{36}\.$/),
    });
    expect(JSON.stringify(rows)).not.toContain('pat-eu1');
  });

  it('and which switch they turned is in the log of settings, once', async () => {
    await connectOther(SECOND);
    await world.connect(SECOND, { access_token: OTHER_TOKEN, auto_score: true });
    await world.connect(SECOND, { access_token: OTHER_TOKEN, auto_score: true });

    const rows = await world.query<{ message: string; setting_changes: unknown }>(
      `SELECT message, setting_changes FROM crm_sync_logs WHERE kind = 'settings' AND setting_changes::text LIKE '%autoScore%'`,
    );

    expect(rows).toEqual([
      {
        message: expect.stringMatching(/^changed by user [0-9a-f-]{36} of the API: connection\.autoScore$/),
        setting_changes: [{ setting: 'connection.autoScore', before: 'false', after: 'true' }],
      },
    ]);
    const changes = await world.query(
      `SELECT changed_names FROM portal_setting_changes WHERE changed_names @> '{connection.autoScore}'`,
    );
    expect(changes).toHaveLength(1);
  });
});
