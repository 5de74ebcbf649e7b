import { z } from 'zod';
import { JOB_PRIORITIES } from '../../domain/jobs/job-class.ts';
import type { RecordEvent } from '../../domain/sync/record-event.ts';
import { inGroups } from '../../lib/in-groups.ts';
import type { KnownRecord, RecordLookup } from '../../ports/record-lookup.ts';
import type { PortalEvent, RecordMark, RecordName, RecordWithEvents, WebhookStore } from '../../ports/webhook-store.ts';
import type { Database } from './make-database.ts';
import { moveRecords } from './move-records.ts';
import { storedMemory } from './stored-memory.ts';

const objectType = z.enum(['contacts', 'companies', 'deals']);
const storedEvent = z.object({
  kind: z.enum(['creation', 'propertyChange', 'deletion', 'restore', 'merge', 'privacyDeletion', 'associationChange']),
  objectType,
  objectId: z.string(),
  occurredAtMs: z.number(),
  property: z.string().exactOptional(),
  valueHash: z.string().exactOptional(),
  mergedIds: z.array(z.string()).exactOptional(),
}) satisfies z.ZodType<RecordEvent>;
const deliveryRow = z.object({ id: z.string(), received_at: z.date(), events: z.array(storedEvent) });
const sortedRow = z.object({ kept: z.coerce.number(), dropped: z.coerce.number(), has_more: z.boolean() });
const recordRow = z.object({
  object_type: objectType,
  object_id: z.string(),
  memory: storedMemory.nullable(),
  synced_at: z.date().nullable(),
  is_gone: z.boolean(),
  is_erased: z.boolean(),
  changed_at: z.date().nullable(),
  lifecycle_at: z.date().nullable(),
  started_at: z.array(z.date()),
});

/** Names of the jobs that work webhooks off. */
export interface WebhookTasks {
  /** Divides requests by portal. */
  readonly sort: string;
  /** Takes a portal's deliveries. */
  readonly handle: string;
}

/** Makes the store. */
export function makeWebhookStore(database: Database, tasks: WebhookTasks): WebhookStore & RecordLookup {
  return {
    receive: inGroups<readonly PortalEvent[], void>(
      (requests) => receiveAll(database, tasks, requests.flat()),
      KEPT_TOGETHER,
    ),
    async sort() {
      const rows = await database.queryAsTenant(NO_TENANT, {
        name: 'sort_webhooks',
        text: 'SELECT kept, dropped, has_more FROM smartsync_sort_webhooks($1, $2, $3, $4)',
        values: [SORTED_TOGETHER, tasks.sort, tasks.handle, JOB_PRIORITIES.webhook],
      });
      const { kept, dropped, has_more } = sortedRow.parse(rows[0]);
      return { kept, dropped, hasMore: has_more };
    },
    async take(organizationId, limit) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'take_webhooks',
        text: 'SELECT id, received_at, events FROM webhook_deliveries WHERE organization_id = $1::uuid ORDER BY received_at, id LIMIT $2',
        values: [organizationId, limit],
      });
      return z
        .array(deliveryRow)
        .parse(rows)
        .map((row) => ({ id: row.id, receivedAt: row.received_at, events: row.events }));
    },
    lookUpAll: (organizationId, records) => lookUpAll(database, organizationId, records),
    lookUp: async (organizationId, objectType, objectId) =>
      (await lookUpAll(database, organizationId, [{ objectType, objectId }]))[0] ?? NOTHING_KNOWN,
    settle: (input) => settle(database, input),
    moveRecords: (input) => moveRecords(database, input),
  };
}

// At HubSpot's highest rate a request comes before the one before it is on the disk. The rest of the connections is for people.
const KEPT_TOGETHER = { atOnce: 2, perCall: 50 };

/** Requests that one job divides. */
const SORTED_TOGETHER = 1_000;

/** Before the tenants are known: the functions enter each portal's tenant themselves. */
const NO_TENANT = '';

async function receiveAll(database: Database, tasks: WebhookTasks, events: readonly PortalEvent[]): Promise<void> {
  await database.queryAsTenant(NO_TENANT, {
    name: 'receive_webhooks',
    text: 'SELECT smartsync_receive_webhooks($1::jsonb, $2, $3)',
    values: [JSON.stringify(events.map(toInbox)), tasks.sort, JOB_PRIORITIES.webhook],
  });
}

