import type { BulkRun } from '../../domain/bulk/bulk-run.ts';
import { BULK_COLUMNS, bulkRow, toBulkRun } from './bulk-rows.ts';
import type { Database } from './make-database.ts';

/** The bulk runs of an organisation, the newest first. */
export async function listBulkRuns(
  database: Database,
  organizationId: string,
  limit: number,
): Promise<readonly BulkRun[]> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'list_bulk_runs',
    text: `SELECT ${BULK_COLUMNS} FROM bulk_runs b WHERE b.organization_id = $1::uuid ORDER BY b.created_at DESC, b.id LIMIT $2`,
    values: [organizationId, limit],
  });
  return rows.map((row) => toBulkRun(bulkRow.parse(row)));
}
