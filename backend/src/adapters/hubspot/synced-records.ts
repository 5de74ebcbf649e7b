import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import type { CrmRecord, CrmSession } from '../../ports/crm.ts';
import type { CreateOutcome, SyncCrm } from '../../ports/sync-crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { toAppError } from './errors.ts';
import { makeKeyProperty } from './key-property.ts';
import { inDoubt } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import { refusalOf } from './refused-values.ts';
import { associateContacts, makeSyncBatches } from './synced-batches.ts';
import type { HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;

const records = z.object({ results: z.array(wireRecord) });

/** One identity is rarely on more than a handful of companies; the oldest is taken. */
const MAX_COMPANIES = 5;

/** Contacts and companies as the integration API syncs them; every method throws what the CRM port's contract names. */
export function makeSyncCrm(transport: HubspotTransport): SyncCrm {
  const keepsKeys = makeKeyProperty(transport);
  const createAlone = (session: CrmSession, properties: Readonly<Record<string, string>>) =>
    createRecord(transport, session, { objectType: 'companies', properties, isUnique: false });
  const batches = makeSyncBatches(transport, { keepsKeys, createAlone });
  return {
    findContactByEmail: (session, wanted) => findContactByEmail(transport, session, wanted),
    createContact: (session, { email, properties }) =>
      createRecord(transport, session, {
        objectType: 'contacts',
        properties: { ...properties, email },
        isUnique: true,
      }),
    findCompanies: (session, wanted) => findCompanies(transport, session, wanted),
    createCompany: async (session, { key, properties }) =>
      (await keepsKeys(session, 'companies'))
        ? upsertCompany(transport, session, { key, properties })
        : createAlone(session, properties),
    associateContact: (session, link) => associateContacts(transport, session, [link]),
    ...batches,
  };
}

/** Reads by address, which sees a new contact at once; the search index lags behind. */
async function findContactByEmail(
  transport: HubspotTransport,
  session: CrmSession,
  { email, properties }: Parameters<SyncCrm['findContactByEmail']>[1],
): Promise<CrmRecord | undefined> {
  const reply = await transport.call(session, {
    method: 'GET',
    path: `${OBJECTS}/{objectId}`,
    params: { objectType: 'contacts', objectId: email },
    query: [
      ['idProperty', 'email'],
      ...properties.flatMap((name) => [['properties', name] as const, ['propertiesWithHistory', name] as const]),
      ['associations', 'companies'],
    ],
    isRepeatable: true,
    handledStatuses: [404],
  });
  return reply.status === 404 ? undefined : toCrmRecord('contacts', parseReply(wireRecord, reply));
}

/** With a value that HubSpot keeps unique (a contact's address) a repetition meets 409 and makes nothing. */
async function createRecord(
  transport: HubspotTransport,
  session: CrmSession,
  draft: {
    readonly objectType: 'contacts' | 'companies';
    readonly properties: Readonly<Record<string, string>>;
    readonly isUnique: boolean;
  },
): Promise<CreateOutcome> {
  const { objectType, properties, isUnique } = draft;
  const reply = await transport.call(session, {
    method: 'POST',
    path: OBJECTS,
    params: { objectType },
    json: { properties, associations: [] },
    isRepeatable: isUnique,
    handledStatuses: [400, 409],
  });
  if (reply.status === 409) return { kind: 'exists' };
  if (reply.status === 400) return refusalOf(reply);
  return { kind: 'created', id: parseReply(wireRecord, reply).id };
}

async function findCompanies(
  transport: HubspotTransport,
  session: CrmSession,
  { property, value }: Parameters<SyncCrm['findCompanies']>[1],
): Promise<readonly CrmRecord[]> {
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${OBJECTS}/search`,
    params: { objectType: 'companies' },
    json: {
      filterGroups: [{ filters: [{ propertyName: property, operator: 'EQ', value }] }],
      properties: ['name', 'domain'],
      sorts: ['createdate'],
      limit: MAX_COMPANIES,
      after: '0',
    },
    bucket: 'search',
    isRepeatable: true,
  });
  return parseReply(records, reply).results.map((wire) => toCrmRecord('companies', wire));
}

/**
 * HubSpot has no unique domain, so a key of ours keeps the company single: an upsert by it may be sent again. It comes
 * only after a look-up by the key found none, because an upsert changes what it finds.
 */
async function upsertCompany(
  transport: HubspotTransport,
  session: CrmSession,
  { key, properties }: { readonly key: string; readonly properties: Readonly<Record<string, string>> },
): Promise<CreateOutcome> {
  const id = `company:${key}`;
  const known = await findCompanyIdByKey(transport, session, id);
  if (known !== undefined) return { kind: 'found', id: known };
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${OBJECTS}/batch/upsert`,
    params: { objectType: 'companies' },
    json: { inputs: [{ id, idProperty: AUTOMATION_KEY_PROPERTY, properties }] },
    isRepeatable: true,
    handledStatuses: [400, 409],
  });
  if (reply.status === 409) {
    // Two upserts at once: the other one was faster.
    const made = await findCompanyIdByKey(transport, session, id);
    if (made !== undefined) return { kind: 'found', id: made };
    throw toAppError(reply);
  }
  if (reply.status === 400) return refusalOf(reply);
  const [made] = parseReply(records, reply).results;
  if (made !== undefined) return { kind: 'created', id: made.id };
  throw inDoubt(reply.status);
}

async function findCompanyIdByKey(
  transport: HubspotTransport,
  session: CrmSession,
  id: string,
): Promise<string | undefined> {
  const reply = await transport.call(session, {
    method: 'POST',
    path: `${OBJECTS}/batch/read`,
    params: { objectType: 'companies' },
    json: { idProperty: AUTOMATION_KEY_PROPERTY, properties: [], propertiesWithHistory: [], inputs: [{ id }] },
    isRepeatable: true,
  });
  return parseReply(records, reply).results[0]?.id;
}
