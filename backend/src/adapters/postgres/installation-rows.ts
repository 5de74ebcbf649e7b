import { z } from 'zod';
import type { Installation, SeenInstallation } from '../../ports/installation-store.ts';

/** The columns of `crm_integrations` without the tokens: what is never read cannot leak. */
export const INSTALLATION_COLUMNS = `i.id, i.organization_id, i.portal_id, i.auth_kind, i.status, i.status_reason, i.scopes,
  i.installed_by_user_id, i.ui_domain, i.time_zone, i.installed_at`;

/** SQL of what changes with any of these columns. */
export const INSTALLATION_VERSION = `md5(ROW(${INSTALLATION_COLUMNS})::text)`;

const bigintText = z.string().transform(Number); // node-postgres gives BIGINT as text; HubSpot's ids stay below 2^53

const installationRow = z.object({
  id: z.string(),
  organization_id: z.string(),
  portal_id: bigintText,
  auth_kind: z.enum(['oauth', 'private_app']),
  status: z.enum(['connected', 'disconnected', 'error']),
  status_reason: z.string().nullable(),
  scopes: z.array(z.string()),
  installed_by_user_id: bigintText.nullable(),
  ui_domain: z.string().nullable(),
  time_zone: z.string().nullable(),
  installed_at: z.date(),
});

/** Reads a row with `INSTALLATION_COLUMNS`. */
export function toInstallation(row: unknown): Installation {
  const parsed = installationRow.parse(row);
  return {
    organizationId: parsed.organization_id,
    integrationId: parsed.id,
    portalId: parsed.portal_id,
    authKind: parsed.auth_kind,
    status: parsed.status,
    statusReason: parsed.status_reason,
    scopes: parsed.scopes,
    installedByUserId: parsed.installed_by_user_id,
    uiDomain: parsed.ui_domain,
    timeZone: parsed.time_zone,
    installedAt: parsed.installed_at.toISOString(),
  };
}

const versionRow = z.object({ version: z.string() });

/** Reads a row with `INSTALLATION_COLUMNS` and `INSTALLATION_VERSION` as `version`. */
export function toSeenInstallation(row: unknown): SeenInstallation {
  return { installation: toInstallation(row), version: versionRow.parse(row).version };
}
