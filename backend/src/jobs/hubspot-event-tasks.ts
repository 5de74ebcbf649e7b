import type { TaskList } from 'graphile-worker';
import { z } from 'zod';

type OrganizationJob = { readonly organizationId: string };

/** What the jobs about HubSpot's events call. */
export interface HubspotEventJobs {
  readonly handleWebhooks: (input: OrganizationJob & { readonly isSecondLook: boolean }) => Promise<unknown>;
  readonly linkRecord: (
    input: OrganizationJob & { readonly objectType: 'contacts' | 'companies' | 'deals'; readonly objectId: string },
  ) => Promise<unknown>;
  readonly syncChanges: (input: OrganizationJob) => Promise<unknown>;
  readonly completeWorkflowActions: (input: OrganizationJob) => Promise<unknown>;
  readonly checkConnection: (input: OrganizationJob) => Promise<unknown>;
  readonly erasePortal: (input: OrganizationJob) => Promise<unknown>;
}

const organizationJob = z.object({ organizationId: z.uuid() });
const webhooksJob = organizationJob.extend({ isSecondLook: z.boolean().default(false) });
const linkJob = organizationJob.extend({
  objectType: z.enum(['contacts', 'companies', 'deals']),
  objectId: z.string(),
});

/** The jobs about webhooks, workflow actions and syncs, by the names under which use cases queue them. */
export function hubspotEventTasks(jobs: HubspotEventJobs) {
  return {
    handle_webhooks: async (payload) => void (await jobs.handleWebhooks(webhooksJob.parse(payload))),
    link_record: async (payload) => void (await jobs.linkRecord(linkJob.parse(payload))),
    sync_changes: async (payload) => void (await jobs.syncChanges(organizationJob.parse(payload))),
    complete_workflow_actions: async (payload) =>
      void (await jobs.completeWorkflowActions(organizationJob.parse(payload))),
    check_connection: async (payload) => void (await jobs.checkConnection(organizationJob.parse(payload))),
    erase_portal: async (payload) => void (await jobs.erasePortal(organizationJob.parse(payload))),
  } satisfies TaskList;
}
