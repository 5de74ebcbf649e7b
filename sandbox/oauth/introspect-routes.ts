import type { ApiReply, ApiRoute, OpenCall } from '../http/api-route.ts';
import type { AppRegistration } from '../state/app-registration.ts';
import { refuseToken } from './oauth-error.ts';
import { type FormFields, readClientForm } from './token-routes.ts';

/** Tells what a token is good for, and takes refresh tokens back. */
export const INTROSPECT_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/oauth/2026-09/token/introspect',
    auth: 'none',
    latency: 'token',
    handle: (call) => {
      const client = readClientForm(call);
      return typeof client === 'string' ? refuseToken(client) : introspect(call, client);
    },
  },
  {
    method: 'POST',
    path: '/oauth/2026-09/token/revoke',
    auth: 'none',
    latency: 'token',
    handle: (call) => {
      const client = readClientForm(call);
      if (typeof client === 'string') return refuseToken(client);
      // An access token that was issued already stays alive until it expires.
      call.state.oauth.refreshTokens.delete(client.fields.token ?? '');
      return { status: 200, body: {} };
    },
  },
];

function introspect(call: OpenCall, client: { fields: FormFields; app: AppRegistration }): ApiReply {
  const { oauth, portals, clock } = call.state;
  const presented = client.fields.token ?? '';
  const isRefresh = client.fields.token_type_hint === 'refresh_token';
  const access = isRefresh ? undefined : oauth.accessTokens.get(presented);
  const refresh = isRefresh ? oauth.refreshTokens.get(presented) : undefined;
  const nowMs = clock.nowMs();
  const known = access !== undefined && access.expiresAtMs > nowMs ? access : refresh;
  if (known?.portalId === undefined) return { status: 200, body: { active: false } };
  const portal = portals.get(known.portalId);
  const user = portal?.users.find((candidate) => candidate.id === known.userId);
  return {
    status: 200,
    body: {
      active: true,
      token_use: isRefresh ? 'refresh_token' : 'access_token',
      hub_id: known.portalId,
      hub_domain: portal?.name ?? '',
      user_id: known.userId,
      user: user?.email ?? '',
      app_id: client.app.appId,
      client_id: client.app.clientId,
      scopes: known.scopes,
      ...(access === undefined ? {} : { expires_in: Math.floor((access.expiresAtMs - nowMs) / 1_000) }),
    },
  };
}
