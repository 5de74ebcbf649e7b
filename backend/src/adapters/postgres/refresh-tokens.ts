import { AppError } from '../../domain/errors.ts';
import type { NewTokens, RefreshTokensInput, TokenSet } from '../../ports/installation-store.ts';
import { disconnect } from './connection-status.ts';
import { readTokens, type StoredTokens, sealTokens, type TokenDeps } from './token-rows.ts';

// A token call takes 0.2–0.8 s; HubSpot's slow days stay below 10 s. A holder that takes longer loses the lock (its
// late answer then meets the fence), and those who wait give up a little later and say so.
const HOLD_MS = 15_000;
const WAIT_MS = 20_000;

/**
 * Refreshes the tokens of a portal, one call at a time over all processes.
 *
 * Two guards: an advisory lock, so that one asks and the others wait and read what it got; and the version as a fence,
 * so that an answer which comes after somebody stored newer tokens is thrown away. The lock lives on its own
 * connection: the row stays free for readers, for a new install, and for the save itself.
 */
export async function refreshTokens(deps: TokenDeps, input: RefreshTokensInput): Promise<TokenSet | undefined> {
  const { organizationId } = input;
  const lock = { name: 'token-refresh', waitMs: WAIT_MS, holdMs: HOLD_MS };
  return deps.database.withTenantLock(organizationId, lock, async () => {
    const stored = await readTokens(deps, organizationId);
    if (stored === undefined || stored.isDisconnected) return undefined;
    if (stored.tokens.version > input.staleVersion) return stored.tokens;
    const result = await input.refresh(stored.tokens.refreshToken);
    if (result.kind === 'refreshed') return storeRefreshed(deps, organizationId, stored, result.tokens);
    return forgetRevoked(deps, organizationId, stored, result.reason);
  });
}

async function storeRefreshed(
  deps: TokenDeps,
  organizationId: string,
  stored: StoredTokens,
  tokens: NewTokens,
): Promise<TokenSet | undefined> {
  const sealed = await sealTokens(deps, organizationId, stored.portalId, tokens);
  const rows = await deps.database.queryAsTenant(organizationId, {
    name: 'store_refreshed_tokens',
    text: `UPDATE crm_integrations SET access_token = $3, refresh_token = $4, token_expires_at = $5,
             token_version = token_version + 1, updated_at = now()
           WHERE organization_id = $1::uuid AND portal_id = $2::bigint AND token_version = $6 RETURNING id`,
    values: [
      organizationId,
      stored.portalId,
      sealed.accessToken,
      sealed.refreshToken,
      sealed.expiresAt,
      stored.tokens.version,
    ],
  });
  if (rows.length > 0) return { ...tokens, version: stored.tokens.version + 1 };
  return (await readTokens(deps, organizationId))?.tokens; // a newer install or refresh came first: theirs counts
}

async function forgetRevoked(
  deps: TokenDeps,
  organizationId: string,
  stored: StoredTokens,
  reason: string,
): Promise<TokenSet | undefined> {
  const isOurs = await disconnect(deps.database, organizationId, { reason, tokenVersion: stored.tokens.version });
  if (isOurs) return undefined;
  const newer = await readTokens(deps, organizationId); // installed again while HubSpot refused the old grant
  if (newer === undefined) throw new AppError('disconnected', reason);
  return newer.isDisconnected ? undefined : newer.tokens;
}
