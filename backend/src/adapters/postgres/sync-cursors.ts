import { z } from 'zod';
import { companyIdOfNumber } from '../../domain/company/company.ts';
import type { SyncCursors } from '../../ports/sync-cursors.ts';
import type { Database } from './make-database.ts';

const SAVE_LINK = `
  INSERT INTO crm_entity_mappings AS m (organization_id, object_type, crm_record_id, oppspot_entity_id, memory, last_synced_at)
  SELECT $1::uuid, $2, $3, $4, $5::jsonb, now()
  WHERE NOT EXISTS (SELECT FROM erased_records x WHERE x.organization_id = $1::uuid AND x.object_type = $2 AND x.object_id = $3)
  ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
    oppspot_entity_id = EXCLUDED.oppspot_entity_id, memory = EXCLUDED.memory, last_synced_at = now(), updated_at = now()`;

/** Cursors and links in Postgres. */
export function makeSyncCursors(database: Database): SyncCursors {
  return {
    async saveLink({ organizationId, objectType, objectId, memory }) {
      const companyId = memory.companyNumber === null ? null : companyIdOfNumber(memory.companyNumber);
      await database.queryAsTenant(organizationId, {
        name: 'save_link',
        text: SAVE_LINK,
        values: [organizationId, objectType, objectId, companyId, JSON.stringify(memory)],
      });
    },
    async readCursor(organizationId, objectType) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'read_sync_cursor',
        text: 'SELECT synced_to FROM sync_cursors WHERE organization_id = $1::uuid AND object_type = $2',
        values: [organizationId, objectType],
      });
      return rows[0] === undefined ? undefined : z.object({ synced_to: z.date() }).parse(rows[0]).synced_to;
    },
    async saveCursor(organizationId, objectType, syncedTo) {
      await database.queryAsTenant(organizationId, {
        name: 'save_sync_cursor',
        text: `UPDATE sync_cursors SET synced_to = GREATEST(synced_to, $3::timestamptz)
               WHERE organization_id = $1::uuid AND object_type = $2`,
        values: [organizationId, objectType, syncedTo],
      });
    },
  };
}
