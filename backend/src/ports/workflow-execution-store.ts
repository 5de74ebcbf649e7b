import type { ObjectType } from '../domain/portal/settings.ts';
import type { ActionOutputs } from '../domain/workflow/action-outputs.ts';

/** Which of the two actions. */
export type WorkflowAction = 'enrich' | 'score';

/** One execution of a workflow action, by HubSpot's `callbackId`. */
export interface WorkflowExecution {
  readonly callbackId: string;
  readonly action: WorkflowAction;
  readonly objectType: ObjectType;
  readonly objectId: string;
  /** `received`: no answer yet; `waiting`: HubSpot waits for our callback; the others have ended. */
  readonly state: 'received' | 'answered' | 'waiting' | 'completed' | 'expired';
  readonly enrichmentId: string | null;
  readonly outputs: ActionOutputs | null;
}

/**
 * Executions of workflow actions.
 *
 * Contract for implementers:
 * - `begin` stores an execution once per callbackId and answers what is stored, so that a repeat finds the first one;
 * - `answer` ends an execution that was not answered before; the first answer stays;
 * - `wait` marks it waiting and leaves a job behind in the same commit, so that no crash loses the callback;
 * - `findReady` lists waiting executions whose run has ended, oldest first; `countWaiting` also those that have not;
 * - `end` marks waiting ones as completed, or as expired when HubSpot does not wait for them any more;
 * - `expire` does the latter for all whose time is over.
 */
export interface WorkflowExecutionStore {
  begin(input: {
    readonly organizationId: string;
    readonly callbackId: string;
    readonly action: WorkflowAction;
    readonly objectType: ObjectType;
    readonly objectId: string;
  }): Promise<WorkflowExecution>;
  answer(input: {
    readonly organizationId: string;
    readonly callbackId: string;
    readonly outputs: ActionOutputs;
  }): Promise<void>;
  wait(input: {
    readonly organizationId: string;
    readonly callbackId: string;
    readonly enrichmentId: string;
    readonly waitSeconds: number;
  }): Promise<void>;
  findReady(
    organizationId: string,
    limit: number,
  ): Promise<readonly { readonly callbackId: string; readonly enrichmentId: string }[]>;
  countWaiting(organizationId: string): Promise<number>;
  end(input: {
    readonly organizationId: string;
    readonly callbackIds: readonly string[];
    readonly state: 'completed' | 'expired';
  }): Promise<void>;
  expire(organizationId: string): Promise<number>;
}
