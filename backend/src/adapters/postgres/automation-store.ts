import { z } from 'zod';
import { SENT_WITHIN_SECONDS, SETTLE_SECONDS } from '../../domain/automation/doubt.ts';
import type { AutomationStore, IntentKey } from '../../ports/automation-store.ts';
import type { BulkAutomationStore } from '../../ports/bulk-automation.ts';
import { makeAutomationBatches } from './automation-batches.ts';
import { doubtColumns, INTENT_COLUMNS, LEASE_SECONDS, SETTLE_DOUBTS_TASK, toClaimed, toIntent } from './intent-rows.ts';
import type { Database } from './make-database.ts';

const OF_RECORD = 'organization_id = $1::uuid AND object_type = $2 AND record_id = $3';
const OF_PURPOSE = `${OF_RECORD} AND purpose = $4`;
const HELD = `${OF_PURPOSE} AND lease_owner = $5 AND state IN ('claimed', 'sent')`;

/** Intents of automation in Postgres; one row a purpose and record decides between processes. */
export function makeAutomationStore(database: Database): AutomationStore & BulkAutomationStore {
  const run = (organizationId: string, name: string, text: string, values: readonly unknown[]) =>
    database.queryAsTenant(organizationId, { name: `automation_${name}`, text, values: [organizationId, ...values] });
  return {
    ...makeAutomationBatches(database),
    list: async ({ organizationId, objectType, recordId }) =>
      (
        await run(organizationId, 'list', `SELECT ${INTENT_COLUMNS} FROM automation_intents WHERE ${OF_RECORD}`, [
          objectType,
          recordId,
        ])
      ).map(toIntent),
    listOfEnrichment: async (organizationId, enrichmentId) => {
      const text = `SELECT ${INTENT_COLUMNS} FROM automation_intents WHERE organization_id = $1::uuid AND enrichment_id = $2::uuid`;
      return (await run(organizationId, 'list_of_enrichment', text, [enrichmentId])).map(toIntent);
    },
    async claim(input) {
      const values = [...purposeOf(input), input.enrichmentId, input.holder, LEASE_SECONDS, SETTLE_SECONDS];
      const [row] = await run(input.organizationId, 'claim', CLAIM, values);
      return row === undefined ? undefined : toClaimed(row);
    },
    async markSent(input) {
      const { holder, way, details, enrichmentId } = input;
      const json = JSON.stringify(details);
      const values = [...purposeOf(input), holder, way, json, SENT_WITHIN_SECONDS, enrichmentId, SETTLE_SECONDS];
      return (await run(input.organizationId, 'mark_sent', MARK_SENT, values)).length > 0;
    },
    async confirm(input) {
      const values = [...purposeOf(input), input.holder, input.hubspotId, JSON.stringify(input.details)];
      await run(input.organizationId, 'confirm', CONFIRM, values);
    },
    async release(input) {
      const text = `DELETE FROM automation_intents WHERE ${HELD}`;
      await run(input.organizationId, 'release', text, [...purposeOf(input), input.holder]);
    },
    async letGo(input) {
      const text = `UPDATE automation_intents SET lease_expires_at = now(), updated_at = now() WHERE ${HELD}`;
      await run(input.organizationId, 'let_go', text, [...purposeOf(input), input.holder]);
    },
    async markUndone(input) {
      await run(input.organizationId, 'mark_undone', MARK_UNDONE, [...purposeOf(input), SETTLE_SECONDS]);
    },
    takeTurn: async (organizationId) => readTurn(await run(organizationId, 'take_turn', TAKE_TURN, [])),
    readNextTurn: async (organizationId) => readTurn(await run(organizationId, 'next_turn', NEXT_TURN, [])),
  };
}

// Who works on the same run has taken it over from a process that died: it does not wait for that one's lease to end.
// Taking over leaves state, way and `sent_until` as they are, so that the answer tells what the holder before left behind.
const CLAIM = `
  INSERT INTO automation_intents AS i (organization_id, object_type, record_id, purpose, enrichment_id, lease_owner, lease_expires_at)
  VALUES ($1::uuid, $2, $3, $4, $5::uuid, $6, now() + make_interval(secs => $7::double precision))
  ON CONFLICT (organization_id, object_type, record_id, purpose) DO UPDATE
    SET lease_owner = EXCLUDED.lease_owner, lease_expires_at = EXCLUDED.lease_expires_at, updated_at = now()
    WHERE i.state IN ('claimed', 'sent') AND (i.lease_expires_at <= now() OR i.enrichment_id = EXCLUDED.enrichment_id)
  RETURNING ${INTENT_COLUMNS}, ${doubtColumns('$8')}`;

const MARK_SENT = `
  UPDATE automation_intents SET state = 'sent', way = $6, details = $7::jsonb, enrichment_id = $9::uuid, updated_at = now(),
    sent_until = now() + make_interval(secs => $8::double precision)
  WHERE ${HELD} AND lease_expires_at > now()
  RETURNING smartsync_watch_doubt('${SETTLE_DOUBTS_TASK}', sent_until + make_interval(secs => $10::double precision))`;

const CONFIRM = `
  UPDATE automation_intents SET state = 'done', hubspot_id = $6, details = $7::jsonb, lease_owner = NULL,
    lease_expires_at = NULL, updated_at = now()
  WHERE ${HELD}`;

// What HubSpot may still be carrying out is looked for once more when it can no longer be on its way.
const MARK_UNDONE = `
  UPDATE automation_intents SET state = 'undone', updated_at = now(),
    is_doubtful = COALESCE(state = 'sent' AND hubspot_id IS NULL AND sent_until + make_interval(secs => $5::double precision) > now(), false)
  WHERE ${OF_PURPOSE}`;

const TAKE_TURN = `
  INSERT INTO automation_turns AS t (organization_id, turns) VALUES ($1::uuid, 1)
  ON CONFLICT (organization_id) DO UPDATE SET turns = t.turns + 1 RETURNING turns::double precision AS turn`;

const NEXT_TURN = `
  SELECT COALESCE((SELECT turns FROM automation_turns WHERE organization_id = $1::uuid), 0)::double precision + 1 AS turn`;

function purposeOf({ objectType, recordId, purpose }: IntentKey): readonly string[] {
  return [objectType, recordId, purpose];
}

function readTurn(rows: readonly unknown[]): number {
  return z.object({ turn: z.number() }).parse(rows[0]).turn;
}
