import { outputsOfRun } from '../domain/workflow/action-outputs.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import type { CallbackCompletion, WorkflowCallbacks } from '../ports/workflow-callbacks.ts';
import type { WorkflowExecutionStore } from '../ports/workflow-execution-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

/** Name and key of the job that completes what HubSpot waits for; one a portal. */
export const COMPLETE_WORKFLOW_ACTIONS = { task: 'complete_workflow_actions', key: 'workflow-callbacks' } as const;

/** Completions in one call. */
const BATCH = 100;
/** Runs that have not ended are looked at again after this time. */
const LOOK_AGAIN_MS = 2_000;

/** What the use case touches. */
export interface CompleteWorkflowActionsDeps extends GetAccessTokenDeps {
  readonly executions: WorkflowExecutionStore;
  readonly enrichments: EnrichmentStore;
  readonly installations: InstallationStore;
  readonly callbacks: WorkflowCallbacks;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly logger: Logger;
}

/**
 * Tells HubSpot what the executions came to that it waits for, a hundred in one call, and looks again while runs go on.
 *
 * What HubSpot refuses (its wait is over) is marked as expired. A portal that is not connected is left alone: HubSpot
 * ends its own waits. Throws what a call throws; the job is repeated then and nothing is lost.
 *
 * @returns how many were completed
 */
export async function completeWorkflowActions(
  deps: CompleteWorkflowActionsDeps,
  { organizationId }: { readonly organizationId: string },
): Promise<number> {
  const installation = await deps.installations.findByOrganizationId(organizationId);
  if (!installation || installation.status === 'disconnected') return 0;
  const expired = await deps.executions.expire(organizationId);
  if (expired > 0) deps.logger.warn({ organizationId, expired }, 'workflow executions ended without their callback');
  const ready = await deps.executions.findReady(organizationId, BATCH);
  const completions = await Promise.all(ready.map((execution) => completionOf(deps, organizationId, execution)));
  const session = openCrmSession(deps, installation, 'background');
  const { refused } = await deps.callbacks.completeCallbacks(session, completions.flat());
  const done = ready.map(({ callbackId }) => callbackId).filter((callbackId) => !refused.includes(callbackId));
  await deps.executions.end({ organizationId, callbackIds: done, state: 'completed' });
  await deps.executions.end({ organizationId, callbackIds: refused, state: 'expired' });
  if ((await deps.executions.countWaiting(organizationId)) > 0) {
    const again = { organizationId, ...COMPLETE_WORKFLOW_ACTIONS, jobClass: 'workflow' as const, payload: {} };
    await deps.queue.enqueue({ ...again, delayMs: ready.length === BATCH ? 0 : LOOK_AGAIN_MS });
  }
  return done.length;
}

async function completionOf(
  deps: CompleteWorkflowActionsDeps,
  organizationId: string,
  { callbackId, enrichmentId }: { readonly callbackId: string; readonly enrichmentId: string },
): Promise<readonly CallbackCompletion[]> {
  const enrichment = await deps.enrichments.findEnrichment(organizationId, enrichmentId);
  const outputs = enrichment && outputsOfRun(enrichment);
  return outputs ? [{ callbackId, outputs }] : [];
}
