import { makeFeedbackStore } from '../../backend/src/adapters/postgres/feedback-store.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { formatColumns } from './format-columns.ts';
import { listPortals } from './list-portals.ts';

/** Lines that are shown of each portal. */
const LIMIT = 50;

/**
 * `smartsync feedback`: what people called not useful, newest first, each portal read under its own tenant.
 *
 * @param portalId undefined: of all portals
 */
export async function showFeedback(database: Database, portalId: number | undefined): Promise<string> {
  const store = makeFeedbackStore(database);
  const portals = (await listPortals(database)).filter((one) => portalId === undefined || one.portalId === portalId);
  const found = [];
  for (const { portalId: portal, organizationId } of portals) {
    const lines = await store.listNewest(organizationId, LIMIT);
    found.push(...lines.map((line) => ({ portal, ...line })));
  }
  if (found.length === 0) return 'Nobody called anything not useful.';
  const rows = found.map(({ portal, at, objectType, objectId, about, kind, text, companyNumber }) => [
    at.slice(0, 19),
    String(portal),
    `${objectType} ${objectId}`,
    companyNumber ?? '',
    about === 'signal' ? (kind ?? about) : about,
    text,
  ]);
  return formatColumns(['at (UTC)', 'portal', 'record', 'company', 'what', 'text'], rows);
}
