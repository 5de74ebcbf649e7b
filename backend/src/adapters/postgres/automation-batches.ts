import { z } from 'zod';
import { SENT_WITHIN_SECONDS, SETTLE_SECONDS } from '../../domain/automation/doubt.ts';
import type { BulkAutomationStore } from '../../ports/bulk-automation.ts';
import { intentName } from '../../ports/bulk-automation.ts';
import { doubtColumns, INTENT_COLUMNS, LEASE_SECONDS, SETTLE_DOUBTS_TASK, toClaimed, toIntent } from './intent-rows.ts';
import type { Database } from './make-database.ts';

/** The intents of many records of one organisation, each method one statement. */
export function makeAutomationBatches(database: Database): BulkAutomationStore {
  const run = (
    organizationId: string,
    name: string,
    text: string,
    rows: readonly object[],
    more: readonly unknown[] = [],
  ) =>
    rows.length === 0
      ? []
      : database.queryAsTenant(organizationId, {
          name: `automation_${name}`,
          text,
          values: [organizationId, JSON.stringify(rows), ...more],
        });
  return {
    listAll: async (organizationId, records) => (await run(organizationId, 'list_all', LIST, records)).map(toIntent),
    claimAll: async (organizationId, claims) => {
      const first = new Map(claims.map((claim) => [intentName(claim), claim] as const).reverse());
      const rows = await run(organizationId, 'claim_all', CLAIM, [...first.values()], [LEASE_SECONDS, SETTLE_SECONDS]);
      const claimed = new Map(
        rows.map((row) => {
          const claim = toClaimed(row);
          return [intentName(claim.intent), claim] as const;
        }),
      );
      return claims.map((claim) => {
        const name = intentName(claim);
        return first.get(name) === claim ? claimed.get(name) : undefined;
      });
    },
    markAllSent: async (organizationId, sent) => {
      const rows = await run(organizationId, 'mark_all_sent', MARK_SENT, sent, [SENT_WITHIN_SECONDS, SETTLE_SECONDS]);
      const held = new Set(rows.map((row) => nameRow.parse(row).name));
      return sent.map((one) => held.has(intentName(one)));
    },
    confirmAll: async (organizationId, made) => void (await run(organizationId, 'confirm_all', CONFIRM, made)),
    releaseAll: async (organizationId, held) => void (await run(organizationId, 'release_all', RELEASE, held)),
    letGoOfAll: async (organizationId, held) => void (await run(organizationId, 'let_go_of_all', LET_GO, held)),
  };
}

const nameRow = z.object({ name: z.string() });

const TOLD = `told AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS t("objectType" text, "recordId" text, purpose text, "enrichmentId" uuid,
      holder text, way text, details jsonb, "hubspotId" text))`;
const HELD = `i.organization_id = $1::uuid AND i.object_type = told."objectType" AND i.record_id = told."recordId"
    AND i.purpose = told.purpose AND i.lease_owner = told.holder AND i.state IN ('claimed', 'sent')`;

const LIST = `SELECT ${INTENT_COLUMNS} FROM automation_intents
  JOIN jsonb_to_recordset($2::jsonb) AS t("objectType" text, id text) ON object_type = t."objectType" AND record_id = t.id
  WHERE organization_id = $1::uuid`;

// In one order everywhere, so that two processes never wait for each other.
const CLAIM = `WITH ${TOLD}
  INSERT INTO automation_intents AS i (organization_id, object_type, record_id, purpose, enrichment_id, lease_owner, lease_expires_at)
  SELECT $1::uuid, told."objectType", told."recordId", told.purpose, told."enrichmentId", told.holder,
    now() + make_interval(secs => $3::double precision)
  FROM told ORDER BY told."objectType", told."recordId", told.purpose
  ON CONFLICT (organization_id, object_type, record_id, purpose) DO UPDATE
    SET lease_owner = EXCLUDED.lease_owner, lease_expires_at = EXCLUDED.lease_expires_at, updated_at = now()
    WHERE i.state IN ('claimed', 'sent') AND (i.lease_expires_at <= now() OR i.enrichment_id = EXCLUDED.enrichment_id)
  RETURNING ${INTENT_COLUMNS}, ${doubtColumns('$4')}`;

// The one look when the time of all of them is over is noted once.
const MARK_SENT = `WITH ${TOLD}, marked AS (
  UPDATE automation_intents i SET state = 'sent', way = told.way, details = told.details, enrichment_id = told."enrichmentId",
    updated_at = now(), sent_until = now() + make_interval(secs => $3::double precision)
  FROM told WHERE ${HELD} AND i.lease_expires_at > now()
  RETURNING i.purpose || ':' || i.object_type || ':' || i.record_id AS name
  )
  SELECT name, (SELECT smartsync_watch_doubt('${SETTLE_DOUBTS_TASK}', now() + make_interval(secs => $3::double precision + $4::double precision)))
  FROM marked`;

const CONFIRM = `WITH ${TOLD}
  UPDATE automation_intents i SET state = 'done', hubspot_id = told."hubspotId", details = told.details, lease_owner = NULL,
    lease_expires_at = NULL, updated_at = now()
  FROM told WHERE ${HELD}`;

const RELEASE = `WITH ${TOLD} DELETE FROM automation_intents i USING told WHERE ${HELD}`;

const LET_GO = `WITH ${TOLD}
  UPDATE automation_intents i SET lease_expires_at = now(), updated_at = now() FROM told WHERE ${HELD}`;
