import type { TaskList } from 'graphile-worker';
import { z } from 'zod';

/** Name of the job that reads HubSpot's webhooks journal, once every ten minutes over all processes. */
export const CATCH_UP_WEBHOOKS_TASK = 'catch_up_webhooks';

type OrganizationJob = { readonly organizationId: string };

/** What the jobs about HubSpot's events call. */
export interface HubspotEventJobs {
  /** Not of one organisation: requests name several. */
  readonly sortWebhooks: () => Promise<unknown>;
  readonly handleWebhooks: (input: OrganizationJob) => Promise<unknown>;
  readonly syncChanges: (input: OrganizationJob) => Promise<unknown>;
  readonly completeWorkflowActions: (input: OrganizationJob) => Promise<unknown>;
  /** Not of one organisation: the journal is one for all. */
  readonly catchUpWebhooks: () => Promise<unknown>;
  readonly checkConnection: (input: OrganizationJob) => Promise<unknown>;
  readonly erasePortal: (input: OrganizationJob) => Promise<unknown>;
}

const organizationJob = z.object({ organizationId: z.uuid() });

/** The jobs about webhooks, workflow actions and syncs, by the names under which use cases and the database queue them. */
export function hubspotEventTasks(jobs: HubspotEventJobs) {
  const task =
    (work: (job: OrganizationJob) => Promise<unknown>) =>
    async (payload: unknown): Promise<void> => {
      await work(organizationJob.parse(payload));
    };
  return {
    sort_webhooks: async () => void (await jobs.sortWebhooks()),
    handle_webhooks: task(jobs.handleWebhooks),
    complete_workflow_actions: task(jobs.completeWorkflowActions),
    sync_changes: task(jobs.syncChanges),
    [CATCH_UP_WEBHOOKS_TASK]: async () => void (await jobs.catchUpWebhooks()),
    check_connection: task(jobs.checkConnection),
    erase_portal: task(jobs.erasePortal),
  } satisfies TaskList;
}
