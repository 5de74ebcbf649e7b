import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type {
  Installation,
  InstallationStore,
  RefreshTokensInput,
  SaveInstallationInput,
  SeenInstallation,
  TokenSet,
} from '../../ports/installation-store.ts';
import { markStatus } from './connection-status.ts';
import { disconnectPortal } from './disconnect-portal.ts';
import { INSTALLATION_COLUMNS, INSTALLATION_VERSION, toInstallation, toSeenInstallation } from './installation-rows.ts';
import type { Database } from './make-database.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { readPrivateAppToken, readTokens, sealTokens, type TokenDeps } from './token-rows.ts';
import { WAKE_PAUSED_RUNS } from './wake-paused-runs.ts';

/** Portals that one process remembers. */
const KNOWN_PORTALS = 1_000;

/** Portals in Postgres, their tokens sealed under the tenant's data key. */
export function makeInstallationStore(deps: TokenDeps): InstallationStore {
  const { database } = deps;
  // One waiter a process: hundreds of calls on one expired token must not take all the connections to wait.
  const refreshing = new Map<string, Promise<TokenSet | undefined>>();
  const found = new LRUCache<number, SeenInstallation>({ max: KNOWN_PORTALS });
  return {
    async findByPortalId(portalId) {
      const seen = await findByPortal(database, portalId, found.get(portalId)?.installation);
      if (seen === undefined) found.delete(portalId);
      else found.set(portalId, seen);
      return seen?.installation;
    },
    recallByPortalId: (portalId) => found.get(portalId),
    findByOrganizationId: (organizationId) => findInstallation(database, organizationId),
    saveInstallation: (input) => saveInstallation(deps, input),
    readTokens: async (organizationId) => (await readTokens(deps, organizationId))?.tokens,
    readPrivateAppToken: (organizationId) => readPrivateAppToken(deps, organizationId),
    refreshTokens: (input) => refreshOnce(refreshing, deps, input),
    disconnect: (input) => disconnectPortal(deps, input),
    markStatus: (organizationId, status, reason) => markStatus(database, organizationId, status, reason),
  };
}

/** As tenant where the tenant is known, for such a read shares its trip with others; a portal that is not his any more is looked for. */
async function findByPortal(
  database: Database,
  portalId: number,
  known: Installation | undefined,
): Promise<SeenInstallation | undefined> {
  const statement = {
    name: 'find_installation_by_portal',
    text: `SELECT ${INSTALLATION_COLUMNS}, ${INSTALLATION_VERSION} AS version FROM crm_integrations i WHERE i.portal_id = $1`,
    values: [portalId],
  };
  const [row] = known === undefined ? [] : await database.readAsTenant(known.organizationId, statement);
  if (row !== undefined) return toSeenInstallation(row);
  const [first] = await database.queryAsPortal(portalId, statement);
  return first === undefined ? undefined : toSeenInstallation(first);
}

async function findInstallation(database: Database, organizationId: string): Promise<Installation | undefined> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'find_installation',
    text: `SELECT ${INSTALLATION_COLUMNS} FROM crm_integrations i WHERE i.organization_id = $1::uuid
           ORDER BY i.installed_at DESC LIMIT 1`,
    values: [organizationId],
  });
  return rows[0] === undefined ? undefined : toInstallation(rows[0]);
}

/** Callers of one process that hold the same stale version share one refresh; a newer version asks for itself. */
function refreshOnce(
  refreshing: Map<string, Promise<TokenSet | undefined>>,
  deps: TokenDeps,
  input: RefreshTokensInput,
): Promise<TokenSet | undefined> {
  const key = `${input.organizationId}:${input.staleVersion}`;
  const running = refreshing.get(key);
  if (running !== undefined) return running;
  const started = refreshTokens(deps, input).finally(() => refreshing.delete(key));
  refreshing.set(key, started);
  return started;
}

/**
 * Each step may be repeated: a crash between them leaves a directory row without an installation, which reads as
 * "never installed" and is taken up by the next try.
 */
async function saveInstallation(deps: TokenDeps, input: SaveInstallationInput): Promise<Installation> {
  const organizationId = await ensureOrganization(deps.database, input.portalId);
  const tokens =
    input.tokens === null ? null : await sealTokens(deps, organizationId, String(input.portalId), input.tokens);
  const rows = await deps.database.queryAsTenant(organizationId, {
    name: 'save_installation',
    text: SAVE,
    values: [
      organizationId,
      input.portalId,
      input.authKind,
      tokens?.accessToken ?? null,
      tokens?.refreshToken ?? null,
      tokens?.expiresAt ?? null,
      [...input.scopes],
      input.installedByUserId,
      input.uiDomain,
      input.timeZone,
    ],
  });
  return toInstallation(rows[0]);
}

async function ensureOrganization(database: Database, portalId: number): Promise<string> {
  return database.withoutTenant(async (tx) => {
    const portal = BigInt(portalId);
    // skipDuplicates waits for a concurrent install of this portal: both read the organisation that won.
    await tx.portalDirectory.createMany({
      data: { portalId: portal, organizationId: randomUUID() },
      skipDuplicates: true,
    });
    const row = await tx.portalDirectory.findUniqueOrThrow({ where: { portalId: portal } });
    return row.organizationId;
  });
}

const SAVE = `
  WITH saved AS (
    INSERT INTO crm_integrations AS i (organization_id, portal_id, auth_kind, access_token, refresh_token, token_expires_at, token_version,
      scopes, installed_by_user_id, ui_domain, time_zone)
    VALUES ($1::uuid, $2, $3, $4, $5, $6, 1, $7::text[], $8, $9, $10)
    ON CONFLICT (crm_type, portal_id) DO UPDATE SET
      auth_kind = EXCLUDED.auth_kind, status = 'connected', status_reason = NULL, is_active = true,
      access_token = EXCLUDED.access_token, refresh_token = EXCLUDED.refresh_token, token_expires_at = EXCLUDED.token_expires_at,
      token_version = i.token_version + 1, scopes = EXCLUDED.scopes,
      installed_by_user_id = COALESCE(EXCLUDED.installed_by_user_id, i.installed_by_user_id),
      ui_domain = COALESCE(EXCLUDED.ui_domain, i.ui_domain), time_zone = COALESCE(EXCLUDED.time_zone, i.time_zone),
      installed_at = now(), updated_at = now()
    RETURNING ${INSTALLATION_COLUMNS}
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, message)
    SELECT saved.organization_id, saved.id, 'install', 'connection', 'install', 'success', 'installed with ' || saved.auth_kind FROM saved
  ), ${WAKE_PAUSED_RUNS}
  SELECT saved.* FROM saved WHERE (SELECT count(*) FROM woken) >= 0`;
