import { z } from 'zod';
import { companyIdOfNumber } from '../../domain/company/company.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import { SYNC_TYPES } from './enrichment-rows.ts';
import type { Database } from './make-database.ts';

type ForgetInput = Parameters<EnrichmentStore['forgetMatch']>[0];
type ForgottenMatch = Awaited<ReturnType<EnrichmentStore['forgetMatch']>>;

// One statement: the choice goes from the record and, where this record's choice made it, from the domain; the
// rejection and the log line come with it. Nothing happens while a run works with the old choice.
const FORGET = `
  WITH known AS (
    SELECT m.memory, COALESCE(m.memory->>'companyNumber', (
      SELECT e.result #>> '{match,company,companyNumber}' FROM enrichments e
      WHERE e.organization_id = $1::uuid AND e.object_type = $2 AND e.object_id = $3 ORDER BY e.created_at DESC LIMIT 1)) AS number,
      EXISTS (SELECT FROM enrichments e WHERE e.organization_id = $1::uuid AND e.object_type = $2 AND e.object_id = $3
        AND e.status = 'running') AS is_running
    FROM (SELECT) one LEFT JOIN crm_entity_mappings m
      ON m.organization_id = $1::uuid AND m.object_type = $2 AND m.crm_record_id = $3
  ), wrong AS (
    SELECT number, COALESCE(memory, $4::jsonb) AS memory FROM known WHERE number IS NOT NULL AND NOT is_running
  ), domain AS (
    DELETE FROM company_domains d USING wrong
    WHERE d.organization_id = $1::uuid AND d.domain = wrong.memory #>> '{identity,domain}' AND d.company_number = wrong.number
      AND wrong.memory->>'acceptedBy' = 'person'
  ), forgotten AS (
    INSERT INTO crm_entity_mappings AS m (organization_id, object_type, crm_record_id, oppspot_entity_id, memory, last_synced_at)
    SELECT $1::uuid, $2, $3, NULL, wrong.memory || jsonb_build_object('companyNumber', NULL, 'matchConfidence', NULL,
      'matchReasons', '[]'::jsonb, 'acceptedBy', NULL, 'rejectedCompanyNumbers',
      COALESCE(wrong.memory->'rejectedCompanyNumbers', '[]'::jsonb) - wrong.number || to_jsonb(wrong.number)), now() FROM wrong
    ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
      oppspot_entity_id = NULL, memory = EXCLUDED.memory, updated_at = now()
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, kind, sync_type, operation, status, object_type, crm_record_id, requested_by, message)
    SELECT $1::uuid, 'forget', $5, 'update', 'success', $2, $3, $6::jsonb,
      'the record is not company ' || wrong.number || ', a person said; it is not taken again without one' FROM wrong
  )
  SELECT known.number, known.is_running, known.memory->'rejectedCompanyNumbers' AS rejected FROM known`;

const row = z.object({
  number: z.string().nullable(),
  is_running: z.boolean(),
  rejected: z.array(z.string()).nullable(),
});

/** What is known of a record that was never enriched, as far as a memory must have it. */
const EMPTY_MEMORY = {
  companyNumber: null,
  matchConfidence: null,
  matchReasons: [],
  acceptedBy: null,
  identity: null,
  identityCompanyId: null,
  identityReadAt: null,
  written: {},
  inputHash: null,
  lastEnrichedAt: null,
};

/** Forgets a record's match and remembers that it was wrong; see the port. */
export async function forgetMatch(database: Database, input: ForgetInput): Promise<ForgottenMatch> {
  const rows = await database.queryAsTenant(input.organizationId, {
    name: 'forget_match',
    text: FORGET,
    values: [
      input.organizationId,
      input.objectType,
      input.objectId,
      JSON.stringify(EMPTY_MEMORY),
      SYNC_TYPES[input.objectType],
      JSON.stringify(input.requestedBy),
    ],
  });
  const { number, is_running: isRunning, rejected } = row.parse(rows[0]);
  if (isRunning) return { kind: 'running' };
  if (number !== null) return { kind: 'forgotten', companyId: companyIdOfNumber(number) };
  return { kind: rejected === null || rejected.length === 0 ? 'nothing' : 'forgotten_before' };
}
