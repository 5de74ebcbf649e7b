import { z } from 'zod';
import type { StaleRecords } from '../../ports/stale-records.ts';
import { listOrganizations } from './list-portals.ts';
import type { Database } from './make-database.ts';

const staleRow = z.object({ object_type: z.enum(['contacts', 'companies', 'deals']), crm_record_id: z.string() });

/** Records of long ago, in Postgres. */
export function makeStaleRecords(database: Database): StaleRecords {
  return {
    list: async ({ organizationId, objectTypes, days, limit }) => {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'list_stale_records',
        text: `SELECT object_type, crm_record_id FROM crm_entity_mappings
               WHERE organization_id = $1::uuid AND object_type = ANY ($2::text[]) AND last_synced_at < now() - make_interval(days => $3)
                 AND memory ->> 'inputHash' IS NOT NULL
               ORDER BY last_synced_at LIMIT $4`,
        values: [organizationId, [...objectTypes], days, limit],
      });
      return z
        .array(staleRow)
        .parse(rows)
        .map((row) => ({ objectType: row.object_type, objectId: row.crm_record_id }));
    },
    listOrganizations: () => listOrganizations(database),
  };
}
