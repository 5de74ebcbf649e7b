import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import type { PropertyValues } from '../../domain/sync/synced-properties.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { CrmRecord, CrmSession } from '../../ports/crm.ts';
import type { BatchCreateOutcome, CreateOutcome, SyncCrmBatches } from '../../ports/sync-crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_BATCH } from './batch-limits.ts';
import { makeBulkCrm } from './batch-read.ts';
import { inDoubt } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import { makeAll, readBy } from './synced-rows.ts';
import type { HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;
const ASSOCIATIONS = `/crm/associations/${HUBSPOT_API_VERSION}/{fromObjectType}/{toObjectType}`;

// A search has five groups of filters, a body 3,000 characters and 200 results.
const MAX_NAMES = 5;
const MAX_RESULTS = 200;

/** How companies are made, by the rules of one record. */
interface CompanyRules {
  /** Tells whether the account has our unique key. */
  readonly keepsKeys: (session: CrmSession, objectType: 'companies') => Promise<boolean>;
  /** Makes one without a key. */
  readonly createAlone: (session: CrmSession, properties: PropertyValues) => Promise<CreateOutcome>;
}

/** Contacts and companies of a batch of the integration API; every method throws what the CRM port's contract names. */
export function makeSyncBatches(transport: HubspotTransport, rules: CompanyRules): SyncCrmBatches {
  return {
    findContactsByEmails: (session, wanted) => findContacts(transport, session, wanted),
    createContacts: (session, contacts) => {
      const rows = contacts.map(({ email, properties }) => ({ trace: email, properties: { ...properties, email } }));
      return makeAll(transport, session, { objectType: 'contacts', rows, verb: 'create' });
    },
    findCompaniesByNames: (session, names) => findByNames(transport, session, names),
    createCompanies: (session, companies) => createCompanies(transport, session, companies, rules),
    associateContacts: (session, links) => associateContacts(transport, session, links),
  };
}

const records = z.object({ results: z.array(wireRecord) });

/** By address first, which sees a new contact at once; then what is there with histories and companies, by id. */
async function findContacts(
  transport: HubspotTransport,
  session: CrmSession,
  { emails, properties }: Parameters<SyncCrmBatches['findContactsByEmails']>[1],
): Promise<ReadonlyMap<string, CrmRecord>> {
  const wanted = { objectType: 'contacts', idProperty: 'email', properties: ['email'] } as const;
  const found = await readBy(transport, session, { ...wanted, ids: emails });
  const idOf = new Map(found.map(({ id, properties: { email } }) => [(email ?? '').toLowerCase(), id]));
  const objectIds = emails.flatMap((email) => idOf.get(email.toLowerCase()) ?? []);
  if (objectIds.length === 0) return new Map();
  const read = await makeBulkCrm(transport).readRecords(session, {
    objectType: 'contacts',
    objectIds,
    properties,
    propertiesWithHistory: properties,
    associations: ['companies'],
  });
  return new Map(
    emails.flatMap((email) => {
      const record = read.get(idOf.get(email.toLowerCase()) ?? '');
      return record ? [[email.toLowerCase(), record] as const] : [];
    }),
  );
}

/** Exact names, five in a search; of a name that many have more are left out than are needed to see that. */
async function findByNames(
  transport: HubspotTransport,
  session: CrmSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly CrmRecord[]>> {
  const found = new Map<string, CrmRecord[]>();
  for (const part of partsOf([...new Set(names.map((name) => name.toLowerCase()))], MAX_NAMES)) {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${OBJECTS}/search`,
      params: { objectType: 'companies' },
      json: {
        filterGroups: part.map((value) => ({ filters: [{ propertyName: 'name', operator: 'EQ', value }] })),
        properties: ['name', 'domain'],
        sorts: ['createdate'],
        limit: MAX_RESULTS,
        after: '0',
      },
      bucket: 'search',
      isRepeatable: true,
    });
    for (const wire of parseReply(records, reply).results) {
      const name = (wire.properties.name ?? '').toLowerCase();
      found.set(name, [...(found.get(name) ?? []), toCrmRecord('companies', wire)]);
    }
  }
  return found;
}

/** Looks all keys up first, because an upsert changes what it finds; without keys companies are made one by one. */
async function createCompanies(
  transport: HubspotTransport,
  session: CrmSession,
  companies: Parameters<SyncCrmBatches['createCompanies']>[1],
  { keepsKeys, createAlone }: CompanyRules,
): Promise<readonly BatchCreateOutcome[]> {
  if (!(await keepsKeys(session, 'companies'))) {
    return Promise.all(
      companies.map(({ properties }) =>
        createAlone(session, properties).catch((error: unknown) => ({ kind: 'failed' as const, error })),
      ),
    );
  }
  const ids = companies.map(({ key }) => `company:${key}`);
  const before = await findIdsByKeys(transport, session, ids);
  const rows = companies.flatMap(({ key, properties }) => {
    const trace = `company:${key}`;
    return before.has(trace) ? [] : [{ trace, properties }];
  });
  const made = await makeAll(transport, session, { objectType: 'companies', rows, verb: 'upsert' });
  const outcomes = new Map(rows.map(({ trace }, index) => [trace, made[index]]));
  const isTaken = (trace: string) => outcomes.get(trace)?.kind === 'exists';
  const taken = ids.filter(isTaken);
  const after = taken.length > 0 ? await findIdsByKeys(transport, session, taken) : NO_IDS;
  return ids.map((trace): BatchCreateOutcome => {
    const id = before.get(trace) ?? after.get(trace);
    return id === undefined ? (outcomes.get(trace) ?? { kind: 'failed', error: inDoubt() }) : { kind: 'found', id };
  });
}

const NO_IDS: ReadonlyMap<string, string> = new Map();

async function findIdsByKeys(
  transport: HubspotTransport,
  session: CrmSession,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const properties = [AUTOMATION_KEY_PROPERTY];
  const wanted = { objectType: 'companies', idProperty: AUTOMATION_KEY_PROPERTY, ids, properties } as const;
  const found = await readBy(transport, session, wanted);
  return new Map(found.map(({ id, properties: values }) => [values[AUTOMATION_KEY_PROPERTY] ?? '', id]));
}

/** Puts contacts to companies; what is so already stays so. */
export async function associateContacts(
  transport: HubspotTransport,
  session: CrmSession,
  links: Parameters<SyncCrmBatches['associateContacts']>[1],
): Promise<void> {
  const calls = partsOf(links, MAX_BATCH).map((part) =>
    transport.call(session, {
      method: 'POST',
      path: `${ASSOCIATIONS}/batch/associate/default`,
      params: { fromObjectType: 'contacts', toObjectType: 'companies' },
      json: { inputs: part.map(({ contactId, companyId }) => ({ from: { id: contactId }, to: { id: companyId } })) },
      isRepeatable: true,
    }),
  );
  await Promise.all(calls);
}
