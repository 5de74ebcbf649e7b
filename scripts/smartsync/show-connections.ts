import { INSTALLATION_COLUMNS, toInstallation } from '../../backend/src/adapters/postgres/installation-rows.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { formatColumns } from './format-columns.ts';
import { listPortals } from './list-portals.ts';

/** `smartsync connections`: each portal with its connection, read under its own tenant. No token is read. */
export async function showConnections(database: Database): Promise<string> {
  const lines: string[][] = [];
  for (const { portalId, organizationId } of await listPortals(database)) {
    const [row] = await database.queryAsTenant(organizationId, {
      name: 'show_connection',
      text: `SELECT ${INSTALLATION_COLUMNS} FROM crm_integrations i WHERE i.organization_id = $1::uuid AND i.portal_id = $2`,
      values: [organizationId, portalId],
    });
    if (row === undefined) lines.push([String(portalId), 'not installed', '', '', organizationId, '']);
    else {
      const { status, authKind, installedAt, statusReason } = toInstallation(row);
      lines.push([String(portalId), status, authKind, installedAt.slice(0, 16), organizationId, statusReason ?? '']);
    }
  }
  if (lines.length === 0) return 'No portal was ever installed here.';
  return formatColumns(['portal', 'status', 'by', 'since (UTC)', 'organisation', 'why'], lines);
}
