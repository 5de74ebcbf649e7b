/** The sandbox's control API on the same origin: one function a route, each parsed before anyone sees the answer. */
import type { z } from 'zod';
import type { FetchReply, FetchRequest, FunctionRequest } from '../protocol.ts';
import {
  actionAnswerShape,
  type CrmRecord,
  callbacksShape,
  createdShape,
  type Extensions,
  executionShape,
  extensionsShape,
  fetchReplyShape,
  functionAnswerShape,
  type Portal,
  portalsShape,
  type RecordPage,
  recordShape,
  recordsShape,
  type WorkflowAction,
} from './control-shapes.ts';
import type { ObjectType } from './object-types.ts';

/** The control API refused or could not be reached; the message is what the person reads. */
export class ControlApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function call<T extends z.ZodType>(shape: T, path: string, init: RequestInit = {}): Promise<z.output<T>> {
  const response = await fetch(`/__sandbox${path}`, {
    ...init,
    headers: { accept: 'application/json', ...(init.body ? { 'content-type': 'application/json' } : {}) },
  }).catch(() => {
    throw new ControlApiError(0, 'The local HubSpot does not answer. Is it still running?');
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new ControlApiError(response.status, messageIn(body) ?? `The sandbox answered ${response.status}.`);
  return shape.parse(body);
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if ('message' in body && typeof body.message === 'string') return body.message;
  return 'error' in body ? messageIn(body.error) : undefined;
}

const json = (value: unknown) => JSON.stringify(value);

export async function readPortals(): Promise<Portal[]> {
  return (await call(portalsShape, '/portals')).portals;
}

export function readExtensions(portalId: number): Promise<Extensions> {
  return call(extensionsShape, `/portals/${portalId}/extensions`);
}

export type RecordQuery = { readonly search?: string; readonly limit: number; readonly offset: number };

export function readRecords(portalId: number, objectType: string, query: RecordQuery): Promise<RecordPage> {
  const parameters = new URLSearchParams({ limit: String(query.limit), offset: String(query.offset) });
  if (query.search) parameters.set('search', query.search);
  return call(recordsShape, `/portals/${portalId}/records/${objectType}?${parameters}`);
}

export function readRecord(portalId: number, objectType: string, objectId: string): Promise<CrmRecord> {
  return call(recordShape, `/portals/${portalId}/records/${objectType}/${encodeURIComponent(objectId)}`);
}

type Edit = {
  readonly portalId: number;
  readonly objectType: string;
  readonly objectId: string;
  readonly userId: number | undefined;
  readonly properties: Readonly<Record<string, string>>;
};

/** Edits as a person: the sandbox records the user as the source of the new values. `""` clears a value. */
export async function saveProperties(edit: Edit): Promise<void> {
  await call(recordShape.partial(), `/portals/${edit.portalId}/records/${edit.objectType}/${edit.objectId}`, {
    method: 'PATCH',
    body: json({ properties: edit.properties, userId: edit.userId }),
  });
}

/** @returns the id of the new record */
export async function createRecord(
  portalId: number,
  objectType: ObjectType,
  properties: Readonly<Record<string, string>>,
  userId: number | undefined,
): Promise<string> {
  const body = json({ properties, userId });
  return (await call(createdShape, `/portals/${portalId}/records/${objectType}`, { method: 'POST', body })).id;
}

/**
 * Sends one `hubspot.fetch` through the local HubSpot, which checks, signs and forwards it.
 *
 * A refusal by HubSpot itself (address not permitted, too many at once) is an answer with its status, too.
 */
export async function forwardFetch(
  portalId: number,
  userId: number | undefined,
  request: FetchRequest,
): Promise<FetchReply> {
  const body = json({ ...request, userId });
  return call(fetchReplyShape, `/portals/${portalId}/fetch`, { method: 'POST', body }).catch((error: unknown) => {
    if (!(error instanceof ControlApiError) || error.status === 0) throw error;
    return { status: error.status, body: json({ message: error.message }), headers: {} };
  });
}

/** Runs a function of a private app; rejects with the sandbox's words for an app without it. */
export async function runFunction(portalId: number, { uid, parameters }: FunctionRequest): Promise<unknown> {
  const path = `/portals/${portalId}/functions/${encodeURIComponent(uid)}`;
  return (await call(functionAnswerShape, path, { method: 'POST', body: json({ parameters }) })).answer;
}

/** What an action gave its workflow; undefined while the workflow waits for the app's callback. */
export type ActionOutputs = Readonly<Record<string, string>> | undefined;

/** Runs a workflow action for one record, as an enrolment would. */
export async function runWorkflowAction(
  portalId: number,
  action: WorkflowAction,
  object: { readonly objectType: ObjectType; readonly objectId: string },
): Promise<{ readonly callbackId: string; readonly outputs: ActionOutputs }> {
  const body = json({ actionUrl: action.actionUrl, object, objectProperties: action.properties });
  const path = `/portals/${portalId}/workflow-executions`;
  const execution = await call(executionShape, path, { method: 'POST', body });
  if (execution.status !== 200) throw new ControlApiError(execution.status ?? 0, `The app answered ${execution.body}`);
  const { outputFields } = actionAnswerShape.parse(JSON.parse(execution.body));
  const isWaiting = outputFields.hs_execution_state === 'BLOCK';
  return { callbackId: execution.callbackId, outputs: isWaiting ? undefined : outputFields };
}

/** The outputs that came by callback; undefined while none came. */
export async function readCallback(callbackId: string): Promise<ActionOutputs> {
  const { callbacks } = await call(callbacksShape, '/callbacks');
  return callbacks.find((callback) => callback.callbackId === callbackId)?.outputFields;
}
