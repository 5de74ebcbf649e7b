import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import {
  authorizeQuery,
  callAs,
  callOpen,
  consent,
  install,
  listResponseBreaches,
  PORTAL,
  postForm,
  REDIRECT_URI,
  SCOPES,
  startSmallSandbox,
} from './sandbox-fixture.ts';

const TOKEN = '/oauth/2026-09/token';
const DETAILS = '/account-info/2026-09/details';
const client = { client_id: 'client-1', client_secret: 'secret-1' };

describe('OAuth', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
  });
  afterEach(async () => {
    const breaches = await listResponseBreaches(sandbox);
    await sandbox.stop();
    expect(breaches).toEqual([]);
  });
  const getPage = async (path: string) => {
    const response = await fetch(`${sandbox.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const exchange = (code: string, extra: Record<string, string> = {}) =>
    postForm(sandbox, TOKEN, {
      ...client,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code,
      ...extra,
    });
  const getCode = async (query = authorizeQuery()) => (await consent(sandbox, query)).searchParams.get('code') ?? '';

  it('asks a person, in words, and says that it is a stand-in', async () => {
    const { status, text } = await getPage(`/oauth/authorize?${authorizeQuery()}`);

    expect(status).toBe(200);
    expect(text).toContain('Local stand-in for HubSpot');
    expect(text).toContain('Harbour &#38; Sons');
    expect(text).toContain('Create and change contacts, tasks and notes');
  });

  it('preselects the account of the path', async () => {
    const { text } = await getPage(`/oauth/4712/authorize?${authorizeQuery()}`);

    expect(text).toMatch(/value="4712:\d+" checked/);
  });

  it.each<[string, Record<string, string>, string]>([
    ['an unknown client', { client_id: 'other' }, 'No app is registered'],
    ['a foreign redirect address', { redirect_uri: 'https://evil.example/' }, 'redirect URLs'],
    ['a missing required scope', { scope: 'oauth' }, 'required scopes'],
    ['a scope the app does not have', { optional_scope: 'crm.import' }, 'not in the app'],
  ])('shows a page for %s and sends nobody anywhere', async (_title, change, words) => {
    const { status, text } = await getPage(`/oauth/authorize?${authorizeQuery(change)}`);
    const target = await consent(sandbox, authorizeQuery(change));

    expect(status).toBe(400);
    expect(text).toContain(words);
    expect(target.href).toBe('about:blank');
  });

  it('returns code and state, then tokens, once', async () => {
    const target = await consent(sandbox, authorizeQuery({ state: 'a b&c' }));
    const first = await exchange(target.searchParams.get('code') ?? '');
    const second = await exchange(target.searchParams.get('code') ?? '');

    expect(target.searchParams.get('state')).toBe('a b&c');
    expect(first.body).toMatchObject({
      token_type: 'bearer',
      expires_in: 1800,
      hub_id: PORTAL,
      user_id: 1,
      scopes: SCOPES,
    });
    expect(second).toMatchObject({ status: 400, body: { status: 'BAD_AUTH_CODE', error: 'invalid_grant' } });
  });

  it('returns the refusal when the person cancels', async () => {
    const response = await fetch(`${sandbox.url}/oauth/authorize?${authorizeQuery()}`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'cancel', account: `${PORTAL}:1` }),
      redirect: 'manual',
    });

    const target = new URL(response.headers.get('location') ?? '');
    expect(target.searchParams.get('error')).toBe('access_denied');
    expect(target.searchParams.get('state')).toBe('state-1');
    expect(target.searchParams.has('code')).toBe(false);
  });

  it('demands the verifier of a code challenge', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = authorizeQuery({ code_challenge: challenge, code_challenge_method: 'S256' });

    const without = await exchange(await getCode(query));
    const wrong = await exchange(await getCode(query), { code_verifier: 'w'.repeat(43) });
    const right = await exchange(await getCode(query), { code_verifier: verifier });

    expect(without.body.status).toBe('BAD_CODE_VERIFIER');
    expect(wrong.body.status).toBe('BAD_CODE_VERIFIER');
    expect(right.status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['BAD_CLIENT_ID', { client_id: 'other' }],
    ['BAD_CLIENT_SECRET', { client_secret: 'wrong' }],
    ['BAD_REDIRECT_URI', { redirect_uri: 'https://evil.example/' }],
    ['BAD_AUTH_CODE', { code: 'nonsense' }],
    ['BAD_GRANT_TYPE', { grant_type: 'password' }],
  ])('refuses with %s', async (status, change) => {
    const reply = await exchange(await getCode(), change);

    expect(reply).toMatchObject({ status: 400, body: { status } });
    expect(reply.body.error_description).toBe(reply.body.message);
  });

  it('refuses secrets in the URL and bodies that are no form', async () => {
    const inUrl = await postForm(sandbox, `${TOKEN}?client_secret=secret-1`, {
      ...client,
      grant_type: 'refresh_token',
    });
    const asJson = await callOpen(sandbox)('POST', TOKEN, { ...client, grant_type: 'refresh_token' });
    const old = await postForm(sandbox, '/oauth/v1/token', { ...client, grant_type: 'refresh_token' });

    expect(inUrl.body.status).toBe('BAD_REQUEST');
    expect(asJson.body.status).toBe('BAD_REQUEST');
    expect(old.status).toBe(404);
  });

  it('lets an access token live 30 minutes and a refresh token on', async () => {
    const tokens = await install(sandbox);
    const open = callOpen(sandbox);
    await open('POST', '/__sandbox/clock', { advanceMs: 1_799_000 });
    const before = await callAs(sandbox, tokens.access)('GET', DETAILS);
    await open('POST', '/__sandbox/clock', { advanceMs: 2_000 });
    const after = await callAs(sandbox, tokens.access)('GET', DETAILS);
    const refreshed = await postForm(sandbox, TOKEN, {
      ...client,
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh,
    });
    const again = await callAs(sandbox, refreshed.body.access_token)('GET', DETAILS);

    expect(before.status).toBe(200);
    expect(after).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } });
    expect(refreshed.body.refresh_token).toBe(tokens.refresh);
    expect(again.status).toBe(200);
  });

  it('introspects living tokens and knows nothing of dead ones', async () => {
    const tokens = await install(sandbox);
    const living = await postForm(sandbox, `${TOKEN}/introspect`, { ...client, token: tokens.access });
    const dead = await postForm(sandbox, `${TOKEN}/introspect`, { ...client, token: 'nonsense' });

    expect(living.body).toMatchObject({ active: true, hub_id: PORTAL, user: 'ana@harbour.example' });
    expect(living.body.expires_in).toBeGreaterThan(1_700);
    expect(dead).toMatchObject({ status: 200, body: { active: false } });
  });

  it('revokes a refresh token and leaves the access token alive', async () => {
    const tokens = await install(sandbox);
    await postForm(sandbox, `${TOKEN}/revoke`, { ...client, token: tokens.refresh, token_type_hint: 'refresh_token' });

    const refreshed = await postForm(sandbox, TOKEN, {
      ...client,
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh,
    });
    const living = await callAs(sandbox, tokens.access)('GET', DETAILS);

    expect(refreshed.body).toMatchObject({ status: 'BAD_REFRESH_TOKEN', error: 'invalid_grant' });
    expect(living.status).toBe(200);
  });

  it('ends every token when the app is uninstalled, by either side', async () => {
    const byApp = await install(sandbox);
    const left = await callAs(sandbox, byApp.access)('DELETE', '/appinstalls/2026-09/external-install');
    const byCustomer = await install(sandbox);
    await callOpen(sandbox)('POST', '/__sandbox/uninstall', { portalId: PORTAL });
    const refreshed = await postForm(sandbox, TOKEN, {
      ...client,
      grant_type: 'refresh_token',
      refresh_token: byCustomer.refresh,
    });

    expect(left.status).toBe(204);
    expect((await callAs(sandbox, byApp.access)('GET', DETAILS)).status).toBe(401);
    expect((await callAs(sandbox, byCustomer.access)('GET', DETAILS)).status).toBe(401);
    expect(refreshed.body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('grants the app itself a token that opens no portal', async () => {
    const scope = 'developer.webhooks_journal.read';
    const granted = await postForm(sandbox, TOKEN, { ...client, grant_type: 'client_credentials', scope });

    expect(granted.body).toMatchObject({ scopes: [scope], expires_in: 1800 });
    expect((await callAs(sandbox, granted.body.access_token)('GET', DETAILS)).status).toBe(401);
  });

  it('counts token calls and rotates refresh tokens when a run asks for it', async () => {
    await callOpen(sandbox)('PUT', '/__sandbox/settings', { rotatesRefreshTokens: true });
    const tokens = await install(sandbox);
    const refresh = (token: string) =>
      postForm(sandbox, TOKEN, { ...client, grant_type: 'refresh_token', refresh_token: token });
    const rotated = await refresh(tokens.refresh);
    const stale = await refresh(tokens.refresh);

    const { calls } = (await callOpen(sandbox)('GET', '/__sandbox/token-calls')).body;
    expect(rotated.body.refresh_token).not.toBe(tokens.refresh);
    expect(stale.status).toBe(400);
    expect(calls.map(({ grantType, status }: { grantType: string; status: number }) => [grantType, status])).toEqual([
      ['authorization_code', 200],
      ['refresh_token', 200],
      ['refresh_token', 400],
    ]);
  });
});
