import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../api/api-world.ts';
import { ADMIN, OTHER_PORTAL, PORTAL } from '../enrichment/world.ts';
import { consent, type DashboardWorld, startDashboardWorld } from './dashboard-world.ts';

let world: DashboardWorld;
beforeAll(async () => {
  world = await startDashboardWorld();
});
afterAll(() => world.stop());

/** Every route that needs a session: what a stranger must not reach. */
const ROUTES = [
  ['DELETE', '/session'],
  ['GET', '/connections'],
  ['POST', '/connections'],
  ['GET', `/connections/${randomUUID()}/health`],
  ['PUT', `/connections/${randomUUID()}`],
  ['DELETE', `/connections/${randomUUID()}`],
  ['GET', '/history'],
  ['GET', `/enrichments/${randomUUID()}`],
  ['POST', `/enrichments/${randomUUID()}/undo`],
  ['POST', `/enrichments/${randomUUID()}/retry`],
  ['GET', '/bulk-runs'],
  ['POST', '/bulk-runs'],
  ['POST', `/bulk-runs/${randomUUID()}/stop`],
  ['POST', `/bulk-runs/${randomUUID()}/resume`],
  ['POST', `/bulk-runs/${randomUUID()}/undo`],
  ['GET', '/mappings'],
  ['PUT', '/mappings'],
  ['GET', '/properties/companies'],
  ['GET', '/overview'],
  ['GET', '/usage'],
  ['GET', '/events'],
] as const;

