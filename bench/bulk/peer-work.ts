import { z } from 'zod';

/** What a peer has to do, the same for each: write values to every contact, give it a task, and a deal to those that are hot. */
export const peerWork = z.object({
  pattern: z.enum(['sequential', 'parallel', 'sdk', 'template', 'batch']),
  baseUrl: z.string(),
  token: z.string(),
  contacts: z.array(z.object({ id: z.string(), isHot: z.boolean() })),
  /** What is written to every contact. */
  values: z.record(z.string(), z.string()),
  /** It stops beginning new records then. */
  forMs: z.number(),
});

/** The work of one peer. */
export type PeerWork = z.infer<typeof peerWork>;
/** A contact of it. */
export type PeerContact = PeerWork['contacts'][number];

/** What a peer tells of itself; everything else is counted by HubSpot's stand-in. */
export const peerReport = z.object({ cpuMs: z.number(), peakMb: z.number(), seconds: z.number() });

/** One request of a peer that has no client library of its own. */
export interface PeerCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Sends one request as any program would; answers the status and the JSON. */
export async function sendPeerCall(work: PeerWork, call: PeerCall): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${work.baseUrl}${call.path}`, {
    method: call.method,
    headers: { authorization: `Bearer ${work.token}`, 'content-type': 'application/json' },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const OBJECTS = '/crm/objects/2026-09';
const TYPE_OF_ASSOCIATION = { tasks: 204, deals: 3 } as const;

/** The address of an object type. */
export function objectsPath(type: string): string {
  return `${OBJECTS}/${type}`;
}

/** A task of a contact, named after it, so that doubled ones are seen. */
export function taskOf({ id }: PeerContact) {
  const properties = {
    hs_task_subject: `Call ${id}`,
    hs_task_body: `[oppSpot task:contacts:${id}]`,
    hs_timestamp: '2026-12-01T09:00:00Z',
    hs_task_status: 'NOT_STARTED',
  };
  return { properties, associations: [associationTo('tasks', id)] };
}

/** A deal of a contact, named after it. */
export function dealOf({ id }: PeerContact) {
  const description = `[oppSpot deal:contacts:${id}]`;
  const properties = { dealname: `Deal ${id}`, description, pipeline: 'default', dealstage: 'appointmentscheduled' };
  return { properties, associations: [associationTo('deals', id)] };
}

function associationTo(type: keyof typeof TYPE_OF_ASSOCIATION, id: string) {
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: TYPE_OF_ASSOCIATION[type] }];
  return { to: { id }, types };
}
