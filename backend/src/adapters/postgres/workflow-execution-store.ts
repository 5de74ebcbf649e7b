import { z } from 'zod';
import { JOB_PRIORITIES } from '../../domain/jobs/job-class.ts';
import type { ActionOutputs } from '../../domain/workflow/action-outputs.ts';
import type { WorkflowExecution, WorkflowExecutionStore } from '../../ports/workflow-execution-store.ts';
import type { Database } from './make-database.ts';

const outputsSchema = z.object({
  enrichment_status: z.enum(['ENRICHED', 'NEEDS_REVIEW', 'NO_MATCH', 'INSUFFICIENT_DATA', 'FAILED']),
  score: z.string(),
  deal_stage: z.string(),
  company_number: z.string(),
  signals_count: z.string(),
  fields_updated: z.string(),
  message: z.string(),
  hs_execution_state: z.enum(['SUCCESS', 'FAIL_CONTINUE']),
}) satisfies z.ZodType<ActionOutputs>;

const executionRow = z.object({
  callback_id: z.string(),
  action: z.enum(['enrich', 'score']),
  object_type: z.enum(['contacts', 'companies', 'deals']),
  object_id: z.string(),
  state: z.enum(['received', 'answered', 'waiting', 'completed', 'expired']),
  enrichment_id: z.string().nullable(),
  outputs: outputsSchema.nullable(),
});

// The write that changes nothing answers the row of a repeat, also when it is being inserted in this moment.
const BEGIN = `
  INSERT INTO workflow_executions AS w (organization_id, callback_id, action, object_type, object_id)
  VALUES ($1::uuid, $2, $3, $4, $5)
  ON CONFLICT (organization_id, callback_id) DO UPDATE SET callback_id = w.callback_id
  RETURNING w.callback_id, w.action, w.object_type, w.object_id, w.state, w.enrichment_id::text, w.outputs`;

const WAIT = `
  WITH waiting AS (
    UPDATE workflow_executions w SET state = 'waiting', enrichment_id = $3::uuid, expires_at = now() + make_interval(secs => $4::double precision)
    WHERE w.organization_id = $1::uuid AND w.callback_id = $2 AND w.state = 'received' RETURNING w.callback_id
  )
  SELECT smartsync_enqueue_soonest($5, jsonb_build_object('organizationId', $1::uuid), $6, now() + interval '2 seconds', $7, 25) FROM waiting`;

/** Makes the store; `completionTask` names the job that completes what waits, under one key a portal. */
export function makeWorkflowExecutionStore(
  database: Database,
  completionTask: { readonly task: string; readonly key: string },
): WorkflowExecutionStore {
  const run = async (organizationId: string, name: string, text: string, values: readonly unknown[] = []) =>
    database.queryAsTenant(organizationId, { name, text, values: [organizationId, ...values] });
  return {
    async begin({ organizationId, callbackId, action, objectType, objectId }) {
      const rows = await run(organizationId, 'begin_execution', BEGIN, [callbackId, action, objectType, objectId]);
      return toExecution(rows[0]);
    },
    async answer({ organizationId, callbackId, outputs }) {
      const text = `UPDATE workflow_executions SET state = 'answered', outputs = $3::jsonb, ended_at = now()
        WHERE organization_id = $1::uuid AND callback_id = $2 AND state = 'received'`;
      await run(organizationId, 'answer_execution', text, [callbackId, JSON.stringify(outputs)]);
    },
    async wait({ organizationId, callbackId, enrichmentId, waitSeconds }) {
      const { task, key } = completionTask;
      const values = [callbackId, enrichmentId, waitSeconds, task, key, JOB_PRIORITIES.workflow];
      await run(organizationId, 'wait_execution', WAIT, values);
    },
    async findReady(organizationId, limit) {
      const text = `SELECT w.callback_id, w.enrichment_id::text FROM workflow_executions w
        JOIN enrichments e ON e.organization_id = w.organization_id AND e.id = w.enrichment_id
        WHERE w.organization_id = $1::uuid AND w.state = 'waiting' AND e.status <> 'running' ORDER BY w.created_at LIMIT $2`;
      const rows = await run(organizationId, 'find_ready_executions', text, [limit]);
      return z
        .array(z.object({ callback_id: z.string(), enrichment_id: z.string() }))
        .parse(rows)
        .map((row) => ({ callbackId: row.callback_id, enrichmentId: row.enrichment_id }));
    },
    async countWaiting(organizationId) {
      const text = `SELECT count(*)::int AS n FROM workflow_executions WHERE organization_id = $1::uuid AND state = 'waiting'`;
      return z.object({ n: z.number() }).parse((await run(organizationId, 'count_waiting', text))[0]).n;
    },
    async end({ organizationId, callbackIds, state }) {
      const text = `UPDATE workflow_executions SET state = $3, ended_at = now()
        WHERE organization_id = $1::uuid AND callback_id = ANY($2::text[]) AND state = 'waiting'`;
      await run(organizationId, 'end_executions', text, [callbackIds, state]);
    },
    async expire(organizationId) {
      const text = `UPDATE workflow_executions SET state = 'expired', ended_at = now()
        WHERE organization_id = $1::uuid AND state = 'waiting' AND expires_at <= now() RETURNING callback_id`;
      return (await run(organizationId, 'expire_executions', text)).length;
    },
  };
}

function toExecution(row: unknown): WorkflowExecution {
  const parsed = executionRow.parse(row);
  return {
    callbackId: parsed.callback_id,
    action: parsed.action,
    objectType: parsed.object_type,
    objectId: parsed.object_id,
    state: parsed.state,
    enrichmentId: parsed.enrichment_id,
    outputs: parsed.outputs,
  };
}
