import { AppError } from '../../domain/errors.ts';
import { DOORS, describeCaller, requesterAt } from '../../domain/portal/describe-caller.ts';
import type { Integration, IntegrationStore, SaveConnectionInput } from '../../ports/integration-store.ts';
import { INTEGRATION_COLUMNS, toIntegration } from './integration-rows.ts';
import { logSettingChanges } from './log-setting-changes.ts';
import type { Database, TenantTransaction } from './make-database.ts';
import { claimPortal, findTenant, findTenantOfIntegration } from './portal-links.ts';
import { sealPrivateAppToken, sealTokens, type TokenDeps } from './token-rows.ts';
import { WAKE_PAUSED_RUNS } from './wake-paused-runs.ts';

/** Connections of organisations in Postgres, tokens sealed under the tenant's data key. */
export function makeIntegrationStore(deps: TokenDeps): IntegrationStore {
  const { database } = deps;
  return {
    findTenant: (organizationId) => findTenant(database, organizationId),
    findTenantOfIntegration: (integrationId) => findTenantOfIntegration(database, integrationId),
    claimPortal: (input) => claimPortal(database, input),
    list: (tenantId) => list(database, tenantId, null),
    find: async (tenantId, integrationId) => (await list(database, tenantId, integrationId))[0],
    saveConnection: (input) => saveConnection(deps, input),
    changeFlags: (input) => database.withTenant(input.tenantId, (tx) => changeFlags(tx, input)),
  };
}

async function changeFlags(
  tx: TenantTransaction,
  { tenantId, integrationId, flags, changedBy, changes }: Parameters<IntegrationStore['changeFlags']>[0],
): Promise<void> {
  const { autoEnrich, autoScore, autoAssign, autoCreateTasks } = flags;
  const changed = await tx.crmIntegration.updateMany({
    where: { organizationId: tenantId, id: integrationId },
    data: { autoEnrich, autoScore, autoAssign, autoCreateTasks, updatedAt: new Date() },
  });
  if (changed.count > 0) await logSettingChanges(tx, tenantId, changedBy, changes);
}

async function list(
  database: Database,
  tenantId: string,
  integrationId: string | null,
): Promise<readonly Integration[]> {
  const rows = await database.queryAsTenant(tenantId, {
    name: 'list_integrations',
    text: `SELECT ${INTEGRATION_COLUMNS} FROM crm_integrations i
           WHERE i.organization_id = $1::uuid AND ($2::uuid IS NULL OR i.id = $2)
           ORDER BY i.is_active DESC, i.installed_at DESC`,
    values: [tenantId, integrationId],
  });
  return rows.map(toIntegration);
}

/** The columns that a connect with a new secret sets; `NULL` expiry and refresh token are a private app's. */
interface SealedSecret {
  readonly authKind: 'oauth' | 'private_app';
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Date | null;
}

async function saveConnection(deps: TokenDeps, input: SaveConnectionInput): Promise<Integration> {
  const { tenantId, portalId, flags } = input;
  const secret = await sealSecret(deps, input);
  const rows = await deps.database.queryAsTenant(tenantId, {
    name: 'save_connection',
    text: SAVE,
    values: [
      tenantId,
      portalId,
      secret?.authKind ?? null,
      secret?.accessToken ?? null,
      secret?.refreshToken ?? null,
      secret?.expiresAt ?? null,
      input.uiDomain,
      input.timeZone,
      flags.autoEnrich,
      flags.autoScore,
      flags.autoAssign,
      flags.autoCreateTasks,
      `connected ${DOORS[input.connectedBy.door]} by ${describeCaller(input.connectedBy.callerId)}`,
      JSON.stringify(requesterAt(input.connectedBy.door)),
    ],
  });
  if (rows[0] === undefined) throw new AppError('conflict', 'The account was disconnected just now. Connect it again.');
  return toIntegration(rows[0]);
}

async function sealSecret(deps: TokenDeps, input: SaveConnectionInput): Promise<SealedSecret | undefined> {
  const { tenantId, credentials } = input;
  const portalId = String(input.portalId);
  if (credentials.kind === 'keep') return undefined;
  if (credentials.kind === 'oauth') {
    return { authKind: 'oauth', ...(await sealTokens(deps, tenantId, portalId, credentials.tokens)) };
  }
  const accessToken = await sealPrivateAppToken(deps, tenantId, portalId, credentials.accessToken);
  return { authKind: 'private_app', accessToken, refreshToken: null, expiresAt: null };
}

// Without a secret ($4) the row must be there, and its own stays.
const SAVE = `
  WITH saved AS (
    INSERT INTO crm_integrations AS i (organization_id, portal_id, auth_kind, access_token, refresh_token, token_expires_at,
      token_version, ui_domain, time_zone, auto_enrich, auto_score, auto_assign, auto_create_tasks)
    SELECT $1::uuid, $2::bigint, COALESCE($3, 'oauth'), $4, $5, $6::timestamptz, 1, $7, $8, $9::boolean, $10::boolean, $11::boolean, $12::boolean
    WHERE $4::text IS NOT NULL OR EXISTS (SELECT FROM crm_integrations x WHERE x.organization_id = $1::uuid AND x.portal_id = $2::bigint)
    ON CONFLICT (crm_type, portal_id) DO UPDATE SET
      auth_kind = COALESCE($3, i.auth_kind),
      access_token = CASE WHEN $4::text IS NULL THEN i.access_token ELSE $4 END,
      refresh_token = CASE WHEN $4::text IS NULL THEN i.refresh_token ELSE $5 END,
      token_expires_at = CASE WHEN $4::text IS NULL THEN i.token_expires_at ELSE $6::timestamptz END,
      token_version = i.token_version + CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END,
      status = 'connected', status_reason = NULL, is_active = true,
      ui_domain = COALESCE($7, i.ui_domain), time_zone = COALESCE($8, i.time_zone),
      auto_enrich = $9, auto_score = $10, auto_assign = $11, auto_create_tasks = $12, updated_at = now()
    RETURNING ${INTEGRATION_COLUMNS}
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, message, requested_by)
    SELECT saved.organization_id, saved.id, 'install', 'connection', 'install', 'success', $13, $14::jsonb FROM saved
  ), ${WAKE_PAUSED_RUNS}
  SELECT saved.* FROM saved WHERE (SELECT count(*) FROM woken) >= 0`;