describe('without a session', () => {
  it.each(ROUTES)('%s %s is refused', async (method, path) => {
    const answer = await world.stranger(path, { method });

    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it.each(ROUTES)('%s %s is refused with a cookie that nobody was given', async (method, path) => {
    const cookie = `__Host-smartsync_session=${'A'.repeat(43)}`;

    expect(await world.stranger(path, { method, headers: { cookie } })).toMatchObject({ status: 401 });
  });
});

describe('who is signed in', () => {
  it.each([
    ['without a cookie', undefined],
    ['with a cookie that nobody was given', `__Host-smartsync_session=${'A'.repeat(43)}`],
  ])('is nobody %s, which is an answer and no error', async (_, cookie) => {
    const answer = await world.stranger('/session', { headers: { cookie } });

    expect([answer.status, answer.body]).toEqual([200, { session: null }]);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });
});

describe('signing in with a token', () => {
  it('gives a cookie that no script, no other host and no plain connection sees', async () => {
    const token = await signToken({ organizationId: randomUUID() });

    const answer = await world.stranger('/session', { method: 'POST', body: { token } });

    expect(answer.status).toBe(201);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-smartsync_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(JSON.stringify(answer.body)).not.toContain(token);
  });

  it('keeps neither the cookie nor the token in the database', async () => {
    const organizationId = randomUUID();
    const token = await signToken({ organizationId });
    const answer = await world.stranger('/session', { method: 'POST', body: { token } });
    const [cookie = ''] = answer.headers.getSetCookie();

    const rows = await world.query('SELECT * FROM dashboard_sessions WHERE organization_id = $1', [organizationId]);

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(cookie.split(/[=;]/)[1]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    ['no token', ''],
    ['no JWT', 'nonsense'],
    ['one that somebody else signed', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.AAAA'],
  ])('refuses %s and gives no cookie', async (_, token) => {
    const answer = await world.stranger('/session', { method: 'POST', body: { token } });

    expect([401, 422]).toContain(answer.status);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('refuses it from a page of somebody else, so that nobody is signed in unawares', async () => {
    const token = await signToken({ organizationId: randomUUID() });
    const from = (headers: Readonly<Record<string, string | undefined>>) =>
      world.stranger('/session', { method: 'POST', body: { token }, headers });

    expect(await from({ Origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await from({ Origin: undefined })).toMatchObject({ status: 403 });
    expect(await from({ 'Sec-Fetch-Site': 'cross-site' })).toMatchObject({ status: 403 });
  });

  it('ends the session that the browser had before', async () => {
    const before = await world.signInByToken(randomUUID());
    const token = await signToken({ organizationId: randomUUID() });

    await world.stranger('/session', { method: 'POST', body: { token }, headers: { cookie: before.cookie } });

    expect((await before.call('/session')).body).toEqual({ session: null });
    expect(await before.call('/connections')).toMatchObject({ status: 401 });
  });
});

describe('a session', () => {
  it('ends when its time is over, however busy it was', async () => {
    const organizationId = randomUUID();
    const visitor = await world.signInByToken(organizationId);
    await world.query(`UPDATE dashboard_sessions SET expires_at = now() WHERE organization_id = $1`, [organizationId]);

    expect(await visitor.call('/connections')).toMatchObject({ status: 401 });
  });

  it('ends when nobody was there for two hours', async () => {
    const organizationId = randomUUID();
    const visitor = await world.signInByToken(organizationId);
    const idle = `UPDATE dashboard_sessions SET last_seen_at = now() - interval '121 minutes' WHERE organization_id = $1`;
    await world.query(idle, [organizationId]);

    expect(await visitor.call('/connections')).toMatchObject({ status: 401 });
  });

  it('ends with signing out, for who copied the cookie too', async () => {
    const visitor = await world.signInByToken(randomUUID());

    const answer = await visitor.call('/session', { method: 'DELETE' });

    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-smartsync_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await visitor.call('/session')).body).toEqual({ session: null });
    expect(await visitor.call('/connections')).toMatchObject({ status: 401 });
  });

  it('tells who is signed in, without the secret of the cookie', async () => {
    const organizationId = randomUUID();
    const visitor = await world.signInByToken(organizationId, 'member');

    const { body } = await visitor.call('/session');

    expect(body.session).toMatchObject({ organizationId, role: 'member', signedInBy: 'token' });
    expect(JSON.stringify(body)).not.toContain(visitor.cookie.split('=')[1]);
  });
});

describe('a write', () => {
  const write = { method: 'POST', body: { objectType: 'companies', all: true, idempotencyKey: 'k', dryRun: true } };

  it('needs the token of its session', async () => {
    const visitor = await world.signInByToken(randomUUID());
    const other = await world.signInByToken(randomUUID());

    const without = await visitor.call('/bulk-runs', { ...write, headers: { 'X-CSRF-Token': undefined } });
    const foreign = await visitor.call('/bulk-runs', { ...write, headers: { 'X-CSRF-Token': other.csrfToken } });

    expect(without).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    expect(foreign).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  it.each([
    ['another origin', { Origin: 'https://evil.example' }],
    ['no origin', { Origin: undefined }],
    ['an opaque origin', { Origin: 'null' }],
    ['another site, as the browser says', { 'Sec-Fetch-Site': 'same-site' }],
  ])('is refused from %s, also with the right token', async (_, headers) => {
    const visitor = await world.signInByToken(randomUUID());

    const answer = await visitor.call('/bulk-runs', { ...write, headers });

    expect(answer).toMatchObject({ status: 403, body: { error: { message: expect.stringContaining('/dashboard') } } });
  });
});

describe('signing in through HubSpot', () => {
  it('opens the dashboard of the portal for who consented', async () => {
    const { visitor, landedOn } = await world.signInByHubspot(PORTAL, ADMIN);

    const { body } = await visitor.call('/session');

    expect(landedOn).toBe('/dashboard');
    expect(body.session).toMatchObject({ userId: String(ADMIN), role: 'admin', signedInBy: 'hubspot' });
    const connections = await visitor.call('/connections');
    expect(connections.body.connections).toMatchObject([{ account_id: String(PORTAL), status: 'connected' }]);
  });

  it('is refused in another browser than it began in, and signs nobody in', async () => {
    const start = await fetch(`${world.origin}/api/auth/hubspot/sign-in`, { redirect: 'manual' });
    const page = await fetch(start.headers.get('location') ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ decision: 'connect', account: `${PORTAL}:${ADMIN}` }),
    });
    const callback = new URL(page.headers.get('location') ?? '');

    const answer = await fetch(`${world.origin}${callback.pathname}${callback.search}`, { redirect: 'manual' });

    expect(answer.status).toBe(400);
    expect(answer.headers.getSetCookie().join()).not.toContain('smartsync_session');
  });

  it('is refused when the intent behind the state was changed on the way', async () => {
    const start = await fetch(`${world.origin}/api/auth/hubspot/sign-in`, { redirect: 'manual' });
    const consentUrl = new URL(start.headers.get('location') ?? '');
    const state = `${consentUrl.searchParams.get('state')}.${randomUUID()}`;
    const cookie = start.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');

    const answer = await fetch(`${world.origin}/api/auth/hubspot/callback?code=any&state=${state}`, {
      redirect: 'manual',
      headers: { cookie },
    });

    expect(answer.status).toBe(400);
  });

  it('links a portal to the organisation whose dashboard the person came from', async () => {
    const organizationId = randomUUID();
    const visitor = await world.signInByToken(organizationId);

    const { visitor: after, landedOn } = await world.signInByHubspot(OTHER_PORTAL, 601, visitor.cookie);

    expect(landedOn).toBe('/dashboard/connect?step=test');
    expect((await after.call('/session')).body.session).toMatchObject({ organizationId, signedInBy: 'token' });
    expect((await after.call('/connections')).body.connections).toMatchObject([
      { account_id: String(OTHER_PORTAL), is_active: true, auth_kind: 'oauth' },
    ]);
  });

  it('gives a portal of one organisation to no other', async () => {
    const owner = await world.signInByToken(randomUUID());
    await world.signInByHubspot(OTHER_PORTAL, 601, owner.cookie);
    const thief = await world.signInByToken(randomUUID());

    const answer = await consent(world, { portalId: OTHER_PORTAL, userId: 601, cookie: thief.cookie });

    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('belongs to another organisation');
    expect((await thief.call('/connections')).body.connections).toEqual([]);
  });
});
