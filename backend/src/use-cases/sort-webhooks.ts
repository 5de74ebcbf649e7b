import type { SortedEvents, WebhookStore } from '../ports/webhook-store.ts';
import { HANDLE_WEBHOOKS_TASK } from './handle-webhooks.ts';

/** Name of the job that divides webhook requests by portal. */
export const SORT_WEBHOOKS_TASK = 'sort_webhooks';

/** Names of the jobs that work webhooks off: this one, and that of each portal. */
export const WEBHOOK_TASKS = { sort: SORT_WEBHOOKS_TASK, handle: HANDLE_WEBHOOKS_TASK } as const;

/** What the use case touches. */
export interface SortWebhooksDeps {
  readonly webhooks: Pick<WebhookStore, 'sort'>;
  readonly observeSorted: (sorted: SortedEvents) => void;
}

/** Divides the requests that came since the last time by portal; each portal's part is worked off in a job of its own. */
export async function sortWebhooks(deps: SortWebhooksDeps): Promise<void> {
  deps.observeSorted(await deps.webhooks.sort());
}
