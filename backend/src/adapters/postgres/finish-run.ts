import { companyIdOfNumber } from '../../domain/company/company.ts';
import { describeRun } from '../../domain/enrichment/describe-run.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import type { FinishRunInput } from '../../ports/enrichment-store.ts';
import { SYNC_TYPES } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';

// One statement: result, memory and log change together, and only for the first finish. `last_sync_at` at most once a second, so that runs of one portal do not queue for that row.
const FINISH = `
  WITH done AS (
    UPDATE enrichments e SET status = $3, result = $4::jsonb, completed_at = now(), lease_owner = NULL, lease_expires_at = NULL
    WHERE e.organization_id = $1::uuid AND e.id = $2::uuid AND e.status = 'running'
    RETURNING e.id, e.object_type, e.object_id, e.requested_by
  ), memory AS (
    INSERT INTO crm_entity_mappings AS m (organization_id, object_type, crm_record_id, oppspot_entity_id, memory, last_synced_at)
    SELECT $1::uuid, done.object_type, done.object_id, $6, $5::jsonb, now() FROM done WHERE $5::jsonb IS NOT NULL
    ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
      oppspot_entity_id = EXCLUDED.oppspot_entity_id, memory = EXCLUDED.memory, last_synced_at = now(), updated_at = now()
  ), snapshot AS (
    DELETE FROM write_snapshots w USING done
    WHERE $5::jsonb IS NOT NULL AND w.organization_id = $1::uuid AND w.object_type = done.object_type AND w.record_id = done.object_id
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, crm_record_id,
      enrichment_id, enrichment_status, requested_by, written, kept, enrichments, enrichment_time_ms, message, error_code, error_message, duration_ms)
    SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
      'enrichment', $7, $8, $9, done.object_type, done.object_id, done.id, $3, done.requested_by, $10::text[], $11::text[], $12::jsonb, $13, $14, $15, $16, $13 FROM done
  ), synced AS (
    UPDATE crm_integrations i SET last_sync_at = now() FROM done
    WHERE i.organization_id = $1::uuid AND (i.last_sync_at IS NULL OR i.last_sync_at < now() - interval '1 second')
  )
  SELECT done.id FROM done`;

/** Stores what a run found, once. False when it was finished before or is not the organisation's. */
export async function finishRun(database: Database, input: FinishRunInput): Promise<boolean> {
  const { organizationId, enrichment, memory } = input;
  const written = enrichment.changes.filter((change) => change.written).map((change) => change.property);
  const kept = enrichment.changes.filter((change) => change.decision === 'keep').map((change) => change.property);
  const isFailed = enrichment.status === 'failed';
  const statement = {
    name: 'finish_run',
    text: FINISH,
    values: [
      organizationId,
      enrichment.id,
      enrichment.status,
      JSON.stringify(enrichment),
      memory === undefined ? null : JSON.stringify(memory),
      memory?.companyNumber ? companyIdOfNumber(memory.companyNumber) : null,
      SYNC_TYPES[enrichment.objectType],
      written.length > 0 ? 'update' : 'enrich',
      isFailed ? 'failed' : 'success',
      written,
      kept,
      isFailed ? null : JSON.stringify(seedView(enrichment)),
      enrichment.durationMs === null ? null : Math.round(enrichment.durationMs),
      describeRun(enrichment),
      enrichment.error?.code ?? null,
      enrichment.error?.message ?? null,
    ],
  };
  const rows = await database.queryAsTenant(organizationId, statement, canBeRedone(input) ? 'soon' : 'flushed');
  return rows.length > 0;
}

/** A run that left nothing in HubSpot can be done again; so can one that wrote, while the values from before are kept. */
function canBeRedone({ enrichment: { changes, automation }, isSnapshotKept }: FinishRunInput): boolean {
  const { task, deal, owner } = automation;
  const hasMade = [task, deal, owner].some((made) => made?.created === true);
  return !hasMade && (isSnapshotKept === true || !changes.some(({ written }) => written));
}

/** The three facts that the seed's monitoring queries read. */
function seedView(enrichment: Enrichment): object {
  return {
    summary: enrichment.summary?.text ?? null,
    leadScore: enrichment.score?.total ?? null,
    buyingSignals: enrichment.signals.map((signal) => signal.text),
  };
}
