import { createHash } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { objectIdSchema, objectTypeSchema } from '../../../../hubspot-project/contract/index.ts';
import { AppError } from '../../domain/errors.ts';
import type { Installation } from '../../ports/installation-store.ts';
import type { WorkflowAction } from '../../ports/workflow-execution-store.ts';
import type { WorkflowActionInput, WorkflowAnswer } from '../../use-cases/run-workflow-action.ts';
import { type HubspotCallDeps, hubspotCall, rawBodyOf } from '../hubspot-call.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';

/** What the routes of the workflow actions need. */
export interface WorkflowActionRoutesDeps {
  readonly hubspot: HubspotCallDeps;
  readonly findInstallation: (portalId: number) => Promise<Installation | undefined>;
  readonly runWorkflowAction: (input: WorkflowActionInput) => Promise<WorkflowAnswer>;
}

/** Largest body of an execution (contract §4: that of a card). */
const MAX_BODY_BYTES = 1024 * 1024;

const ACTIONS: readonly WorkflowAction[] = ['enrich', 'score'];

// HubSpot sends ids as numbers or text, and agents leave out what they do not have: only the portal is needed.
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const executionSchema = z.object({
  callbackId: text.pipe(z.string().trim().max(400)).nullish().catch(null),
  origin: z.object({ portalId: z.coerce.number().int().positive() }),
  context: z.object({ source: z.string().nullish() }).nullish().catch(null),
  object: z
    .object({
      objectId: text.nullish(),
      objectType: text.nullish(),
      properties: z.record(z.string(), z.union([text, z.null()])).nullish(),
    })
    .nullish()
    .catch(null),
  inputFields: z.record(z.string(), z.unknown()).nullish().catch(null),
});
type Execution = z.infer<typeof executionSchema>;

/** `POST /workflow-actions/enrich` and `/score`: HubSpot's custom workflow actions and agent tools. */
export function workflowActionRoutes(deps: WorkflowActionRoutesDeps): Router {
  const router = Router();
  const gate = hubspotCall(deps.hubspot, { maxBytes: MAX_BODY_BYTES, version2: 'accepted_without_version3' });
  for (const action of ACTIONS) {
    router.post(`/workflow-actions/${action}`, ...gate, async (request, response) => {
      const rawBody = rawBodyOf(request);
      const execution = parseInput(executionSchema, parseJsonBody(rawBody));
      const installation = await deps.findInstallation(execution.origin.portalId);
      if (!installation) {
        throw new AppError(
          'not_installed',
          'oppSpot is not installed in this HubSpot account. Ask an admin to install it.',
        );
      }
      const answer = await deps.runWorkflowAction(toInput(installation, action, execution, rawBody));
      response.json(toBody(answer));
    });
  }
  return router;
}

function toInput(
  installation: Installation,
  action: WorkflowAction,
  execution: Execution,
  rawBody: Buffer,
): WorkflowActionInput {
  const callbackId = execution.callbackId || null;
  const input = (name: string) => readText(execution.inputFields?.[name]);
  return {
    installation,
    action,
    callbackId,
    // Without a callbackId the bytes tell a repeat: HubSpot sends the same ones again.
    idempotencyKey: `workflow:${action}:${callbackId === null ? sha256(rawBody) : sha256(callbackId)}`,
    record: readRecord(execution),
    properties: execution.object?.properties ?? {},
    freshness: input('freshness') === 'always' ? 'always' : 'recent',
    companyNumber: input('company_number'),
  };
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}

/** The enrolled record; an agent without one names it in the inputs. */
function readRecord({ object, inputFields }: Execution): WorkflowActionInput['record'] {
  const type = readText(object?.objectType) ?? readText(inputFields?.record_type);
  const id = readText(object?.objectId) ?? readText(inputFields?.record_id);
  const objectType = objectTypeSchema.safeParse(TYPE_WORDS[type?.toLowerCase() ?? ''] ?? type);
  const objectId = objectIdSchema.safeParse(id);
  return objectType.success && objectId.success ? { objectType: objectType.data, objectId: objectId.data } : null;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  contact: 'contacts',
  contacts: 'contacts',
  company: 'companies',
  companies: 'companies',
  deal: 'deals',
  deals: 'deals',
};

/** null for what is absent, empty or no text. */
function readText(value: unknown): string | null {
  const read = text.safeParse(value);
  return read.success ? read.data.trim() || null : null;
}

function toBody(answer: WorkflowAnswer) {
  if (answer.kind === 'outputs') return { outputFields: answer.outputs };
  // ISO 8601, whole minutes.
  const duration = `PT${Math.ceil(answer.waitSeconds / 60)}M`;
  return { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: duration } };
}
