import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { Database } from './make-database.ts';

// The memory that was used last goes on; what automation made goes on too, so that the survivor gets no second task or
// deal. Runs keep the id they were made for: they are history.
const MOVE = `
  WITH merged AS (SELECT unnest($3::text[]) AS id),
  heir AS (
    SELECT m.* FROM crm_entity_mappings m JOIN merged ON merged.id = m.crm_record_id
    WHERE m.organization_id = $1::uuid AND m.object_type = $2 ORDER BY m.last_synced_at DESC NULLS LAST LIMIT 1
  ), inherited AS (
    INSERT INTO crm_entity_mappings (organization_id, object_type, crm_record_id, oppspot_entity_id, oppspot_entity_type, memory, last_synced_at)
    SELECT $1::uuid, $2, $4, heir.oppspot_entity_id, heir.oppspot_entity_type, heir.memory, heir.last_synced_at FROM heir
    ON CONFLICT (organization_id, object_type, crm_record_id) DO NOTHING
  ), forgotten AS (
    DELETE FROM crm_entity_mappings m USING merged
    WHERE m.organization_id = $1::uuid AND m.object_type = $2 AND m.crm_record_id = merged.id
  ), made AS (
    INSERT INTO automation_intents (organization_id, object_type, record_id, purpose, state, way, hubspot_id, enrichment_id, details)
    SELECT DISTINCT ON (a.purpose) a.organization_id, a.object_type, $4, a.purpose, a.state, a.way, a.hubspot_id, a.enrichment_id, a.details
    FROM automation_intents a JOIN merged ON merged.id = a.record_id
    WHERE a.organization_id = $1::uuid AND a.object_type = $2 AND a.state IN ('done', 'undone') ORDER BY a.purpose, a.updated_at DESC
    ON CONFLICT (organization_id, object_type, record_id, purpose) DO NOTHING
  ), unheard AS (
    DELETE FROM write_snapshots w USING merged
    WHERE w.organization_id = $1::uuid AND w.object_type = $2 AND w.record_id = merged.id
  ), waiting AS (
    DELETE FROM waiting_records w USING merged
    WHERE w.organization_id = $1::uuid AND w.object_type = $2 AND w.object_id = merged.id
  )
  INSERT INTO crm_record_events AS v (organization_id, object_type, object_id, is_gone)
  SELECT $1::uuid, $2, merged.id, true FROM merged
  ON CONFLICT (organization_id, object_type, object_id) DO UPDATE SET is_gone = true, updated_at = now()`;

/** Makes what is known of merged records known of the survivor; see the port. */
export async function moveRecords(
  database: Database,
  { organizationId, objectType, mergedIds, survivorId }: Parameters<WebhookStore['moveRecords']>[0],
): Promise<void> {
  await database.queryAsTenant(organizationId, {
    name: 'move_records',
    text: MOVE,
    values: [organizationId, objectType, mergedIds, survivorId],
  });
}
