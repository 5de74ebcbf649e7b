import type { TaskList } from 'graphile-worker';
import { z } from 'zod';

/** Name of the job that reads HubSpot's webhooks journal, once every ten minutes over all processes. */
export const CATCH_UP_WEBHOOKS_TASK = 'catch_up_webhooks';

type OrganizationJob = { readonly organizationId: string };

/** What the jobs about HubSpot's events call. */
export interface HubspotEventJobs {
  readonly handleWebhooks: (input: OrganizationJob & { readonly isSecondLook: boolean }) => Promise<unknown>;
  readonly syncChanges: (input: OrganizationJob) => Promise<unknown>;
  readonly completeWorkflowActions: (input: OrganizationJob) => Promise<unknown>;
  /** Not of one organisation: the journal is one for all. */
  readonly catchUpWebhooks: () => Promise<unknown>;
  readonly checkConnection: (input: OrganizationJob) => Promise<unknown>;
  readonly erasePortal: (input: OrganizationJob) => Promise<unknown>;
}

const organizationJob = z.object({ organizationId: z.uuid() });
const webhooksJob = organizationJob.extend({ isSecondLook: z.boolean().default(false) });

/** The jobs about webhooks, workflow actions and syncs, by the names under which use cases and the database queue them. */
export function hubspotEventTasks(jobs: HubspotEventJobs) {
  const task =
    <S extends typeof organizationJob>(shape: S, work: (job: z.output<S>) => Promise<unknown>) =>
    async (payload: unknown): Promise<void> => {
      await work(shape.parse(payload));
    };
  return {
    handle_webhooks: task(webhooksJob, jobs.handleWebhooks),
    complete_workflow_actions: task(organizationJob, jobs.completeWorkflowActions),
    sync_changes: task(organizationJob, jobs.syncChanges),
    [CATCH_UP_WEBHOOKS_TASK]: async () => void (await jobs.catchUpWebhooks()),
    check_connection: task(organizationJob, jobs.checkConnection),
    erase_portal: task(organizationJob, jobs.erasePortal),
  } satisfies TaskList;
}
