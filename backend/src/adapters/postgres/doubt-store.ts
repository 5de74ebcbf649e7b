import { z } from 'zod';
import { SETTLE_SECONDS } from '../../domain/automation/doubt.ts';
import type { PortalSettings } from '../../domain/portal/settings.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import type { AutomationIntent } from '../../ports/automation-store.ts';
import { recordName } from '../../ports/bulk-automation.ts';
import type { DoubtfulRecord, DoubtStore, SettledRecord } from '../../ports/doubt-store.ts';
import { RUN_COLUMNS, SYNC_TYPES } from './enrichment-rows.ts';
import { INTENT_COLUMNS, toIntent } from './intent-rows.ts';
import type { Database } from './make-database.ts';
import { surroundings, toRunContext } from './run-context.ts';
import { recallSettings } from './stored-settings.ts';

/** What was first tried longer ago is only looked for: nobody expects a task of what was known the day before. */
const MAKEABLE_FOR = "INTERVAL '1 day'";

/** In the words of the index that finds them. */
const IN_DOUBT = `(i.state = 'sent' OR i.is_doubtful)`;
const IS_OVER = `i.sent_until <= now() - make_interval(secs => ${SETTLE_SECONDS})`;
const IS_FREE = '(i.lease_expires_at IS NULL OR i.lease_expires_at <= now())';

const TAKE = `
  WITH due AS (
    SELECT i.* FROM automation_intents i
    WHERE i.organization_id = $1::uuid AND ${IN_DOUBT} AND ${IS_OVER} AND ${IS_FREE}
    ORDER BY i.sent_until LIMIT $2
  ), marked AS (
    UPDATE automation_intents i SET is_doubtful = true FROM due
    WHERE i.organization_id = $1::uuid AND i.object_type = due.object_type AND i.record_id = due.record_id
      AND i.purpose = due.purpose AND NOT i.is_doubtful
  )
  SELECT ${INTENT_COLUMNS.split(', ')
    .map((column) => `due.${column} AS intent_${column}`)
    .join(', ')}, due.created_at <= now() - ${MAKEABLE_FOR} AS is_old,
    COALESCE(e.result #>> '{undo,undoneAt}', steered.undo_status) IS NOT NULL AS is_undone, steered.status = 'stopped' AS is_stopped,
    ${RUN_COLUMNS}, ${surroundings('e', '$3')}
  FROM due LEFT JOIN LATERAL (
    SELECT ${RUN_COLUMNS} FROM enrichments e
    WHERE e.organization_id = $1::uuid AND e.object_type = due.object_type AND e.object_id = due.record_id
      AND e.mode = 'apply' AND e.status NOT IN ('running', 'failed')
    ORDER BY e.created_at DESC LIMIT 1
  ) e ON true LEFT JOIN LATERAL (
    SELECT b.status, b.undo_status FROM bulk_runs b JOIN bulk_records r ON r.organization_id = b.organization_id AND r.bulk_id = b.id
    WHERE b.organization_id = $1::uuid AND (b.status = 'stopped' OR b.undo_status IS NOT NULL)
      AND r.object_id = due.record_id AND r.enrichment_id = e.id LIMIT 1
  ) steered ON true LEFT JOIN crm_entity_mappings m
    ON m.organization_id = $1::uuid AND m.object_type = due.object_type AND m.crm_record_id = due.record_id
  ORDER BY due.sent_until`;

