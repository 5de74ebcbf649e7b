import { randomBytes } from 'node:crypto';
import type { AccessToken } from '../state/oauth-state.ts';
import type { SandboxState } from '../state/sandbox-state.ts';

// HubSpot: an access token lives 30 minutes.
export const ACCESS_TOKEN_SECONDS = 1_800;

type Grant = Pick<AccessToken, 'kind' | 'portalId' | 'userId' | 'scopes'>;

/** Issues an access token for a grant; remembers it until it expires or the app is uninstalled. */
export function issueAccessToken(state: SandboxState, grant: Grant): string {
  const token = `CL${randomBytes(48).toString('base64url')}`;
  state.oauth.accessTokens.set(token, { ...grant, expiresAtMs: state.clock.nowMs() + ACCESS_TOKEN_SECONDS * 1_000 });
  return token;
}

/** Issues a refresh token; it lives until uninstall or revocation. */
export function issueRefreshToken(
  state: SandboxState,
  grant: { portalId: number; userId: number; scopes: readonly string[] },
): string {
  const token = `na1-${randomBytes(24).toString('hex')}`;
  state.oauth.refreshTokens.set(token, grant);
  return token;
}

/** Takes the app out of a portal: every token of the portal dies, private-app tokens excepted. */
export function uninstallApp(state: SandboxState, portalId: number): void {
  for (const [token, { portalId: owner, kind }] of state.oauth.accessTokens) {
    if (owner === portalId && kind === 'oauth') state.oauth.accessTokens.delete(token);
  }
  for (const [token, { portalId: owner }] of state.oauth.refreshTokens) {
    if (owner === portalId) state.oauth.refreshTokens.delete(token);
  }
  const portal = state.portals.get(portalId);
  if (portal?.installed) state.journal.note(describeUninstall(state, portalId));
  if (portal !== undefined) portal.installed = false;
}

function describeUninstall(state: SandboxState, portalId: number): Record<string, unknown> {
  const occurredAt = new Date(state.clock.nowMs()).toISOString();
  return { type: 'APP_LIFECYCLE_EVENT', action: 'APP_UNINSTALL', portalId, occurredAt };
}
