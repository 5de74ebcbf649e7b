import { z } from 'zod';
import { IDENTITY_PROPERTIES } from '../../domain/company/identify-company.ts';
import { AppError } from '../../domain/errors.ts';
import type { EventsJournal, JournalEntry } from '../../ports/events-journal.ts';
import type { Logger } from '../../ports/logger.ts';
import { type AppTokenConfig, makeAppToken } from './app-token.ts';
import { readJournalFile } from './journal-events.ts';
import { parseReply } from './parse-reply.ts';
import { type HubspotCall, type HubspotTransport, makeHubspotTransport } from './transport.ts';

/** The journal's own dated version; it has none of 2026-09. */
const VERSION = '2026-03';
const JOURNAL = `/webhooks-journal/journal/${VERSION}`;
const SUBSCRIPTIONS = `/webhooks-journal/subscriptions/${VERSION}`;
/** Entries asked for at once. */
const ENTRIES = 20;
const FILE_TIMEOUT_MS = 30_000;
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** New accounts subscribed in one go, so that a first run over thousands of them ends. */
const PORTALS_AT_ONCE = 200;

/** As HubSpot's guide names them; given to the app itself, never asked of a customer. */
const SCOPES = [
  'developer.webhooks_journal.read',
  'developer.webhooks_journal.subscriptions.read',
  'developer.webhooks_journal.subscriptions.write',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
];
const UNINSTALL_EVENT = '4-1916193';
const ACTIONS = ['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'];

const batch = z.object({ results: z.array(z.object({ currentOffset: z.string(), url: z.string() })) });
const subscriptions = z.object({
  results: z.array(z.object({ subscriptionType: z.string(), portalId: z.number().nullish() })),
});

/** What the journal needs: the app's own credentials. */
export interface EventsJournalConfig extends Omit<AppTokenConfig, 'scopes'> {
  readonly logger: Logger;
}

/** HubSpot's webhooks journal, read with a token of the app itself; no limit of an account counts its calls. */
export function makeEventsJournal(config: EventsJournalConfig): EventsJournal & { close(): void } {
  const transport = makeHubspotTransport({ baseUrl: config.apiUrl, logger: config.logger });
  const token = makeAppToken({ ...config, scopes: SCOPES });
  const session = { priority: 'background' as const, getAccessToken: token.get, countCall: () => {} };
  const call: Call = async (one) => {
    try {
      return await transport.call(session, one);
    } catch (error) {
      // A permission that comes later is in a later token only.
      if (error instanceof AppError && error.code === 'upstream_missing_scopes') token.forget();
      throw error;
    }
  };
  return {
    subscribe: (portalIds) => subscribe(call, config.logger, portalIds),
    readNewestOffset: async () => {
      const reply = await call(read(`${JOURNAL}/batch/latest/{count}`, { count: '1' }));
      return reply.status === 204 ? null : (parseReply(batch, reply).results.at(-1)?.currentOffset ?? null);
    },
    readAfter: async (offset) => {
      const count = String(ENTRIES);
      const reply = await call(
        offset === null
          ? read(`${JOURNAL}/batch/earliest/{count}`, { count })
          : read(`${JOURNAL}/batch/{offset}/next/{count}`, { offset, count }),
      );
      if (reply.status === 204) return [];
      const entries: JournalEntry[] = [];
      // One after the other: an entry's file may be large.
      for (const { currentOffset, url } of parseReply(batch, reply).results) {
        entries.push({ offset: currentOffset, ...(await readFile(url, config.apiUrl)) });
      }
      return entries;
    },
    close: () => transport.close(),
  };
}

type Call = (call: HubspotCall) => ReturnType<HubspotTransport['call']>;

function read(path: string, params: Readonly<Record<string, string>>): HubspotCall {
  return { method: 'GET', path, params, isRepeatable: true };
}

async function subscribe(call: Call, logger: Logger, portalIds: readonly number[]): Promise<void> {
  const reply = await call(read(SUBSCRIPTIONS, {}));
  const { results } = parseReply(subscriptions, reply);
  const subscribed = new Set(results.flatMap(({ portalId }) => portalId ?? []));
  const post = (json: object) => call({ method: 'POST', path: SUBSCRIPTIONS, json, isRepeatable: true });
  if (!results.some(({ subscriptionType }) => subscriptionType === 'APP_LIFECYCLE_EVENT')) {
    await post({ subscriptionType: 'APP_LIFECYCLE_EVENT', eventTypeId: UNINSTALL_EVENT, properties: [] });
  }
  const wanted = new Set(portalIds);
  for (const portalId of portalIds.filter((one) => !subscribed.has(one)).slice(0, PORTALS_AT_ONCE)) {
    await settle(logger, portalId, async () => {
      for (const json of subscriptionsOf(portalId)) await post(json);
    });
  }
  for (const portalId of [...subscribed].filter((one) => !wanted.has(one))) {
    const path = `${SUBSCRIPTIONS}/portals/{portalId}`;
    await settle(logger, portalId, () =>
      call({ method: 'DELETE', path, params: { portalId: String(portalId) }, isRepeatable: true }),
    );
  }
}

/** The same events as the project's webhooks. */
function subscriptionsOf(portalId: number): readonly object[] {
  const ofType = (objectTypeId: string, properties: readonly string[]) => ({
    subscriptionType: 'OBJECT',
    portalId,
    objectTypeId,
    actions: ACTIONS,
    objectIds: [],
    properties,
  });
  const toCompanies = (objectTypeId: string) => ({
    subscriptionType: 'ASSOCIATION',
    portalId,
    objectTypeId,
    associatedObjectTypeIds: ['0-2'],
    actions: ['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'],
    objectIds: [],
  });
  return [
    ofType('0-1', IDENTITY_PROPERTIES.contacts),
    // Nobody but us writes our own properties; the journal would tell us of each of our runs.
    ofType(
      '0-2',
      IDENTITY_PROPERTIES.companies.filter((name) => !name.startsWith('oppspot_')),
    ),
    ofType('0-3', []),
    toCompanies('0-1'),
    toCompanies('0-3'),
    { subscriptionType: 'GDPR_PRIVACY_DELETION', portalId, objectTypeId: '0-1', actions: ['GDPR_DELETE'] },
  ];
}

/** One account that is refused keeps none of the others from it; what concerns the app itself is thrown. */
async function settle(logger: Logger, portalId: number, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isOfPortal = error instanceof AppError && ['upstream_rejected', 'not_found', 'conflict'].includes(error.code);
    if (!isOfPortal) throw error;
    logger.warn({ portalId, code: error.code }, 'HubSpot did not change what its journal holds of this account');
  }
}

/** The file of an entry lies elsewhere, at an address that is its own key: no token goes along. */
async function readFile(url: string, apiUrl: string): Promise<Omit<JournalEntry, 'offset'>> {
  const { protocol, origin } = new URL(url);
  if (protocol !== 'https:' && origin !== new URL(apiUrl).origin) {
    throw new AppError('upstream_rejected', 'HubSpot’s journal names a file that is not behind https.');
  }
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
    const bytes = Number(response.headers.get('content-length') ?? 0);
    const file = response.ok && bytes <= MAX_FILE_BYTES ? readJournalFile(await response.json()) : undefined;
    if (file) return file;
  } catch (cause) {
    throw new AppError('upstream_unavailable', 'A file of HubSpot’s journal could not be read.', {}, { cause });
  }
  throw new AppError('upstream_unavailable', 'A file of HubSpot’s journal is not there, or no journal file.');
}
