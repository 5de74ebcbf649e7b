import { z } from 'zod';
import { BULK_OUTCOMES } from '../../domain/bulk/bulk-run.ts';
import type { BulkStore } from '../../ports/bulk-store.ts';
import type { Database } from './make-database.ts';

const resultRow = z.object({
  position: z.number(),
  object_id: z.string(),
  outcome: z.enum(BULK_OUTCOMES).nullable(),
  reason: z.string().nullable(),
  enrichment_id: z.string().nullable(),
  undo: z.string().nullable(),
});

/** From so many records on the past says something about the next. */
const ENOUGH_RECORDS = 50;
const experienceRow = z.object({ records: z.number(), matched: z.number(), tasks: z.number(), deals: z.number() });

/** What can be read of a run's records, and what the forecast goes by. */
export function makeBulkResults(
  database: Database,
): Pick<BulkStore, 'listResults' | 'readKnownShare' | 'countKnownCompanies' | 'readExperience'> {
  return {
    listResults: async (organizationId, bulkId, afterPosition, limit) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'list_bulk_results',
        text: `SELECT position, object_id, outcome, reason, enrichment_id, undo FROM bulk_records
               WHERE organization_id = $1::uuid AND bulk_id::text = $2 AND position > $3 ORDER BY position LIMIT $4`,
        values: [organizationId, bulkId, afterPosition, limit],
      });
      return z
        .array(resultRow)
        .parse(rows)
        .map((row) => ({
          position: row.position,
          objectId: row.object_id,
          outcome: row.outcome,
          reason: row.reason,
          enrichmentId: row.enrichment_id,
          undo: row.undo,
        }));
    },
    countKnownCompanies: async (organizationId, companyIds) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'count_known_companies',
        text: `SELECT count(DISTINCT known.id)::int AS known FROM (
                 SELECT CASE m.object_type WHEN 'companies' THEN m.crm_record_id ELSE m.memory ->> 'identityCompanyId' END AS id
                 FROM crm_entity_mappings m
                 WHERE m.organization_id = $1::uuid AND m.memory ->> 'companyNumber' IS NOT NULL
               ) known WHERE known.id = ANY ($2::text[])`,
        values: [organizationId, [...companyIds]],
      });
      return z.array(z.object({ known: z.number() })).parse(rows)[0]?.known ?? 0;
    },
    readExperience: async (organizationId, objectType) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'read_bulk_experience',
        text: `SELECT m.records, m.matched, i.tasks, i.deals
               FROM (SELECT count(*)::int AS records, count(memory ->> 'companyNumber')::int AS matched FROM crm_entity_mappings
                     WHERE organization_id = $1::uuid AND object_type = $2 AND memory IS NOT NULL) m,
                    (SELECT count(*) FILTER (WHERE purpose = 'task')::int AS tasks, count(*) FILTER (WHERE purpose = 'deal')::int AS deals
                     FROM automation_intents WHERE organization_id = $1::uuid AND object_type = $2 AND state IN ('done', 'undone')) i`,
        values: [organizationId, objectType],
      });
      const { records, matched, tasks, deals } = experienceRow.parse(rows[0]);
      const shareOf = (count: number) => (records < ENOUGH_RECORDS ? undefined : Math.min(1, count / records));
      return { matched: shareOf(matched), tasks: shareOf(tasks), deals: shareOf(deals) };
    },
    readKnownShare: async (organizationId, objectType, objectIds, total) => {
      if (total === 0) return 0;
      const rows = await database.queryAsTenant(organizationId, {
        name: 'read_bulk_known_share',
        text: `SELECT count(*)::int AS known FROM crm_entity_mappings m
               WHERE m.organization_id = $1::uuid AND m.object_type = $2 AND m.memory ->> 'inputHash' IS NOT NULL
                 AND ($3::text[] IS NULL OR m.crm_record_id = ANY ($3::text[]))`,
        values: [organizationId, objectType, objectIds === null ? null : [...objectIds]],
      });
      const known = z.array(z.object({ known: z.number() })).parse(rows)[0]?.known ?? 0;
      return Math.min(1, known / total);
    },
  };
}
