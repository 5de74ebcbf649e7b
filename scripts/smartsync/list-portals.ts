import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';

/** A portal that was ever installed, and whose data it owns. */
export interface KnownPortal {
  readonly portalId: number;
  readonly organizationId: string;
}

/** Every portal of the directory, by its id. */
export async function listPortals(database: Database): Promise<readonly KnownPortal[]> {
  const rows = await database.withoutTenant((tx) => tx.portalDirectory.findMany({ orderBy: { portalId: 'asc' } }));
  return rows.map(({ portalId, organizationId }) => ({ portalId: Number(portalId), organizationId }));
}
