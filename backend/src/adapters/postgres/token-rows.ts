import { z } from 'zod';
import type { NewTokens, TokenSet } from '../../ports/installation-store.ts';
import type { TenantVault } from '../../ports/tenant-vault.ts';
import type { Database } from './make-database.ts';

/** What the token code is made of. */
export interface TokenDeps {
  readonly database: Database;
  readonly vault: TenantVault;
}

/** The stored tokens of a portal, opened; undefined when there are none. */
export async function readTokens(deps: TokenDeps, organizationId: string): Promise<StoredTokens | undefined> {
  const rows = await deps.database.queryAsTenant(organizationId, {
    name: 'read_tokens',
    text: `SELECT portal_id, access_token, refresh_token, token_expires_at, token_version, status FROM crm_integrations
           WHERE organization_id = $1::uuid AND access_token IS NOT NULL AND refresh_token IS NOT NULL
           ORDER BY installed_at DESC LIMIT 1`,
    values: [organizationId],
  });
  if (rows[0] === undefined) return undefined;
  const row = tokenRow.parse(rows[0]);
  const open = (column: TokenColumn, sealed: string) =>
    deps.vault.open({ organizationId, place: placeOf(column, row.portal_id), sealed });
  return {
    portalId: row.portal_id,
    isDisconnected: row.status === 'disconnected',
    tokens: {
      accessToken: await open('access_token', row.access_token),
      refreshToken: await open('refresh_token', row.refresh_token),
      expiresAt: row.token_expires_at,
      version: row.token_version,
    },
  };
}

/** The stored token of a private app, opened; undefined when there is none. */
export async function readPrivateAppToken(deps: TokenDeps, organizationId: string): Promise<string | undefined> {
  const rows = await deps.database.queryAsTenant(organizationId, {
    name: 'read_private_app_token',
    text: `SELECT portal_id, access_token FROM crm_integrations
           WHERE organization_id = $1::uuid AND auth_kind = 'private_app' AND access_token IS NOT NULL
           ORDER BY installed_at DESC LIMIT 1`,
    values: [organizationId],
  });
  if (rows[0] === undefined) return undefined;
  const row = z.object({ portal_id: z.string(), access_token: z.string() }).parse(rows[0]);
  return deps.vault.open({ organizationId, place: placeOf('access_token', row.portal_id), sealed: row.access_token });
}

/** Seals the token of a private app for the row of its portal. */
export function sealPrivateAppToken(
  deps: TokenDeps,
  organizationId: string,
  portalId: string,
  text: string,
): Promise<string> {
  return deps.vault.seal({ organizationId, place: placeOf('access_token', portalId), text });
}

/** Tokens with the row they came from. */
export interface StoredTokens {
  readonly portalId: string;
  readonly isDisconnected: boolean;
  readonly tokens: TokenSet;
}

/** Tokens as the columns hold them. */
export interface SealedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** Seals tokens for the row of one portal: moved to another row or column they do not open. */
export async function sealTokens(
  deps: TokenDeps,
  organizationId: string,
  portalId: string,
  tokens: NewTokens,
): Promise<SealedTokens> {
  const seal = (column: TokenColumn, text: string) =>
    deps.vault.seal({ organizationId, place: placeOf(column, portalId), text });
  return {
    accessToken: await seal('access_token', tokens.accessToken),
    refreshToken: await seal('refresh_token', tokens.refreshToken),
    expiresAt: tokens.expiresAt,
  };
}

type TokenColumn = 'access_token' | 'refresh_token';

function placeOf(column: TokenColumn, portalId: string): string {
  return `crm_integrations.${column}:${portalId}`;
}

const tokenRow = z.object({
  portal_id: z.string(),
  access_token: z.string(),
  refresh_token: z.string(),
  token_expires_at: z.date(),
  token_version: z.number(),
  status: z.string(),
});
