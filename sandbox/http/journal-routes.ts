import { z } from 'zod';
import { toHubSpotInstant } from '../state/clock.ts';
import type { JournalFile, JournalSubscription } from '../state/event-journal.ts';
import type { ApiReply, ApiRoute, AppCall } from './api-route.ts';
import { parseBody, readParam } from './api-route.ts';
import { notFoundError } from './hubspot-error.ts';

const JOURNAL = '/webhooks-journal/journal/2026-03';
const SUBSCRIPTIONS = '/webhooks-journal/subscriptions/2026-03';
// HubSpot does not say how long an address of a file lives.
const FILE_LIVES_MS = 3_600_000;

const READ = ['developer.webhooks_journal.read'];
const READ_SUBSCRIPTIONS = ['developer.webhooks_journal.subscriptions.read'];
const WRITE_SUBSCRIPTIONS = ['developer.webhooks_journal.subscriptions.write'];

const actions = z.array(z.string());
const subscriptionSchema = z.discriminatedUnion('subscriptionType', [
  z.object({
    subscriptionType: z.literal('OBJECT'),
    portalId: z.number().int(),
    objectTypeId: z.string(),
    actions,
    objectIds: z.array(z.number()),
    properties: z.array(z.string()),
  }),
  z.object({
    subscriptionType: z.literal('ASSOCIATION'),
    portalId: z.number().int(),
    objectTypeId: z.string(),
    associatedObjectTypeIds: z.array(z.string()),
    actions,
    objectIds: z.array(z.number()),
  }),
  z.object({
    subscriptionType: z.literal('GDPR_PRIVACY_DELETION'),
    portalId: z.number().int(),
    objectTypeId: z.string(),
    actions,
  }),
  z.object({
    subscriptionType: z.literal('APP_LIFECYCLE_EVENT'),
    eventTypeId: z.string(),
    properties: z.array(z.string()),
  }),
]);

/** HubSpot's webhooks journal: subscriptions, and the entries read in batches. Its calls count against no limit. */
export const JOURNAL_ROUTES: readonly ApiRoute[] = [
  route('GET', `${JOURNAL}/batch/earliest/:count`, READ, (call) => answerBatch(call, call.state.journal.files())),
  route('GET', `${JOURNAL}/batch/latest/:count`, READ, (call) =>
    answerBatch(call, call.state.journal.files().slice(-Number(readParam(call, 'count')))),
  ),
  route('GET', `${JOURNAL}/batch/:offset/next/:count`, READ, (call) => answerNext(call)),
  route('GET', SUBSCRIPTIONS, READ_SUBSCRIPTIONS, (call) => ({
    status: 200,
    body: { results: [...call.state.journal.subscriptions.values()].map((one) => present(call, one)) },
  })),
  route('POST', SUBSCRIPTIONS, WRITE_SUBSCRIPTIONS, (call) => subscribe(call)),
  route('DELETE', `${SUBSCRIPTIONS}/portals/:portalId`, WRITE_SUBSCRIPTIONS, (call) => {
    const { subscriptions } = call.state.journal;
    const portalId = Number(readParam(call, 'portalId'));
    for (const [id, one] of subscriptions) if (one.portalId === portalId) subscriptions.delete(id);
    return { status: 204 };
  }),
];

function route(
  method: ApiRoute['method'],
  path: string,
  scopes: readonly string[],
  handle: (call: AppCall) => ApiReply,
): ApiRoute {
  return { method, path, auth: 'app', latency: method === 'GET' ? 'read' : 'write', scopes: [scopes], handle };
}

function answerNext(call: AppCall): ApiReply {
  const files = call.state.journal.files();
  const index = files.findIndex(({ offset }) => offset === readParam(call, 'offset'));
  if (index < 0) throw notFoundError('No journal entry has this offset');
  return answerBatch(call, files.slice(index + 1));
}

function answerBatch(call: AppCall, files: readonly JournalFile[]): ApiReply {
  const wanted = files.slice(0, Number(readParam(call, 'count')));
  const now = toHubSpotInstant(call.state.clock.nowMs());
  const results = wanted.map(({ offset }) => ({
    currentOffset: offset,
    expiresAt: toHubSpotInstant(call.state.clock.nowMs() + FILE_LIVES_MS),
    url: `${call.state.url}/__sandbox/journal-files/${offset}`,
  }));
  return { status: 200, body: { status: 'COMPLETE', startedAt: now, completedAt: now, results } };
}

function subscribe(call: AppCall): ApiReply {
  const wanted = parseBody(subscriptionSchema, call.body);
  const { subscriptions } = call.state.journal;
  const isLifecycle = wanted.subscriptionType === 'APP_LIFECYCLE_EVENT';
  const facts = {
    subscriptionType: wanted.subscriptionType,
    portalId: isLifecycle ? undefined : wanted.portalId,
    objectTypeId: isLifecycle ? wanted.eventTypeId : wanted.objectTypeId,
    actions: isLifecycle ? ['APP_UNINSTALL'] : wanted.actions,
    properties: 'properties' in wanted ? wanted.properties : [],
    associatedObjectTypeIds: 'associatedObjectTypeIds' in wanted ? wanted.associatedObjectTypeIds : [],
    createdAtMs: call.state.clock.nowMs(),
  };
  // An upsert: the same account and type is one subscription.
  const known = [...subscriptions.values()].find(
    (one) =>
      one.subscriptionType === facts.subscriptionType &&
      one.portalId === facts.portalId &&
      one.objectTypeId === facts.objectTypeId,
  );
  const one = { id: known?.id ?? subscriptions.size + 1, ...facts };
  subscriptions.set(one.id, one);
  return { status: 200, body: present(call, one) };
}

function present(call: AppCall, one: JournalSubscription): Record<string, unknown> {
  const { createdAtMs, portalId, ...facts } = one;
  const createdAt = toHubSpotInstant(createdAtMs);
  const appId = call.state.app?.appId ?? 0;
  return { ...facts, ...(portalId === undefined ? {} : { portalId }), appId, createdAt, updatedAt: createdAt };
}
