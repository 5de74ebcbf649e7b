import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ApiReply, ApiRoute, OpenCall } from '../http/api-route.ts';
import type { AppRegistration } from '../state/app-registration.ts';
import type { AuthorizationCode } from '../state/oauth-state.ts';
import { ACCESS_TOKEN_SECONDS, issueAccessToken, issueRefreshToken } from './issue-tokens.ts';
import { type OAuthRefusal, refuseToken } from './oauth-error.ts';

const BASE = '/oauth/2026-09/token';

/** The token endpoint with its three grants. */
export const TOKEN_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: BASE, auth: 'none', latency: 'token', handle: answerTokenRequest },
];

export type FormFields = Readonly<Record<string, string>>;

/**
 * Reads a form body and checks the app's own credentials.
 *
 * @returns the fields and the app, or the refusal to answer
 */
export function readClientForm(
  call: OpenCall,
): { readonly fields: FormFields; readonly app: AppRegistration } | OAuthRefusal {
  const isForm = call.contentType.startsWith('application/x-www-form-urlencoded');
  const fields = z.record(z.string(), z.string()).safeParse(call.body);
  if (!isForm || !fields.success || [...call.query.keys()].length > 0) return 'BAD_REQUEST';
  const { app } = call.state;
  if (app === undefined || fields.data.client_id !== app.clientId) return 'BAD_CLIENT_ID';
  if (fields.data.client_secret !== app.clientSecret) return 'BAD_CLIENT_SECRET';
  return { fields: fields.data, app };
}

function answerTokenRequest(call: OpenCall): ApiReply {
  const client = readClientForm(call);
  const outcome =
    typeof client === 'string' ? { reply: refuseToken(client), portalId: undefined } : grant(call, client);
  call.state.oauth.calls.push({
    grantType: typeof client === 'string' ? 'none' : (client.fields.grant_type ?? 'none'),
    portalId: outcome.portalId,
    status: outcome.reply.status,
    atMs: call.state.clock.nowMs(),
  });
  return outcome.reply;
}

interface GrantOutcome {
  readonly reply: ApiReply;
  readonly portalId: number | undefined;
}

const refuse = (refusal: OAuthRefusal): GrantOutcome => ({ reply: refuseToken(refusal), portalId: undefined });

function grant(call: OpenCall, client: { fields: FormFields; app: AppRegistration }): GrantOutcome {
  switch (client.fields.grant_type) {
    case 'authorization_code':
      return grantForCode(call, client.fields);
    case 'refresh_token':
      return grantForRefreshToken(call, client.fields);
    case 'client_credentials':
      return grantToApp(call, client.fields);
    default:
      return refuse('BAD_GRANT_TYPE');
  }
}

function grantForCode(call: OpenCall, fields: FormFields): GrantOutcome {
  const { oauth, portals, clock } = call.state;
  const code = oauth.codes.get(fields.code ?? '');
  // A code works once, whatever comes of it.
  oauth.codes.delete(fields.code ?? '');
  if (code === undefined || code.expiresAtMs <= clock.nowMs()) return refuse('BAD_AUTH_CODE');
  if (fields.redirect_uri !== code.redirectUri) return refuse('BAD_REDIRECT_URI');
  if (!isVerifierRight(code, fields.code_verifier)) return refuse('BAD_CODE_VERIFIER');
  const portal = portals.get(code.portalId);
  if (portal === undefined) return refuse('BAD_HUB');
  portal.installed = true;
  const refreshToken = issueRefreshToken(call.state, code);
  return { portalId: code.portalId, reply: answerTokens(call, { ...code, refreshToken }) };
}

function isVerifierRight(code: AuthorizationCode, verifier: string | undefined): boolean {
  if (code.codeChallenge === undefined) return true;
  if (verifier === undefined) return false;
  const derived =
    code.codeChallenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return derived === code.codeChallenge.value;
}

function grantForRefreshToken(call: OpenCall, fields: FormFields): GrantOutcome {
  const { oauth, portals, settings } = call.state;
  const presented = fields.refresh_token ?? '';
  const known = oauth.refreshTokens.get(presented);
  if (known === undefined) return refuse('BAD_REFRESH_TOKEN');
  if (!portals.has(known.portalId)) return refuse('BAD_HUB');
  if (settings.rotatesRefreshTokens) oauth.refreshTokens.delete(presented);
  const refreshToken = settings.rotatesRefreshTokens ? issueRefreshToken(call.state, known) : presented;
  return { portalId: known.portalId, reply: answerTokens(call, { ...known, refreshToken }) };
}

function answerTokens(
  call: OpenCall,
  grant: { portalId: number; userId: number; scopes: readonly string[]; refreshToken: string },
): ApiReply {
  const { portalId, userId, scopes, refreshToken } = grant;
  return {
    status: 200,
    body: {
      access_token: issueAccessToken(call.state, { kind: 'oauth', portalId, userId, scopes }),
      expires_in: ACCESS_TOKEN_SECONDS,
      refresh_token: refreshToken,
      token_type: 'bearer',
      token_use: 'access_token',
      hub_id: portalId,
      user_id: userId,
      scopes,
      id_token: null,
    },
  };
}

function grantToApp(call: OpenCall, fields: FormFields): GrantOutcome {
  const scopes = (fields.scope ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) return refuse('BAD_SCOPES');
  const token = issueAccessToken(call.state, { kind: 'app', portalId: undefined, userId: undefined, scopes });
  return {
    portalId: undefined,
    reply: {
      status: 200,
      body: {
        access_token: token,
        expires_in: ACCESS_TOKEN_SECONDS,
        token_type: 'bearer',
        token_use: 'access_token',
        scopes,
      },
    },
  };
}
