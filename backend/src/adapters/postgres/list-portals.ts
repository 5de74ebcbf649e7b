import { z } from 'zod';
import type { Database } from './make-database.ts';

const portalRow = z.object({ portal_id: z.string(), organization_id: z.string() });

/**
 * All portals with their organisations, by portal id.
 *
 * In SQL and not by Prisma: what its first question loads takes forty megabytes, and a worker asks it nothing else.
 */
export async function listPortals(
  database: Database,
): Promise<readonly { readonly portalId: number; readonly organizationId: string }[]> {
  const text = 'SELECT portal_id::text, organization_id FROM portal_directory d ORDER BY d.portal_id';
  // Of no tenant: the directory alone is visible so.
  const rows = await database.queryAsTenant('', { name: 'list_portals', text, values: [] });
  return z
    .array(portalRow)
    .parse(rows)
    .map((row) => ({ portalId: Number(row.portal_id), organizationId: row.organization_id }));
}

/** Every organisation that has a portal, once. */
export async function listOrganizations(database: Database): Promise<readonly string[]> {
  return [...new Set((await listPortals(database)).map(({ organizationId }) => organizationId))];
}
