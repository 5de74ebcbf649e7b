import { z } from 'zod';
import type { SyncedRecord, SyncedRecordKeys, SyncedRecordStore } from '../../ports/synced-record-store.ts';
import type { Database } from './make-database.ts';
import { listSyncLogs, writeSyncLog } from './sync-logs.ts';

/** What was synced, in the rows of `crm_entity_mappings`, and the log of it. */
export function makeSyncedRecordStore(database: Database): SyncedRecordStore {
  return {
    find: (keys) => find(database, keys),
    remember: (record) => remember(database, record),
    forget: async ({ tenantId, objectType, crmRecordId }) => {
      await database.queryAsTenant(tenantId, {
        name: 'forget_synced_record',
        text: `UPDATE crm_entity_mappings SET source_key = NULL, external_id = NULL, synced_values = '{}', updated_at = now()
               WHERE organization_id = $1::uuid AND object_type = $2 AND crm_record_id = $3`,
        values: [tenantId, objectType, crmRecordId],
      });
    },
    writeLog: (entry) => writeSyncLog(database, entry),
    listLogs: (input) => listSyncLogs(database, input),
  };
}

const mappingRow = z.object({ crm_record_id: z.string(), synced_values: z.record(z.string(), z.string()) });

async function find(database: Database, keys: SyncedRecordKeys): Promise<SyncedRecord | undefined> {
  const { tenantId, objectType, sourceKey, externalId } = keys;
  const rows = await database.queryAsTenant(tenantId, {
    name: 'find_synced_record',
    text: `SELECT crm_record_id, synced_values FROM crm_entity_mappings
           WHERE organization_id = $1::uuid AND object_type = $2
             AND (source_key = $3 OR external_id = $4 OR ($2 = 'companies' AND oppspot_entity_id = $4))
           ORDER BY (external_id = $4) IS TRUE DESC, (source_key = $3) IS TRUE DESC, created_at LIMIT 1`,
    values: [tenantId, objectType, sourceKey, externalId],
  });
  if (rows[0] === undefined) return undefined;
  const row = mappingRow.parse(rows[0]);
  return { crmRecordId: row.crm_record_id, syncedHashes: row.synced_values };
}

/** What a record remembers before it was ever enriched. */
const NO_MEMORY = JSON.stringify({
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
});

/**
 * In one transaction: the names leave whoever had them before this record takes them. Who takes the same name at the same
 * moment comes after: all contacts of a batch may remember their one company at once.
 */
async function remember(database: Database, record: Parameters<SyncedRecordStore['remember']>[0]): Promise<void> {
  const { tenantId, objectType, sourceKey, externalId, crmRecordId, syncedHashes } = record;
  // The key of a source before the caller's id, always: so that nobody waits for each other.
  const names = [`source:${sourceKey}`, ...(externalId === null ? [] : [`external:${externalId}`])];
  const locks = names.map((name) => `synced:${tenantId}:${objectType}:${name}`);
  await database.withTenant(tenantId, async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(name, 0))::text
      FROM unnest(${locks}::text[]) WITH ORDINALITY AS n(name, position) ORDER BY position`;
    await tx.$executeRaw`UPDATE crm_entity_mappings SET
        source_key = CASE WHEN source_key = ${sourceKey} THEN NULL ELSE source_key END,
        external_id = CASE WHEN external_id = ${externalId} THEN NULL ELSE external_id END
      WHERE object_type = ${objectType} AND crm_record_id <> ${crmRecordId}
        AND (source_key = ${sourceKey} OR external_id = ${externalId})`;
    await tx.$executeRaw`INSERT INTO crm_entity_mappings AS m
        (organization_id, object_type, crm_record_id, memory, source_key, external_id, synced_values, last_synced_at)
      VALUES (${tenantId}::uuid, ${objectType}, ${crmRecordId}, ${NO_MEMORY}::jsonb, ${sourceKey}, ${externalId},
        ${JSON.stringify(syncedHashes)}::jsonb, now())
      ON CONFLICT (organization_id, object_type, crm_record_id) DO UPDATE SET
        source_key = EXCLUDED.source_key, external_id = COALESCE(EXCLUDED.external_id, m.external_id),
        synced_values = m.synced_values || EXCLUDED.synced_values, last_synced_at = now(), updated_at = now()`;
  });
}
