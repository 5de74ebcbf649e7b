import { randomUUID } from 'node:crypto';
import { makeBulkStore } from '../../../backend/src/adapters/postgres/bulk-store.ts';
import { makeJobQueue } from '../../../backend/src/adapters/postgres/job-queue.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { installPortal, type Stores } from '../../support/postgres-stores.ts';

/** A bulk run that works, with the job of its next leg. */
export async function beginBulkRun(stores: Stores, changes: { readonly status?: string; readonly undo?: string } = {}) {
  const { database } = stores;
  const { organizationId } = await installPortal(stores);
  const bulkId = randomUUID();
  await database.queryAsTenant(organizationId, {
    name: 'test_bulk_run',
    text: `INSERT INTO bulk_runs (organization_id, id, object_type, selection, idempotency_key, request_hash, requested_by, total, estimate,
             status, undo_status, planned, enriched, is_planned)
           VALUES ($1::uuid, $2::uuid, 'contacts', '{"kind":"all"}', $2::uuid::text, '', '{"kind":"bulk"}', 10,
             '{"records":10,"hubspotCalls":1,"modelCalls":0,"modelTokens":0,"seconds":1}', $3, $4, 10, 4, true)`,
    values: [organizationId, bulkId, changes.status ?? 'running', changes.undo ?? null],
  });
  const key = `bulk:${bulkId}`;
  await makeJobQueue(database).enqueue({
    organizationId,
    task: 'run_bulk',
    jobClass: 'bulk',
    key,
    payload: { bulkId },
  });
  const bulk = makeBulkStore({ database, defaults: defaultPortalSettings });
  return { organizationId, bulkId, bulk, tenantKey: `${organizationId}:${key}` };
}
