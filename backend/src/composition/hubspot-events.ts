import { randomUUID } from 'node:crypto';
import type { TokenSet } from '../ports/installation-store.ts';
import { catchUpWebhooks } from '../use-cases/catch-up-webhooks.ts';
import { completeWorkflowActions } from '../use-cases/complete-workflow-actions.ts';
import { handleWebhooks } from '../use-cases/handle-webhooks.ts';
import { checkConnection, erasePortal } from '../use-cases/leave-portal.ts';
import { linkRecord } from '../use-cases/link-record.ts';
import { receiveWebhooks } from '../use-cases/receive-webhooks.ts';
import { type RunWorkflowActionDeps, runWorkflowAction } from '../use-cases/run-workflow-action.ts';
import { sortWebhooks } from '../use-cases/sort-webhooks.ts';
import { syncChanges } from '../use-cases/sync-changes.ts';
import { type SyncRecordDeps, syncRecord } from '../use-cases/sync-record.ts';
import type { Adapters } from './make-adapters.ts';

/** Binds the use cases about what HubSpot sends by itself: webhooks, workflow executions, syncs, leaving. */
export function bindEventUseCases(
  adapters: Adapters,
  input: {
    readonly privateAppToken: string | undefined;
    readonly cache: Map<string, TokenSet>;
    readonly ownSourceIds: readonly string[];
    readonly requestEnrichment: RunWorkflowActionDeps['requestEnrichment'];
    readonly requestEnrichmentAs: SyncRecordDeps['requestEnrichmentAs'];
    readonly finished: SyncRecordDeps['finished'];
  },
) {
  const deps = { ...adapters, ...input, makeId: randomUUID, asking: new Map() };
  const { metrics } = adapters;
  return {
    receiveWebhooks: (events: Parameters<typeof receiveWebhooks>[1]) =>
      receiveWebhooks({ ...deps, observeEchoes: metrics.observeWebhookEchoes }, events),
    runWorkflowAction: (action: Parameters<typeof runWorkflowAction>[1]) => runWorkflowAction(deps, action),
    sortWebhooks: () => sortWebhooks({ ...deps, observeSorted: metrics.observeSortedWebhooks }),
    handleWebhooks: (job: Parameters<typeof handleWebhooks>[1]) =>
      handleWebhooks({ ...deps, observeLag: metrics.observeWebhookLag }, job),
    syncRecord: (job: Parameters<typeof syncRecord>[1]) =>
      syncRecord({ ...deps, linkRecord: (record) => linkRecord(deps, record) }, job),
    syncChanges: (job: Parameters<typeof syncChanges>[1]) => syncChanges(deps, job),
    completeWorkflowActions: (job: Parameters<typeof completeWorkflowActions>[1]) => completeWorkflowActions(deps, job),
    catchUpWebhooks: () => catchUpWebhooks(deps),
    checkConnection: (job: Parameters<typeof checkConnection>[1]) => checkConnection(deps, job),
    erasePortal: (job: Parameters<typeof erasePortal>[1]) => erasePortal(deps, job),
  };
}
