import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { CrmOauth } from '../ports/crm-oauth.ts';
import type { InstallationStore, TokenSet } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';

/** Tokens are renewed this long before they end, so that no call meets a dead one (HubSpot: 30 minutes of life). */
const REFRESH_AHEAD_MS = 10 * 60_000;
/** Below this a token is not used any more, also when HubSpot's token server is down. */
const LAST_USE_MS = 30_000;

/** What the use case touches. */
export interface GetAccessTokenDeps {
  readonly installations: Pick<InstallationStore, 'readTokens' | 'refreshTokens' | 'readPrivateAppToken'>;
  readonly oauth: Pick<CrmOauth, 'refresh'> | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Private-app mode: the token of the environment. */
  readonly privateAppToken: string | undefined;
  /** Tokens this process has seen, by organisation; shared between calls. */
  readonly cache: Map<string, TokenSet>;
}

/** Whose token, and whether one was refused. */
export interface GetAccessTokenInput {
  readonly organizationId: string;
  readonly authKind: 'oauth' | 'private_app';
  /** The token that HubSpot answered 401 to; undefined otherwise. */
  readonly rejectedToken?: string;
}

/**
 * Gives a valid access token of a portal, refreshing it ahead of its end with one refresh at a time over all processes.
 *
 * A token server that is down does not matter while the present token lives. Throws `disconnected` when the customer
 * ended the grant, `upstream_refused_token` when a private-app token is refused, `upstream_unavailable` otherwise.
 */
export async function getAccessToken(deps: GetAccessTokenDeps, input: GetAccessTokenInput): Promise<string> {
  if (input.authKind === 'private_app') return privateAppToken(deps, input);
  const current = await currentTokens(deps, input);
  if (current.accessToken !== input.rejectedToken && msLeft(deps, current) > REFRESH_AHEAD_MS)
    return current.accessToken;
  return refreshed(deps, input, current);
}

/** A token that was connected through the API is stored; the one of the environment counts where none is. */
async function privateAppToken(deps: GetAccessTokenDeps, input: GetAccessTokenInput): Promise<string> {
  const { organizationId, rejectedToken } = input;
  const cached = deps.cache.get(organizationId)?.accessToken;
  if (cached !== undefined && cached !== rejectedToken) return cached;
  const stored = await deps.installations.readPrivateAppToken(organizationId);
  const token = stored ?? deps.privateAppToken;
  if (token === undefined) {
    throw new AppError(
      'disconnected',
      'This portal was connected with a token of a private app, which is not there any more.',
    );
  }
  if (token === rejectedToken) {
    deps.cache.delete(organizationId);
    throw new AppError(
      'upstream_refused_token',
      'HubSpot refused the token of the private app. Copy it again and connect it again.',
    );
  }
  deps.cache.set(organizationId, { accessToken: token, refreshToken: '', expiresAt: NEVER, version: 0 });
  return token;
}

/** A private app's token lives until somebody rotates it. */
const NEVER = new Date(8.64e15);

async function currentTokens(deps: GetAccessTokenDeps, input: GetAccessTokenInput): Promise<TokenSet> {
  const cached = deps.cache.get(input.organizationId);
  const isUsable = cached && cached.accessToken !== input.rejectedToken && msLeft(deps, cached) > REFRESH_AHEAD_MS;
  const tokens = isUsable ? cached : await deps.installations.readTokens(input.organizationId);
  if (!tokens) throw disconnected();
  deps.cache.set(input.organizationId, tokens);
  return tokens;
}

async function refreshed(deps: GetAccessTokenDeps, input: GetAccessTokenInput, stale: TokenSet): Promise<string> {
  const { oauth } = deps;
  if (!oauth)
    throw new AppError('not_configured', 'HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET are needed to renew tokens.');
  let refusal: string | undefined;
  try {
    const tokens = await deps.installations.refreshTokens({
      organizationId: input.organizationId,
      staleVersion: stale.version,
      refresh: async (refreshToken) => {
        const result = await oauth.refresh(refreshToken);
        if (result.kind === 'revoked') refusal = result.reason;
        return result;
      },
    });
    if (!tokens) {
      // Of all that wait for the answer only who asked comes by here with it: operators are told once.
      if (refusal !== undefined)
        deps.logger.warn({ organizationId: input.organizationId, reason: refusal }, DISCONNECTED);
      throw disconnected();
    }
    deps.cache.set(input.organizationId, tokens);
    return tokens.accessToken;
  } catch (error) {
    const mayGoOn = isOutage(error) && stale.accessToken !== input.rejectedToken && msLeft(deps, stale) > LAST_USE_MS;
    if (!mayGoOn) {
      deps.cache.delete(input.organizationId);
      throw error;
    }
    deps.logger.warn(
      { organizationId: input.organizationId, code: error.code },
      'token refresh failed; the present token still lives',
    );
    return stale.accessToken;
  }
}

const DISCONNECTED = 'HubSpot ended the connection of an account; its jobs pause until an admin installs the app again';

function isOutage(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'upstream_unavailable' || error.code === 'rate_limited');
}

function msLeft(deps: GetAccessTokenDeps, tokens: TokenSet): number {
  return tokens.expiresAt.getTime() - deps.clock.now().getTime();
}

function disconnected(): AppError {
  return new AppError(
    'disconnected',
    'oppSpot is not connected to this HubSpot account any more. Ask an admin to install it again.',
  );
}
