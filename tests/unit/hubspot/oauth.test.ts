import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubspotOauthConfig, makeHubspotOauth } from '../../../backend/src/adapters/hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../../backend/src/adapters/hubspot/scopes.ts';
import type { LogFields } from '../../../backend/src/ports/logger.ts';
import { html, json, reset, type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const TOKENS = {
  access_token: 'a1',
  refresh_token: 'r1',
  expires_in: 1800,
  hub_id: 4711,
  user_id: 7,
  scopes: ['oauth'],
};

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.stop());

function oauth(changes: Partial<HubspotOauthConfig> = {}) {
  return makeHubspotOauth({
    clientId: 'client-1',
    clientSecret: 'secret-1',
    redirectUri: 'https://app.example/api/auth/hubspot/callback',
    appUrl: 'https://app.hubspot.com',
    apiUrl: server.url,
    clock: { now: () => new Date('2026-11-23T08:00:00.000Z') },
    logger: silentLogger,
    wait: async () => {},
    ...changes,
  });
}

const refused = (status: string, error = 'invalid_grant') => json(400, { status, error, message: 'm' });
const exchange = () => oauth().exchangeCode({ code: 'c', codeVerifier: 'v' });

describe('the consent page', () => {
  it('has HubSpot’s address with %20 between scopes and the challenge', () => {
    const url = oauth().authorizeUrl({ state: 's&1', codeChallenge: 'ch' });
    expect(url).toBe(
      `https://app.hubspot.com/oauth/authorize?client_id=client-1&redirect_uri=https%3A%2F%2Fapp.example%2Fapi%2Fauth%2Fhubspot%2Fcallback&scope=${REQUIRED_SCOPES.join('%20')}&optional_scope=${OPTIONAL_SCOPES.join('%20')}&state=s%261&code_challenge=ch&code_challenge_method=S256`,
    );
  });
});

describe('exchanging a code', () => {
  it('sends everything in the form and nothing in the address', async () => {
    server.script(json(200, TOKENS));
    expect(await exchange()).toEqual({
      kind: 'exchanged',
      install: {
        tokens: { accessToken: 'a1', refreshToken: 'r1', expiresAt: new Date('2026-11-23T08:30:00.000Z') },
        portalId: 4711,
        userId: 7,
        scopes: ['oauth'],
      },
    });
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/oauth/2026-09/token' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.text))).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: 'v',
      redirect_uri: 'https://app.example/api/auth/hubspot/callback',
      client_id: 'client-1',
      client_secret: 'secret-1',
    });
  });

  it.each(['BAD_AUTH_CODE', 'BAD_CODE_VERIFIER', 'BAD_HUB', 'invalid_grant'])('is rejected on %s', async (status) => {
    server.script(refused(status));
    expect(await exchange()).toMatchObject({ kind: 'rejected', reason: expect.any(String) });
  });

  it.each([
    ['a 503', json(503, {})],
    ['an error page with status 200', html(200)],
    ['a reset', reset],
    ['an answer without the portal', json(200, { ...TOKENS, hub_id: undefined })],
  ])('throws on %s, and sends the code once', async (_name, step) => {
    server.script(step, json(200, TOKENS));
    await expect(exchange()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('refreshing', () => {
  it.each(['BAD_REFRESH_TOKEN', 'BAD_HUB'])('is revoked on %s', async (status) => {
    server.script(refused(status));
    expect(await oauth().refresh('r')).toMatchObject({ kind: 'revoked' });
    expect(server.requests).toHaveLength(1);
  });

  it('is revoked on a bare invalid_grant', async () => {
    server.script(json(400, { error: 'invalid_grant' }));
    expect(await oauth().refresh('r')).toMatchObject({ kind: 'revoked' });
  });

  it.each(['BAD_CLIENT_ID', 'BAD_CLIENT_SECRET', 'BAD_REDIRECT_URI', 'BAD_SCOPES', 'BAD_GRANT_TYPE'])(
    'never calls the customer disconnected on %s: it is ours to repair',
    async (status) => {
      server.script(refused(status, 'invalid_client'));
      await expect(oauth().refresh('r')).rejects.toMatchObject({
        code: 'not_configured',
        details: { upstreamCategory: status },
      });
    },
  );

  it.each([
    ['a word that is new', json(400, { status: 'BAD_MOON' }), 'upstream_rejected'],
    ['a code problem', refused('BAD_AUTH_CODE'), 'upstream_rejected'],
    ['an error page', html(403), 'upstream_missing_scopes'],
    ['a limit', json(429, {}, { 'retry-after': '2' }), 'rate_limited'],
    ['a move of the account', json(477, {}), 'upstream_unavailable'],
  ])('throws on %s and says nothing about the grant', async (_name, step, code) => {
    server.script(step);
    await expect(oauth().refresh('r')).rejects.toMatchObject({ code });
  });

  it('is repeated after a reset and a 5xx, three times at most', async () => {
    server.script(reset, json(502, {}), json(200, TOKENS));
    expect(await oauth().refresh('r')).toMatchObject({ kind: 'refreshed', tokens: { accessToken: 'a1' } });
    server.script(reset, reset, reset, json(200, TOKENS));
    await expect(oauth().refresh('r')).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('keeps the refresh token when none comes back', async () => {
    server.script(json(200, { ...TOKENS, refresh_token: undefined }));
    expect(await oauth().refresh('r0')).toMatchObject({ tokens: { refreshToken: 'r0' } });
  });
});

describe('revoking', () => {
  it('names the token and its kind in the form', async () => {
    server.script(json(200, {}));
    await oauth().revoke('r0');
    expect(server.requests[0]?.url).toBe('/oauth/2026-09/token/revoke');
    expect(server.requests[0]?.text).toContain('token=r0&token_type_hint=refresh_token');
  });

  it('throws when there is no answer', async () => {
    server.script(reset, reset, reset);
    await expect(oauth().revoke('r0')).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });
});

describe('the log', () => {
  it('holds no token, code or secret', async () => {
    const lines: LogFields[] = [];
    const log = (fields: LogFields) => void lines.push(fields);
    server.script(json(200, TOKENS), refused('BAD_REFRESH_TOKEN'));
    const logging = oauth({ logger: { debug: log, info: log, warn: log, error: log } });
    await logging.exchangeCode({ code: 'code-1', codeVerifier: 'verifier-1' });
    await logging.refresh('refresh-1');
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/secret-1|code-1|verifier-1|refresh-1|"a1"|"r1"/);
  });
});
