import { bulkOutcomeOf } from '../../domain/bulk/bulk-run.ts';
import { companyIdOfNumber } from '../../domain/company/company.ts';
import type { Enrichment } from '../../domain/enrichment/enrichment.ts';
import type { Score } from '../../domain/scoring/score.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import type { BulkStore, FinishedRecord } from '../../ports/bulk-store.ts';
import { SYNC_TYPES } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';

/** Whoever lost the run in the meantime changes nothing: the records may be in other hands already. */
export const held = (owner: string) => `held AS (
    SELECT 1 FROM bulk_runs b WHERE b.organization_id = $1::uuid AND b.id = $2::uuid AND b.lease_owner = ${owner} FOR UPDATE
  )`;

// One statement: results, memories, log lines and counters change together, each record once. The rows of the run are one
// span of it: joined to a set whose size the planner cannot know, each would be compared with every open row.
const FINISH_STEP = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS t(position int, id uuid, object_type text, object_id text, requested_by jsonb, status text, result jsonb, shared_at int, memory jsonb, entity text,
      sync_type text, operation text, log_status text, written text[], kept text[], enrichments jsonb, duration_ms int,
      error_code text, error_message text, outcome text, reason text, model_calls int, model_tokens int)
  ), ${held('$5')}, done AS (
    UPDATE enrichments e SET status = told.status, completed_at = now(),
      result = CASE WHEN told.shared_at IS NULL THEN told.result ELSE ($6::jsonb -> told.shared_at) || told.result
        || jsonb_build_object('evidence', ($6::jsonb -> told.shared_at -> 'evidence') || (told.result -> 'evidence')) END,
      lease_owner = NULL, lease_expires_at = NULL
    FROM told WHERE e.organization_id = $1::uuid AND e.id = told.id AND e.status = 'running' AND EXISTS (SELECT FROM held)
    RETURNING e.id
  ), ended AS (
    SELECT told.position, told.id, told.object_type, told.object_id, told.requested_by, told.status, told.memory, told.entity,
      told.sync_type, told.operation, told.log_status, told.written, told.kept, told.enrichments, told.duration_ms, told.error_code,
      told.error_message, told.outcome, told.reason, told.model_calls, told.model_tokens
    FROM told WHERE told.id = ANY (ARRAY(SELECT done.id FROM done))
  ), memory AS (
    INSERT INTO crm_entity_mappings AS m (organization_id, object_type, crm_record_id, oppspot_entity_id, memory, last_synced_at)
    SELECT $1::uuid, ended.object_type, ended.object_id, ended.entity, ended.memory, now() FROM ended WHERE ended.memory IS NOT NULL
    ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
      oppspot_entity_id = EXCLUDED.oppspot_entity_id, memory = EXCLUDED.memory, last_synced_at = now(), updated_at = now()
  ), snapshot AS (
    DELETE FROM write_snapshots w WHERE w.organization_id = $1::uuid AND w.object_type = (SELECT ended.object_type FROM ended LIMIT 1)
      AND w.record_id = ANY (ARRAY(SELECT ended.object_id FROM ended WHERE ended.memory IS NOT NULL))
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, crm_record_id,
      enrichment_id, enrichment_status, requested_by, written, kept, enrichments, enrichment_time_ms, message, error_code, error_message, duration_ms)
    SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
      'enrichment', ended.sync_type, ended.operation, ended.log_status, ended.object_type, ended.object_id, ended.id, ended.status,
      ended.requested_by, ended.written, ended.kept, ended.enrichments, ended.duration_ms, ended.error_message, ended.error_code,
      ended.error_message, ended.duration_ms
    FROM ended
  ), span AS (
    SELECT min(ended.position) AS first, max(ended.position) AS last, jsonb_object_agg(ended.position, ended.outcome) AS outcomes,
      jsonb_object_agg(ended.position, ended.reason) AS reasons FROM ended
  ), record AS (
    UPDATE bulk_records r SET outcome = (SELECT span.outcomes FROM span) ->> r.position::text,
      reason = (SELECT span.reasons FROM span) ->> r.position::text
    WHERE r.organization_id = $1::uuid AND r.bulk_id = $2::uuid AND r.outcome IS NULL
      AND r.position BETWEEN (SELECT span.first FROM span) AND (SELECT span.last FROM span)
      AND (SELECT span.outcomes FROM span) ? r.position::text
    RETURNING r.position, r.outcome
  ), counted AS (
    SELECT ended.model_calls, ended.model_tokens FROM ended WHERE ended.position = ANY (ARRAY(SELECT record.position FROM record))
  ), synced AS (
    UPDATE crm_integrations i SET last_sync_at = now() WHERE i.organization_id = $1::uuid AND EXISTS (SELECT FROM done)
  )
  UPDATE bulk_runs b SET ${countersFrom('record')},
    model_calls = b.model_calls + COALESCE((SELECT sum(model_calls) FROM counted), 0)::int,
    model_tokens = b.model_tokens + COALESCE((SELECT sum(model_tokens) FROM counted), 0),
    hubspot_calls = b.hubspot_calls + $4::int, lease_expires_at = now() + make_interval(secs => $7::double precision)
  WHERE b.organization_id = $1::uuid AND b.id = $2::uuid AND EXISTS (SELECT FROM held)
  RETURNING b.id`;

/** SQL that adds the outcomes of a set to the counters of a run. */
export function countersFrom(source: string): string {
  const columns = {
    enriched: 'enriched',
    unchanged: 'unchanged',
    needs_review: 'needsReview',
    no_match: 'noMatch',
    insufficient_data: 'insufficientData',
    failed: 'failed',
  };
  return Object.entries(columns)
    .map(
      ([column, outcome]) =>
        `${column} = b.${column} + (SELECT count(*) FROM ${source} WHERE outcome = '${outcome}')::int`,
    )
    .join(', ');
}

/** Stores what came of a step's records. False when another process holds the run by now: then nothing was stored. */
export async function finishBulkStep(
  database: Database,
  input: Parameters<BulkStore['finishStep']>[0],
): Promise<boolean> {
  const { lease, records, hubspotCalls } = input;
  const { organizationId, bulkId, leaseOwner, leaseSeconds } = lease;
  const { rows: told, shared } = toRows(records);
  const rows = await database.queryAsTenant(organizationId, {
    name: 'finish_bulk_step',
    text: FINISH_STEP,
    values: [
      organizationId,
      bulkId,
      JSON.stringify(told),
      hubspotCalls,
      leaseOwner,
      JSON.stringify(shared),
      leaseSeconds,
    ],
  });
  return rows.length > 0;
}

/** What the results of one company's records have in common, by the score that was made for all of them. */
type Shared = Pick<Enrichment, 'score' | 'summary' | 'signals' | 'nextActions' | 'talkingPoints' | 'evidence'>;

/** Most of a result is about the company: what its records share is sent once. */
function toRows(records: readonly FinishedRecord[]): { readonly rows: object[]; readonly shared: readonly Shared[] } {
  const places = new Map<Score, { readonly at: number; readonly shared: Shared }>();
  const rows = records.map((record) => {
    const { enrichment } = record;
    const { score, summary, signals, nextActions, talkingPoints, evidence } = enrichment;
    if (score === null) return { ...toRow(record), result: enrichment };
    const { at, shared } = getOrMake(places, score, () => ({
      at: places.size,
      shared: { score, summary, signals, nextActions, talkingPoints, evidence: ofCompany(evidence) },
    }));
    const own = withoutShared(enrichment, shared);
    return own ? { ...toRow(record), result: own, shared_at: at } : { ...toRow(record), result: enrichment };
  });
  return { rows, shared: [...places.values()].map(({ shared }) => shared) };
}

/** What HubSpot tells of a single record comes after what is known of its company. */
function ofCompany(evidence: Enrichment['evidence']): Enrichment['evidence'] {
  const first = evidence.findIndex(({ source }) => source === 'hubspot');
  return first < 0 ? evidence : evidence.slice(0, first);
}

/**
 * A result without what is the very same as in another record's; whatever differs stays, and is believed. undefined: its
 * evidence does not begin as the other's does.
 */
function withoutShared(enrichment: Enrichment, shared: Shared): object | undefined {
  const { evidence } = enrichment;
  if (!shared.evidence.every((one, index) => one === evidence[index])) return undefined;
  const own = Object.entries(enrichment).filter(([name, value]) => value !== shared[name as keyof Shared]);
  return { ...Object.fromEntries(own), evidence: evidence.slice(shared.evidence.length) };
}

function toRow({ position, enrichment, memory }: FinishedRecord): object {
  const { changes, status, error } = enrichment;
  const written = changes.filter((change) => change.written).map(({ property }) => property);
  const isFailed = status === 'failed';
  return {
    position,
    id: enrichment.id,
    object_type: enrichment.objectType,
    object_id: enrichment.objectId,
    requested_by: enrichment.requestedBy,
    status,
    memory: memory ?? null,
    entity: memory?.companyNumber ? companyIdOfNumber(memory.companyNumber) : null,
    sync_type: SYNC_TYPES[enrichment.objectType],
    operation: written.length > 0 ? 'update' : 'enrich',
    log_status: isFailed ? 'failed' : 'success',
    written,
    kept: changes.filter(({ decision }) => decision === 'keep').map(({ property }) => property),
    // What the seed's monitoring queries read.
    enrichments: isFailed
      ? null
      : {
          summary: enrichment.summary?.text ?? null,
          leadScore: enrichment.score?.total ?? null,
          buyingSignals: enrichment.signals.map(({ text }) => text),
        },
    duration_ms: enrichment.durationMs === null ? null : Math.round(enrichment.durationMs),
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    model_calls: enrichment.usage.modelCalls,
    model_tokens: enrichment.usage.modelTokens,
    ...bulkOutcomeOf(enrichment),
  };
}
