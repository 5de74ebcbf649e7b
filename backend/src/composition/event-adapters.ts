import type { HubspotCrm } from '../adapters/hubspot/hubspot-crm.ts';
import { makeErasureStore } from '../adapters/postgres/erasure-store.ts';
import { makeJournalBookmark } from '../adapters/postgres/journal-bookmark.ts';
import type { Database } from '../adapters/postgres/make-database.ts';
import { makeSyncCursors } from '../adapters/postgres/sync-cursors.ts';
import { makeWebhookStore } from '../adapters/postgres/webhook-store.ts';
import { makeWorkflowExecutionStore } from '../adapters/postgres/workflow-execution-store.ts';
import { COMPLETE_WORKFLOW_ACTIONS } from '../use-cases/complete-workflow-actions.ts';
import { WEBHOOK_TASKS } from '../use-cases/sort-webhooks.ts';

/** Makes the ports that carry what HubSpot sends by itself: webhooks, workflow executions, erasures, syncs. */
export function makeEventAdapters(database: Database, crm: HubspotCrm) {
  const webhooks = makeWebhookStore(database, WEBHOOK_TASKS);
  return {
    webhooks,
    bookmark: makeJournalBookmark(database),
    records: webhooks,
    erasures: makeErasureStore(database),
    syncCursors: makeSyncCursors(database),
    executions: makeWorkflowExecutionStore(database, COMPLETE_WORKFLOW_ACTIONS),
    callbacks: crm,
    changes: crm,
  };
}
