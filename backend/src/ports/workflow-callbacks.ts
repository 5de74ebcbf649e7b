import type { ActionOutputs } from '../domain/workflow/action-outputs.ts';
import type { CrmSession } from './crm.ts';

/** An execution that HubSpot waits for, with what it came to. */
export interface CallbackCompletion {
  readonly callbackId: string;
  readonly outputs: ActionOutputs;
}

/**
 * Tells HubSpot that executions it waits for have ended.
 *
 * Contract for implementers:
 * - safe to repeat: completing an execution twice changes nothing;
 * - at most 100 at once; one that HubSpot refuses (expired, completed, unknown) does not keep the others from being
 *   completed and comes back in `refused`; no answer is thrown like every call of the CRM.
 */
export interface WorkflowCallbacks {
  completeCallbacks(
    session: CrmSession,
    completions: readonly CallbackCompletion[],
  ): Promise<{ readonly refused: readonly string[] }>;
}