const CLOSE = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS t("objectType" text, "recordId" text, purposes jsonb, "syncType" text, "enrichmentId" uuid,
      before jsonb, after jsonb, "undoPossibleUntil" text, message text)
  ), held AS (
    SELECT i.object_type, i.record_id, i.purpose, i.state = 'sent' AND ${IS_OVER} AND ${IS_FREE} AS is_forgotten
    FROM automation_intents i JOIN told ON i.object_type = told."objectType" AND i.record_id = told."recordId" AND told.purposes ? i.purpose
    WHERE i.organization_id = $1::uuid FOR UPDATE OF i
  ), forgotten AS (
    DELETE FROM automation_intents i USING held
    WHERE i.organization_id = $1::uuid AND i.object_type = held.object_type AND i.record_id = held.record_id AND i.purpose = held.purpose
      AND held.is_forgotten
  ), known AS (
    UPDATE automation_intents i SET is_doubtful = false, updated_at = now() FROM held
    WHERE i.organization_id = $1::uuid AND i.object_type = held.object_type AND i.record_id = held.record_id AND i.purpose = held.purpose
      AND NOT held.is_forgotten
  ), amended AS (
    UPDATE enrichments e SET result = e.result || jsonb_build_object('automation', told.after, 'undo', (e.result -> 'undo')
      || CASE WHEN told."undoPossibleUntil" IS NULL THEN '{}' ELSE jsonb_build_object('possibleUntil', told."undoPossibleUntil") END)
    FROM told WHERE e.organization_id = $1::uuid AND e.id = told."enrichmentId" AND e.status <> 'running'
      AND e.result -> 'automation' = told.before AND told.before <> told.after
    RETURNING e.id, e.object_type, e.object_id, e.status, e.requested_by, told."syncType" AS sync_type, told.message
  )
  INSERT INTO crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, crm_record_id,
    enrichment_id, enrichment_status, requested_by, message)
  SELECT $1::uuid, (SELECT i.id FROM crm_integrations i WHERE i.organization_id = $1::uuid ORDER BY i.installed_at DESC LIMIT 1),
    'enrichment', amended.sync_type, 'automate', 'success', amended.object_type, amended.object_id, amended.id, amended.status,
    amended.requested_by, amended.message FROM amended`;

const NEXT = `
  SELECT (extract(epoch FROM min(GREATEST(i.sent_until + make_interval(secs => ${SETTLE_SECONDS}), i.lease_expires_at)) - now()) * 1000)::float8 AS ms
  FROM automation_intents i WHERE i.organization_id = $1::uuid AND ${IN_DOUBT}`;

const barrierRow = z.object({ is_old: z.boolean(), is_undone: z.boolean(), is_stopped: z.boolean().nullable() });

/** What automation sent and nobody confirmed, in Postgres. */
export function makeDoubtStore(database: Database, defaults: () => PortalSettings): DoubtStore {
  return {
    takeDue: (organizationId, limit) => takeDue(database, defaults(), organizationId, limit),
    close: async (organizationId, records) => {
      if (records.length === 0) return;
      const values = [organizationId, JSON.stringify(records.map(toRow))];
      await database.queryAsTenant(organizationId, { name: 'close_doubts', text: CLOSE, values });
    },
    nextDueMs: async (organizationId) => {
      const [row] = await database.queryAsTenant(organizationId, {
        name: 'next_doubt',
        text: NEXT,
        values: [organizationId],
      });
      const { ms } = z.object({ ms: z.number().nullable() }).parse(row);
      return ms === null ? undefined : Math.max(0, Math.ceil(ms));
    },
  };
}

async function takeDue(
  database: Database,
  defaults: PortalSettings,
  organizationId: string,
  limit: number,
): Promise<readonly DoubtfulRecord[]> {
  const recalled = recallSettings(organizationId);
  const values = [organizationId, limit, recalled?.version ?? ''];
  const rows = await database.queryAsTenant(organizationId, { name: 'take_due_doubts', text: TAKE, values });
  const records = new Map<string, DoubtfulRecord & { readonly intents: AutomationIntent[] }>();
  for (const row of rows) {
    const intent = toIntent(intentOf(row));
    const { objectType, recordId } = intent;
    const record = getOrMake(records, recordName({ objectType, id: recordId }), () => ({
      objectType,
      recordId,
      intents: [],
      context: hasRun(row) ? toRunContext(defaults, organizationId, row, recalled) : undefined,
      barrier: barrierOf(row),
    }));
    record.intents.push(intent);
  }
  return [...records.values()];
}

const PREFIX = 'intent_';

function intentOf(row: unknown): object {
  const columns = Object.entries(z.record(z.string(), z.unknown()).parse(row));
  return Object.fromEntries(
    columns.flatMap(([name, value]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [])),
  );
}

function hasRun(row: unknown): boolean {
  return z.object({ id: z.string().nullable() }).parse(row).id !== null;
}

function barrierOf(row: unknown): DoubtfulRecord['barrier'] {
  const { is_old, is_undone, is_stopped } = barrierRow.parse(row);
  if (is_undone) return 'undone';
  if (is_stopped === true) return 'stopped';
  return is_old ? 'old' : null;
}

function toRow({ objectType, recordId, purposes, told }: SettledRecord): object {
  return { objectType, recordId, purposes, syncType: SYNC_TYPES[objectType], ...told };
}
