import type { WriteOrigin } from '../state/crm-record.ts';
import type { AccessToken } from '../state/oauth-state.ts';
import type { Portal } from '../state/portal.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { HubSpotError } from './hubspot-error.ts';

/** Who calls: the token, the portal it opens, and the name under which writes are remembered. */
export interface Caller {
  readonly accessToken: string;
  readonly token: AccessToken;
  readonly portal: Portal;
  readonly origin: WriteOrigin;
}

/** Checks the bearer token; everything that is not a living token of a portal is a 401. */
export function authenticate(state: SandboxState, authorization: string | undefined): Caller {
  const accessToken = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (accessToken === undefined) {
    throw new HubSpotError(
      401,
      'INVALID_AUTHENTICATION',
      'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
    );
  }
  const token = state.oauth.accessTokens.get(accessToken);
  const portal = token?.portalId === undefined ? undefined : state.portals.get(token.portalId);
  if (token === undefined || portal === undefined) {
    throw new HubSpotError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found or invalid.');
  }
  const overdueMs = state.clock.nowMs() - token.expiresAtMs;
  if (overdueMs >= 0) {
    throw new HubSpotError(
      401,
      'EXPIRED_AUTHENTICATION',
      `The OAuth token used to make this call expired ${Math.floor(overdueMs / 1000)} second(s) ago.`,
      { context: { 'expire time': [new Date(token.expiresAtMs).toISOString()] } },
    );
  }
  return { accessToken, token, portal, origin: originOf(state) };
}

/** Checks a token of the app itself; where the app may not use the journal it has no scope for it. */
export function authenticateApp(state: SandboxState, authorization: string | undefined): AccessToken {
  const token = state.oauth.accessTokens.get(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  if (token?.kind !== 'app' || token.expiresAtMs <= state.clock.nowMs()) {
    throw new HubSpotError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found or invalid.');
  }
  return state.settings.permitsJournal ? token : { ...token, scopes: [] };
}

/** Refuses a call for which the token has no scope, naming the scopes as HubSpot does. */
export function checkScopes(token: AccessToken, needed: readonly (readonly string[])[]): readonly string[] {
  const missing = needed.filter((anyOf) => !anyOf.some((scope) => token.scopes.includes(scope)));
  if (missing.length === 0) return needed.flatMap((anyOf) => anyOf.find((scope) => token.scopes.includes(scope)) ?? []);
  throw new HubSpotError(
    403,
    'MISSING_SCOPES',
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: missing.flat() },
        },
      ],
    },
  );
}

function originOf(state: SandboxState): WriteOrigin {
  return {
    sourceType: 'INTEGRATION',
    sourceId: String(state.app?.appId ?? 0),
    sourceLabel: state.app?.name ?? 'Private app',
  };
}
