import { companyIdOfNumber } from '../../domain/company/company.ts';
import type { AmendRunInput } from '../../ports/enrichment-store.ts';
import { SYNC_TYPES } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';

// One statement: result, memory and log change together, and only for a run of this organisation that has ended.
const AMEND = `
  WITH done AS (
    UPDATE enrichments e SET result = $3::jsonb
    WHERE e.organization_id = $1::uuid AND e.id = $2::uuid AND e.status <> 'running'
    RETURNING e.id, e.object_type, e.object_id, e.status
  ), memory AS (
    INSERT INTO crm_entity_mappings AS m (organization_id, object_type, crm_record_id, oppspot_entity_id, memory, last_synced_at)
    SELECT $1::uuid, done.object_type, done.object_id, $11, $4::jsonb, now() FROM done WHERE $4::jsonb IS NOT NULL
    ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
      oppspot_entity_id = EXCLUDED.oppspot_entity_id, memory = EXCLUDED.memory, last_synced_at = now(), updated_at = now()
  ), snapshot AS (
    DELETE FROM write_snapshots w USING done
    WHERE $5 = 'enrichment' AND $4::jsonb IS NOT NULL AND w.organization_id = $1::uuid AND w.object_type = done.object_type AND w.record_id = done.object_id
  )
  INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, crm_record_id,
    enrichment_id, enrichment_status, requested_by, written, kept, message)
  SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
    $5, $6, $7, 'success', done.object_type, done.object_id, done.id, done.status, $8::jsonb, $9::text[], $10::text[], $12 FROM done`;

/** Stores what an apply or an undo did to a finished run; nothing happens for a run of somebody else. */
export async function amendRun(database: Database, input: AmendRunInput): Promise<void> {
  const { enrichment, memory, kind, done } = input;
  const names = (isListed: (change: (typeof done)[number]) => boolean) =>
    done.filter(isListed).map(({ property }) => property);
  await database.queryAsTenant(input.organizationId, {
    name: 'amend_run',
    text: AMEND,
    values: [
      input.organizationId,
      enrichment.id,
      JSON.stringify(enrichment),
      memory === undefined ? null : JSON.stringify(memory),
      kind === 'undo' ? 'undo' : 'enrichment',
      SYNC_TYPES[enrichment.objectType],
      kind === 'undo' ? 'undo' : 'update',
      JSON.stringify(input.requestedBy),
      names(({ written }) => written),
      names(({ decision }) => decision === 'keep'),
      memory?.companyNumber ? companyIdOfNumber(memory.companyNumber) : null,
      input.message ?? null,
    ],
  });
}
