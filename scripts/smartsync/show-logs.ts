import { makeActivityStore } from '../../backend/src/adapters/postgres/activity-store.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { formatColumns } from './format-columns.ts';
import { listPortals } from './list-portals.ts';

/** Lines that are shown, over all portals. */
const LIMIT = 50;

/**
 * `smartsync logs`: what happened last, newest first, each portal read under its own tenant.
 *
 * @param portalId undefined: of all portals
 */
export async function showLogs(database: Database, portalId: number | undefined): Promise<string> {
  const activity = makeActivityStore(database);
  const portals = (await listPortals(database)).filter((one) => portalId === undefined || one.portalId === portalId);
  const found = [];
  for (const { portalId: portal, organizationId } of portals) {
    const { items } = await activity.list({ organizationId, cursor: null, limit: LIMIT, status: null });
    found.push(...items.map((item) => ({ portal, ...item })));
  }
  if (found.length === 0) return 'Nothing happened here yet.';
  const newest = found.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, LIMIT);
  const lines = newest.map(({ portal, at, kind, status, objectType, objectId, enrichmentStatus, written, message }) => {
    const record = objectType === null ? '' : `${objectType} ${objectId ?? ''}`;
    const count = written.length > 0 ? `${written.length} written` : '';
    return [at.slice(0, 19), String(portal), kind, status, record, enrichmentStatus ?? '', count, message ?? ''];
  });
  return formatColumns(['at (UTC)', 'portal', 'what', 'status', 'record', 'outcome', 'properties', 'message'], lines);
}
