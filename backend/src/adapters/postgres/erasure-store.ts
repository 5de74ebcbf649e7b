import { z } from 'zod';
import { contactKey, normaliseEmail } from '../../domain/sync/sync-key.ts';
import type { ErasureStore } from '../../ports/erasure-store.ts';
import type { Database } from './make-database.ts';

/** Every table that keeps something of one record, and how its columns call it. */
const RECORD_TABLES = [
  ['workflow_executions', 'object_id'],
  ['waiting_records', 'object_id'],
  ['automation_intents', 'record_id'],
  ['write_snapshots', 'record_id'],
  ['result_feedback', 'object_id'],
  ['score_history', 'object_id'],
  ['enrichment_requests', 'object_id'],
  ['enrichments', 'object_id'],
  ['crm_entity_mappings', 'crm_record_id'],
  ['crm_sync_logs', 'crm_record_id'],
  ['crm_record_events', 'object_id'],
] as const;

// The tombstones come first: whoever writes meanwhile looks for them.
const ERASE_RECORDS = `
  WITH asked AS (
    SELECT * FROM unnest($2::text[], $3::text[]) AS r(object_type, object_id)
  ), gone AS (
    SELECT object_type, object_id FROM asked
    UNION
    SELECT v.object_type, v.object_id FROM crm_record_events v JOIN asked ON asked.object_type = v.object_type AND asked.object_id = v.merged_into
    WHERE v.organization_id = $1::uuid
  ), tombstones AS (
    INSERT INTO erased_records (organization_id, object_type, object_id) SELECT $1::uuid, object_type, object_id FROM gone
    ON CONFLICT DO NOTHING RETURNING object_id
  ), ${RECORD_TABLES.map(
    ([table, id]) => `${table}_gone AS (
    DELETE FROM ${table} t USING gone WHERE t.organization_id = $1::uuid AND t.object_type = gone.object_type AND t.${id} = gone.object_id
    RETURNING 1
  )`,
  ).join(', ')}, unsaid AS (
    UPDATE webhook_deliveries d SET events = COALESCE((
      SELECT jsonb_agg(e) FROM jsonb_array_elements(d.events) e WHERE NOT EXISTS (
        SELECT FROM gone WHERE gone.object_type = e ->> 'objectType' AND gone.object_id = e ->> 'objectId')), '[]')
    WHERE d.organization_id = $1::uuid AND EXISTS (
      SELECT FROM jsonb_array_elements(d.events) e JOIN gone ON gone.object_type = e ->> 'objectType' AND gone.object_id = e ->> 'objectId')
  ), log AS (
    INSERT INTO crm_sync_logs (organization_id, kind, sync_type, operation, status, message)
    SELECT $1::uuid, 'forget', 'contact', 'delete', 'success',
      count(*) || CASE count(*) WHEN 1 THEN ' person was' ELSE ' people were' END || ' forgotten: everything kept of them was erased'
    FROM tombstones HAVING count(*) > 0
  )
  SELECT (${RECORD_TABLES.map(([table]) => `(SELECT count(*) FROM ${table}_gone)`).join(' + ')})::int AS rows`;

// strpos, not LIKE: an address may hold the signs of a pattern.
const FIND_NAMING = `
  SELECT DISTINCT object_type, object_id FROM (
    SELECT e.object_type, e.object_id FROM enrichments e WHERE e.organization_id = $1::uuid AND strpos(lower(e.result::text), $2) > 0
    UNION ALL
    SELECT m.object_type, m.crm_record_id FROM crm_entity_mappings m WHERE m.organization_id = $1::uuid AND (m.source_key = $3 OR strpos(lower(m.memory::text), $2) > 0)
    UNION ALL
    SELECT l.object_type, l.crm_record_id FROM crm_sync_logs l
    WHERE l.organization_id = $1::uuid AND l.crm_record_id IS NOT NULL
      AND strpos(lower(concat_ws(' ', l.message, l.error_message, l.enrichments::text)), $2) > 0
  ) named WHERE object_type = 'contacts'`;

const recordRow = z.object({ object_type: z.literal('contacts'), object_id: z.string() });

/** Makes the store over Postgres. */
export function makeErasureStore(database: Database): ErasureStore {
  return {
    async eraseRecords(organizationId, records) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'erase_records',
        text: ERASE_RECORDS,
        values: [organizationId, records.map((one) => one.objectType), records.map(({ objectId }) => objectId)],
      });
      return z.object({ rows: z.number() }).parse(rows[0]);
    },
    async findRecordsNaming(organizationId, email) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'find_records_naming',
        text: FIND_NAMING,
        // The integration API knows a contact by a hash of its address.
        values: [organizationId, normaliseEmail(email), contactKey(organizationId, email)],
      });
      return z
        .array(recordRow)
        .parse(rows)
        .map((row) => ({ objectType: row.object_type, objectId: row.object_id }));
    },
    erasePortal: (organizationId, days) => erasePortal(database, organizationId, days),
  };
}

/** The catalogue names the tables, so that none that is added later is left out. */
async function erasePortal(database: Database, organizationId: string, days: number): Promise<boolean> {
  return database.withTenant(organizationId, async (tx) => {
    const left = await tx.$queryRaw<readonly unknown[]>`
      SELECT id FROM crm_integrations
      WHERE organization_id = ${organizationId}::uuid AND status = 'disconnected' AND updated_at <= now() - make_interval(days => ${days}::int)
      FOR UPDATE`;
    if (left.length === 0) return false;
    const tables = await tx.$queryRaw<{ name: string }[]>`
      SELECT c.table_name::text AS name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'organization_id' AND t.table_type = 'BASE TABLE'
      ORDER BY (c.table_name = 'enrichments'), (c.table_name = 'crm_integrations'), (c.table_name = 'portal_directory')`;
    for (const { name } of tables) {
      await tx.$executeRawUnsafe(`DELETE FROM "${name}" WHERE organization_id = $1::uuid`, organizationId);
    }
    return true;
  });
}
