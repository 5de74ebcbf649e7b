import { z } from 'zod';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { Database } from './make-database.ts';

// The memory that was used last goes on; what automation made goes on too, so that the survivor gets no second task or
// deal. HubSpot gives a survivor the values that it lacked: one without a result of its own takes over results, scores and
// feedback, so that its card explains those values and can undo them. Otherwise they stay where they were, as history.
const MOVE = `
  WITH merged AS (SELECT unnest($3::text[]) AS id),
  bare AS (
    SELECT id FROM merged WHERE NOT EXISTS (
      SELECT FROM enrichments e WHERE e.organization_id = $1::uuid AND e.object_type = $2 AND e.object_id = $4 AND e.status <> 'running')
  ), runs AS (
    UPDATE enrichments e SET object_id = $4 FROM bare
    WHERE e.organization_id = $1::uuid AND e.object_type = $2 AND e.object_id = bare.id AND e.status <> 'running'
  ), old_scores AS (
    DELETE FROM score_history s USING bare WHERE s.organization_id = $1::uuid AND s.object_type = $2 AND s.object_id = bare.id RETURNING s.*
  ), scores AS (
    INSERT INTO score_history (organization_id, company_number, object_type, object_id, as_of, result_hash, total, coverage, model, parts,
      input_hash, enrichment_id, recorded_at)
    SELECT organization_id, company_number, object_type, $4, as_of, result_hash, total, coverage, model, parts, input_hash, enrichment_id,
      recorded_at FROM old_scores
    ON CONFLICT DO NOTHING
  ), old_feedback AS (
    DELETE FROM result_feedback f USING bare WHERE f.organization_id = $1::uuid AND f.object_type = $2 AND f.object_id = bare.id RETURNING f.*
  ), feedback AS (
    INSERT INTO result_feedback (organization_id, object_type, object_id, about, signal, enrichment_id, text, company_number, user_id, created_at)
    SELECT organization_id, object_type, $4, about, signal, enrichment_id, text, company_number, user_id, created_at FROM old_feedback
    ON CONFLICT DO NOTHING
  ), heir AS (
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
  ), earlier AS (
    UPDATE crm_record_events v SET merged_into = $4 FROM merged
    WHERE v.organization_id = $1::uuid AND v.object_type = $2 AND v.merged_into = merged.id AND v.object_id <> ALL ($3::text[])
  ), gone AS (
    INSERT INTO crm_record_events AS v (organization_id, object_type, object_id, is_gone, merged_into)
    SELECT $1::uuid, $2, merged.id, true, $4 FROM merged
    ON CONFLICT (organization_id, object_type, object_id) DO UPDATE SET is_gone = true, merged_into = $4, updated_at = now()
  )
  SELECT EXISTS (
    SELECT FROM erased_records r WHERE r.organization_id = $1::uuid AND r.object_type = $2 AND r.object_id = $4) AS is_erased`;

const answer = z.tuple([z.object({ is_erased: z.boolean() })]);

/** Makes what is known of merged records known of the survivor; see the port. */
export async function moveRecords(
  database: Database,
  { organizationId, objectType, mergedIds, survivorId }: Parameters<WebhookStore['moveRecords']>[0],
): ReturnType<WebhookStore['moveRecords']> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'move_records',
    text: MOVE,
    values: [organizationId, objectType, mergedIds, survivorId],
  });
  return { isSurvivorErased: answer.parse(rows)[0].is_erased };
}
