import { companyIdOfNumber, companyNumberOfId } from '../domain/company/company.ts';
import { companyIdentityOf, contactIdentityOf } from '../domain/company/identify-company.ts';
import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import { AppError } from '../domain/errors.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import {
  type ActionOutputs,
  failedOutputs,
  outputsOfRememberedRun,
  outputsOfRun,
} from '../domain/workflow/action-outputs.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { RecordLookup } from '../ports/record-lookup.ts';
import type { WorkflowAction, WorkflowExecutionStore } from '../ports/workflow-execution-store.ts';
import type { RequestEnrichmentInput } from './request-enrichment.ts';

/** HubSpot does not publish how long it waits for an action; documented advice is five seconds. */
export const ACTION_ANSWER_WITHIN_MS = 3_500;
/** So long HubSpot holds the enrolment for our callback; then the workflow goes on without outputs. */
export const ACTION_WAIT_SECONDS = 3_600;
/** A result of this age is given again where the record still says the same of its company. */
const FRESH_MS = 24 * 3_600_000;
/** Without this scope HubSpot takes no callback of ours, so nothing may be left waiting for one. */
const CALLBACK_SCOPE = 'automation';

/** What the use case touches. */
export interface RunWorkflowActionDeps {
  readonly executions: WorkflowExecutionStore;
  readonly enrichments: EnrichmentStore;
  readonly records: RecordLookup;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Runs or joins; answers after about `ACTION_ANSWER_WITHIN_MS` at the latest, `running` then. */
  readonly requestEnrichment: (input: RequestEnrichmentInput) => Promise<Enrichment>;
}

/** What HubSpot asks for, as far as it could be read. */
export interface WorkflowActionInput {
  readonly installation: Installation;
  readonly action: WorkflowAction;
  /** null when the caller is an agent that sends none: then nothing can wait for us. */
  readonly callbackId: string | null;
  readonly idempotencyKey: string;
  readonly record: { readonly objectType: ObjectType; readonly objectId: string } | null;
  /** Values of the record that came with the request, by property. */
  readonly properties: Readonly<Record<string, string | null>>;
  /** `always` runs anew; otherwise a result of the last day is given where it still holds. */
  readonly freshness: 'recent' | 'always';
  /** A register number that the workflow says the record is; null when it says none. */
  readonly companyNumber: string | null;
}

/** The answer for HubSpot. */
export type WorkflowAnswer =
  | { readonly kind: 'outputs'; readonly outputs: ActionOutputs }
  /** HubSpot waits for our callback. */
  | { readonly kind: 'block'; readonly waitSeconds: number };

/**
 * Carries out one execution of *Enrich with oppSpot* (writes) or *Score with oppSpot* (assesses and writes nothing).
 *
 * The same callbackId gets the same answer. Whatever cannot be done is an output in words, so that the workflow's
 * history tells it.
 */
export async function runWorkflowAction(
  deps: RunWorkflowActionDeps,
  input: WorkflowActionInput,
): Promise<WorkflowAnswer> {
  const { installation, record, callbackId, action } = input;
  if (record === null) {
    return outputs(failedOutputs('Say which record is meant: its type (contact, company or deal) and its record ID.'));
  }
  const { organizationId } = installation;
  if (callbackId !== null) {
    const execution = await deps.executions.begin({ organizationId, callbackId, action, ...record });
    if (execution.state === 'waiting') return { kind: 'block', waitSeconds: ACTION_WAIT_SECONDS };
    if (execution.outputs !== null) return outputs(execution.outputs);
    if (execution.enrichmentId !== null) {
      const ended = await deps.enrichments.findEnrichment(organizationId, execution.enrichmentId);
      const known = ended && outputsOfRun(ended);
      if (known) return outputs(known);
    }
  }
  const answer = await attempt(deps, input, record);
  if (callbackId !== null && answer.kind === 'outputs') {
    await deps.executions.answer({ organizationId, callbackId, outputs: answer.outputs });
  }
  return answer;
}

type RecordName = NonNullable<WorkflowActionInput['record']>;

async function attempt(
  deps: RunWorkflowActionDeps,
  input: WorkflowActionInput,
  record: RecordName,
): Promise<WorkflowAnswer> {
  if (input.installation.status === 'disconnected') {
    return outputs(failedOutputs(input.installation.statusReason ?? 'oppSpot is not connected. Install it again.'));
  }
  const remembered = await findRecent(deps, input, record);
  if (remembered) return outputs(remembered);
  const run = await begin(deps, input, record);
  if (run.kind === 'refused') return outputs(run.outputs);
  const ended = outputsOfRun(run.enrichment);
  return ended ? outputs(ended) : waitFor(deps, input, run.enrichment);
}

