import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobInput } from '../ports/job-queue.ts';
import { type RepeatDeps, repeatOrBury } from './repeat-or-bury.ts';

type OrganizationJob = { readonly organizationId: string };

/** What the jobs about HubSpot's events call. */
export interface HubspotEventJobs {
  readonly handleWebhooks: (input: OrganizationJob & { readonly isSecondLook: boolean }) => Promise<unknown>;
  readonly syncRecord: (input: z.output<typeof recordJob>) => Promise<unknown>;
  readonly syncChanges: (input: OrganizationJob) => Promise<unknown>;
  readonly completeWorkflowActions: (input: OrganizationJob) => Promise<unknown>;
  readonly checkConnection: (input: OrganizationJob) => Promise<unknown>;
  readonly erasePortal: (input: OrganizationJob) => Promise<unknown>;
}

const organizationJob = z.object({ organizationId: z.uuid(), attempts: z.number().default(0) });
const webhooksJob = organizationJob.extend({ isSecondLook: z.boolean().default(false) });
const recordJob = organizationJob.extend({
  objectType: z.enum(['contacts', 'companies', 'deals']),
  objectId: z.string(),
  decision: z.enum(['enrich', 'link']),
  version: z.string(),
  cause: z.enum(['webhook', 'schedule']),
});

/** The jobs about webhooks, workflow actions and syncs, by the names under which use cases and the database queue them. */
export function hubspotEventTasks(jobs: HubspotEventJobs, deps: RepeatDeps) {
  const task =
    <S extends typeof organizationJob>(
      name: string,
      shape: S,
      place: (job: z.output<S>) => Pick<JobInput, 'key' | 'jobClass'>,
      work: (job: z.output<S>) => Promise<unknown>,
    ) =>
    async (payload: unknown): Promise<void> => {
      const job = shape.parse(payload);
      const { organizationId, attempts, ...rest } = job;
      await repeatOrBury(deps, { organizationId, task: name, payload: rest, ...place(job) }, attempts, () => work(job));
    };
  const daily = (key: string) => () => ({ key, jobClass: 'schedule' }) as const;
  return {
    handle_webhooks: task(
      'handle_webhooks',
      webhooksJob,
      () => ({ key: 'webhooks:again', jobClass: 'webhook' }),
      jobs.handleWebhooks,
    ),
    sync_record: task(
      'sync_record',
      recordJob,
      ({ objectType, objectId, cause }) => ({ key: `sync:${objectType}:${objectId}`, jobClass: cause }),
      jobs.syncRecord,
    ),
    complete_workflow_actions: task(
      'complete_workflow_actions',
      organizationJob,
      () => ({ key: 'workflow-callbacks', jobClass: 'workflow' }),
      jobs.completeWorkflowActions,
    ),
    sync_changes: task('sync_changes', organizationJob, daily('sync-changes'), jobs.syncChanges),
    check_connection: task('check_connection', organizationJob, daily('check-connection'), jobs.checkConnection),
    erase_portal: task('erase_portal', organizationJob, daily('erase-portal'), jobs.erasePortal),
  } satisfies TaskList;
}
