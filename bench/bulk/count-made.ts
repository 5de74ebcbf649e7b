import { z } from 'zod';

/** Where the stand-in answers what it holds and what it was asked. */
export interface SandboxControl {
  readonly url: string;
}

const MARKER = /\[oppSpot (?:task|deal):contacts:\d+\]/;
const PROPERTY_OF = { tasks: 'hs_task_body', deals: 'description' } as const;

const listed = z.object({
  records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
});
const journal = z.object({
  requests: z.array(
    z.object({
      seq: z.number(),
      method: z.string(),
      path: z.string(),
      status: z.number(),
      portalId: z.number().optional(),
      bucket: z.string(),
      tIn: z.number(),
      tOut: z.number(),
    }),
  ),
});

/** One request that the stand-in received. */
export type BulkRequest = z.infer<typeof journal>['requests'][number];

/** What a portal holds after somebody worked on it. */
export interface MadeCount {
  readonly written: number;
  readonly tasks: number;
  readonly deals: number;
  /** Tasks and deals beyond the first of a contact. */
  readonly doubled: number;
}

async function ask(control: SandboxControl, path: string): Promise<unknown> {
  const answer = await fetch(`${control.url}/__sandbox${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Counts in the stand-in's own store, whatever the program says it did. */
export async function countMade(control: SandboxControl, portalId: number): Promise<MadeCount> {
  const list = async (type: string) =>
    listed.parse(await ask(control, `/portals/${portalId}/records/${type}?limit=10000000`)).records;
  const contacts = await list('contacts');
  const marked = async (type: 'tasks' | 'deals') =>
    (await list(type)).flatMap(({ properties }) => MARKER.exec(properties[PROPERTY_OF[type]] ?? '')?.[0] ?? []);
  const [tasks, deals] = [await marked('tasks'), await marked('deals')];
  return {
    written: contacts.filter(({ properties }) => Boolean(properties.oppspot_enrichment_status)).length,
    tasks: new Set(tasks).size,
    deals: new Set(deals).size,
    doubled: tasks.length - new Set(tasks).size + deals.length - new Set(deals).size,
  };
}

/** The ids of a portal's contacts, in growing order. */
export async function listContactIds(control: SandboxControl, portalId: number): Promise<readonly string[]> {
  return listed
    .parse(await ask(control, `/portals/${portalId}/records/contacts?limit=10000000`))
    .records.map(({ id }) => id);
}

/** What the stand-in was asked for one portal since it last forgot. */
export async function readRequests(control: SandboxControl, portalId: number): Promise<readonly BulkRequest[]> {
  const { requests } = journal.parse(await ask(control, '/requests?bodies=false'));
  return requests.filter((request) => request.portalId === portalId);
}

/** Makes a list of these contacts. */
export async function makeList(
  control: SandboxControl,
  list: { readonly portalId: number; readonly listId: string; readonly objectIds: readonly string[] },
): Promise<void> {
  const answer = await fetch(`${control.url}/__sandbox/portals/${list.portalId}/lists/${list.listId}`, {
    method: 'PUT',
    body: JSON.stringify({ name: 'Everybody', objectTypeId: '0-1', recordIds: list.objectIds }),
    headers: { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`the list was refused: ${await answer.text()}`);
}

/** Lets the stand-in forget what it was asked. */
export async function forgetRequests(control: SandboxControl): Promise<void> {
  await fetch(`${control.url}/__sandbox/requests`, { method: 'DELETE' });
}
