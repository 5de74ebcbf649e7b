import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@hubspot/api-client';
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects/tasks/models/AssociationSpec.js';
import { z } from 'zod';
import {
  dealOf,
  objectsPath,
  type PeerCall,
  type PeerContact,
  type PeerWork,
  sendPeerCall,
  taskOf,
} from './peer-work.ts';

/** The ways to do the work that are measured beside ours; each ends by itself when its time is over. */
export const PEER_PATTERNS: Readonly<Record<PeerWork['pattern'], (work: PeerWork) => Promise<void>>> = {
  sequential: (work) => eachInTurn(work, (contact) => asEarlierSmartSync(work, contact)),
  parallel: (work) => inParallel(work, 32, (contact) => asEarlierSmartSync(work, contact)),
  sdk: withSdk,
  template: (work) => eachInTurn(work, (contact) => asTemplate(work, contact)),
  batch: inBatches,
};

async function eachInTurn(work: PeerWork, enrich: (contact: PeerContact) => Promise<void>): Promise<void> {
  const untilMs = performance.now() + work.forMs;
  for (const contact of work.contacts) {
    if (performance.now() >= untilMs) return;
    await enrich(contact);
  }
}

async function inParallel(
  work: PeerWork,
  lanes: number,
  enrich: (contact: PeerContact) => Promise<void>,
): Promise<void> {
  const untilMs = performance.now() + work.forMs;
  const left = [...work.contacts];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined && performance.now() < untilMs; next = left.shift()) {
      await enrich(next);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** PATCH contact, POST task, POST deal; no limiter, no repeat, and nobody looks at the status. */
async function asEarlierSmartSync(work: PeerWork, contact: PeerContact): Promise<void> {
  const path = `${objectsPath('contacts')}/${contact.id}`;
  const written = await sendPeerCall(work, { method: 'PATCH', path, body: { properties: work.values } });
  if (written.status >= 300) return;
  await sendPeerCall(work, { method: 'POST', path: objectsPath('tasks'), body: taskOf(contact) });
  if (contact.isHot) await sendPeerCall(work, { method: 'POST', path: objectsPath('deals'), body: dealOf(contact) });
}

/** Two reads and two or three writes a record through HubSpot's own client with its own limiter. */
async function withSdk(work: PeerWork): Promise<void> {
  const client = new Client({ accessToken: work.token, basePath: work.baseUrl, numberOfApiCallRetries: 3 });
  const category = AssociationSpecAssociationCategoryEnum.HubspotDefined;
  await eachInTurn(work, async (contact) => {
    const { associations } = await client.crm.contacts.basicApi.getById(contact.id, ['email'], undefined, [
      'companies',
    ]);
    const companyId = associations?.companies?.results[0]?.id;
    if (companyId !== undefined) await client.crm.companies.basicApi.getById(companyId, ['name', 'domain']);
    await client.crm.contacts.basicApi.update(contact.id, { properties: work.values });
    const linked = (draft: ReturnType<typeof taskOf> | ReturnType<typeof dealOf>) => ({
      properties: { ...draft.properties },
      associations: draft.associations.map(({ to, types }) => ({
        to,
        types: types.map(({ associationTypeId }) => ({ associationCategory: category, associationTypeId })),
      })),
    });
    await client.crm.objects.tasks.basicApi.create(linked(taskOf(contact)));
    if (contact.isHot) await client.crm.deals.basicApi.create(linked(dealOf(contact)));
  });
}

/** One record a call: update, task, and a deal whose association is a call of its own; three repeats whatever was asked. */
async function asTemplate(work: PeerWork, contact: PeerContact): Promise<void> {
  const path = `${objectsPath('contacts')}/${contact.id}`;
  await withRepeats(work, { method: 'PATCH', path, body: { properties: work.values } }, 3);
  await withRepeats(work, { method: 'POST', path: objectsPath('tasks'), body: taskOf(contact) }, 3);
  if (!contact.isHot) return;
  const deal = { ...dealOf(contact), associations: [] };
  const made = await withRepeats(work, { method: 'POST', path: objectsPath('deals'), body: deal }, 3);
  const { id } = z.object({ id: z.string() }).parse(made.body);
  const at = `${objectsPath('deals')}/${id}/associations/default/contacts/${contact.id}`;
  await withRepeats(work, { method: 'PUT', path: at }, 3);
}

const page = z.object({
  results: z.array(z.object({ id: z.string() })),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
});
const PAGE = 100;
const PAGES_AT_ONCE = 8;

/** List, batch read of companies, batch update, batch create of tasks and deals; slower only after a 429. */
async function inBatches(work: PeerWork): Promise<void> {
  const untilMs = performance.now() + work.forMs;
  const hot = new Set(work.contacts.filter(({ isHot }) => isHot).map(({ id }) => id));
  const running = new Set<Promise<void>>();
  let after: string | undefined;
  do {
    const query = `limit=${PAGE}&properties=email&associations=companies${after === undefined ? '' : `&after=${after}`}`;
    const answer = await withRepeats(work, { method: 'GET', path: `${objectsPath('contacts')}?${query}` });
    const { results, paging } = page.parse(answer.body);
    const batch = writeBatch(
      work,
      results.map(({ id }) => ({ id, isHot: hot.has(id) })),
    );
    const ended: Promise<void> = batch.finally(() => running.delete(ended));
    running.add(ended);
    if (running.size >= PAGES_AT_ONCE) await Promise.race(running);
    after = paging?.next.after;
  } while (after !== undefined && performance.now() < untilMs);
  await Promise.all(running);
}

async function writeBatch(work: PeerWork, contacts: readonly PeerContact[]): Promise<void> {
  const post = (type: string, what: string, inputs: readonly unknown[], more = {}) =>
    withRepeats(work, { method: 'POST', path: `${objectsPath(type)}/batch/${what}`, body: { ...more, inputs } });
  const companies = await sendPeerCall(work, {
    method: 'POST',
    path: '/crm/associations/2026-09/contacts/companies/batch/read',
    body: { inputs: contacts.map(({ id }) => ({ id })) },
  });
  const ids = z
    .object({ results: z.array(z.object({ to: z.array(z.object({ toObjectId: z.coerce.string() })) })) })
    .parse(companies.body)
    .results.flatMap(({ to }) => to.map(({ toObjectId }) => ({ id: toObjectId })));
  const distinct = [...new Map(ids.map((input) => [input.id, input])).values()].slice(0, PAGE);
  await post('companies', 'read', distinct, { properties: ['name', 'domain'], propertiesWithHistory: [] });
  await post(
    'contacts',
    'update',
    contacts.map(({ id }) => ({ id, properties: work.values })),
  );
  await post('tasks', 'create', contacts.map(taskOf));
  const hot = contacts.filter(({ isHot }) => isHot);
  if (hot.length > 0) await post('deals', 'create', hot.map(dealOf));
}

const MAX_WAIT_MS = 10_000;

/** Waits longer after each refusal, as textbooks say; gives up after so many. */
async function withRepeats(work: PeerWork, call: PeerCall, repeats = 10): Promise<{ status: number; body: unknown }> {
  for (let tried = 0; ; tried += 1) {
    const answer = await sendPeerCall(work, call);
    const isTransient = answer.status === 429 || answer.status >= 500;
    if (!isTransient || tried >= repeats) return answer;
    await sleep(Math.min(MAX_WAIT_MS, 1_000 * 2 ** tried));
  }
}