async function begin(
  deps: RunWorkflowActionDeps,
  input: WorkflowActionInput,
  record: RecordName,
): Promise<
  | { readonly kind: 'begun'; readonly enrichment: Enrichment }
  | { readonly kind: 'refused'; readonly outputs: ActionOutputs }
> {
  const number = input.companyNumber === null ? undefined : companyNumberOfId(input.companyNumber);
  if (input.companyNumber !== null && number === undefined) {
    return {
      kind: 'refused',
      outputs: failedOutputs(
        `"${input.companyNumber.slice(0, 40)}" is no company number. Leave it empty, or correct it.`,
      ),
    };
  }
  try {
    const enrichment = await deps.requestEnrichment({
      installation: input.installation,
      idempotencyKey: input.idempotencyKey,
      request: {
        ...record,
        mode: input.action === 'score' ? 'preview' : 'apply',
        refresh: input.freshness === 'always',
        companyId: number === undefined ? null : companyIdOfNumber(number),
        requestedBy: { kind: 'workflow' },
      },
    });
    return { kind: 'begun', enrichment };
  } catch (error) {
    // A database that is away is answered 5xx: HubSpot repeats the execution for up to three days.
    if (!(error instanceof AppError) || error.code === 'upstream_unavailable' || error.code === 'internal') throw error;
    deps.logger.info({ code: error.code }, 'workflow action refused');
    return { kind: 'refused', outputs: failedOutputs(error.message) };
  }
}

async function waitFor(
  deps: RunWorkflowActionDeps,
  { installation, callbackId }: WorkflowActionInput,
  enrichment: Enrichment,
): Promise<WorkflowAnswer> {
  if (callbackId === null) {
    return outputs(failedOutputs('The record is still being worked on. Ask again in a minute for the result.'));
  }
  if (!installation.scopes.includes(CALLBACK_SCOPE)) {
    const ask = 'An admin can let workflows wait for it: install oppSpot again and allow it to use workflows.';
    return outputs(
      failedOutputs(`The record is still being worked on; its values are written when it is done. ${ask}`),
    );
  }
  await deps.executions.wait({
    organizationId: installation.organizationId,
    callbackId,
    enrichmentId: enrichment.id,
    waitSeconds: ACTION_WAIT_SECONDS,
  });
  return { kind: 'block', waitSeconds: ACTION_WAIT_SECONDS };
}

/** The result of the last day, where nothing says that it does not hold any more. */
async function findRecent(
  deps: RunWorkflowActionDeps,
  input: WorkflowActionInput,
  record: RecordName,
): Promise<ActionOutputs | undefined> {
  if (input.freshness === 'always' || input.companyNumber !== null) return undefined;
  const { organizationId } = input.installation;
  const latest = await deps.enrichments.findLatestForRecord(organizationId, record.objectType, record.objectId);
  if (!latest || latest.completedAt === null || latest.status === 'failed' || latest.undo.undoneAt !== null)
    return undefined;
  if (input.action === 'enrich' && latest.mode === 'preview') return undefined;
  if (deps.clock.now().getTime() - Date.parse(latest.completedAt) > FRESH_MS) return undefined;
  if (!(await saysTheSame(deps, input, record))) return undefined;
  // This execution writes nothing: it must neither count nor tell what an earlier one wrote.
  return outputsOfRememberedRun(latest);
}

/** Whether the record's values that came along name the company that was looked at. */
async function saysTheSame(
  deps: RunWorkflowActionDeps,
  { installation, properties }: WorkflowActionInput,
  { objectType, objectId }: RecordName,
): Promise<boolean> {
  const { memory } = await deps.records.lookUp(installation.organizationId, objectType, objectId);
  if (!memory) return true;
  if (objectType === 'companies') {
    const said = companyIdentityOf(properties);
    return (
      (said.name === undefined || said.name === memory.identity?.name) &&
      (said.domain === undefined || said.domain === memory.identity?.domain)
    );
  }
  // With a company of its own the contact's address tells nothing.
  if (objectType === 'deals' || memory.identityCompanyId !== null) return true;
  const said = contactIdentityOf(properties);
  return said.domain === undefined || said.domain === memory.identity?.domain;
}

function outputs(values: ActionOutputs): WorkflowAnswer {
  return { kind: 'outputs', outputs: values };
}