/**
 * The instant stands apart: what was told twice is the same but for it. Members are named one by one, since thousands of these are
 * made in a second.
 */
function toInbox({ portalId, event }: PortalEvent) {
  const { kind, objectType, objectId, occurredAtMs, property, valueHash, mergedIds } = event;
  return { portalId, occurredAtMs, event: { kind, objectType, objectId, property, valueHash, mergedIds } };
}

const NOTHING_KNOWN: KnownRecord = { memory: undefined, isGone: false, isErased: false, syncedAt: null };

const LOOK_UP = `
  SELECT r.object_type, r.object_id, m.memory, m.last_synced_at AS synced_at, COALESCE(v.is_gone, false) AS is_gone,
    x.object_id IS NOT NULL AS is_erased, v.changed_at, v.lifecycle_at, COALESCE(v.started_at, '{}') AS started_at
  FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS r(object_type, object_id, position)
  LEFT JOIN crm_entity_mappings m ON m.organization_id = $1::uuid AND m.object_type = r.object_type AND m.crm_record_id = r.object_id
  LEFT JOIN crm_record_events v ON v.organization_id = $1::uuid AND v.object_type = r.object_type AND v.object_id = r.object_id
  LEFT JOIN erased_records x ON x.organization_id = $1::uuid AND x.object_type = r.object_type AND x.object_id = r.object_id
  ORDER BY r.position`;

async function lookUpAll(
  database: Database,
  organizationId: string,
  records: readonly RecordName[],
): Promise<readonly RecordWithEvents[]> {
  const rows = await database.queryAsTenant(organizationId, {
    name: 'look_up_records',
    text: LOOK_UP,
    values: [organizationId, records.map((one) => one.objectType), records.map(({ objectId }) => objectId)],
  });
  return z
    .array(recordRow)
    .parse(rows)
    .map((row) => ({
      objectType: row.object_type,
      objectId: row.object_id,
      memory: row.memory ?? undefined,
      syncedAt: row.synced_at,
      isGone: row.is_gone,
      isErased: row.is_erased,
      changedAtMs: row.changed_at?.getTime() ?? null,
      lifecycleAtMs: row.lifecycle_at?.getTime() ?? null,
      startedAtMs: row.started_at.map((at) => at.getTime()),
    }));
}

// What was erased while the job ran gets no mark: nothing of it may come back.
const SETTLE = `
  WITH marked AS (
    INSERT INTO crm_record_events AS v (organization_id, object_type, object_id, changed_at, lifecycle_at, is_gone, started_at)
    SELECT $1::uuid, m."objectType", m."objectId", to_timestamp(m."changedAtMs" / 1000.0), to_timestamp(m."lifecycleAtMs" / 1000.0),
      COALESCE(m."isGone", false), COALESCE((SELECT array_agg(to_timestamp(s::double precision / 1000.0) ORDER BY s::double precision) FROM jsonb_array_elements_text(m."startedAtMs") s), '{}')
    FROM jsonb_to_recordset($2::jsonb) AS m("objectType" text, "objectId" text, "changedAtMs" double precision,
      "lifecycleAtMs" double precision, "isGone" boolean, "startedAtMs" jsonb)
    WHERE NOT EXISTS (SELECT FROM erased_records x WHERE x.organization_id = $1::uuid AND x.object_type = m."objectType" AND x.object_id = m."objectId")
    ON CONFLICT (organization_id, object_type, object_id) DO UPDATE SET
      changed_at = GREATEST(v.changed_at, EXCLUDED.changed_at), lifecycle_at = GREATEST(v.lifecycle_at, EXCLUDED.lifecycle_at),
      is_gone = CASE WHEN EXCLUDED.lifecycle_at IS NULL THEN v.is_gone ELSE EXCLUDED.is_gone END,
      started_at = CASE WHEN EXCLUDED.started_at = '{}' THEN v.started_at ELSE EXCLUDED.started_at END, updated_at = now()
  )
  DELETE FROM webhook_deliveries d WHERE d.organization_id = $1::uuid AND d.id = ANY($3::uuid[])`;

async function settle(database: Database, input: Parameters<WebhookStore['settle']>[0]): Promise<void> {
  const { organizationId, marks, deliveryIds } = input;
  await database.queryAsTenant(organizationId, {
    name: 'settle_webhooks',
    text: SETTLE,
    values: [organizationId, JSON.stringify(marks satisfies readonly RecordMark[]), deliveryIds],
  });
}
