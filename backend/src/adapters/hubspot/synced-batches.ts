import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import type { AppError } from '../../domain/errors.ts';
import type { PropertyValues } from '../../domain/sync/synced-properties.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { CrmRecord, CrmSession } from '../../ports/crm.ts';
import type { BatchCreateOutcome, CreateOutcome, SyncCrmBatches } from '../../ports/sync-crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_BATCH } from './batch-limits.ts';
import { makeBulkCrm } from './batch-read.ts';
import { type HubspotErrorBody, parseErrorBody } from './error-body.ts';
import { toAppError } from './errors.ts';
import { inHalves } from './in-halves.ts';
import { findRowError, inDoubt, isTaken, madeRows } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { toCrmRecord, wireRecord } from './record-shape.ts';
import { isAboutValues, toRefusal } from './refused-values.ts';
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

async function readBy(
  transport: HubspotTransport,
  session: CrmSession,
  wanted: {
    readonly objectType: 'contacts' | 'companies';
    readonly idProperty: string;
    readonly ids: readonly string[];
    readonly properties: readonly string[];
  },
): Promise<readonly z.infer<typeof wireRecord>[]> {
  const { objectType, idProperty, ids, properties } = wanted;
  const reads = partsOf([...new Set(ids)], MAX_BATCH).map(async (part) => {
    const inputs = part.map((id) => ({ id }));
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${OBJECTS}/batch/read`,
      params: { objectType },
      json: { idProperty, properties, propertiesWithHistory: [], inputs },
      isRepeatable: true,
    });
    return parseReply(records, reply).results;
  });
  return (await Promise.all(reads)).flat();
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

interface Row {
  /** Names the row in HubSpot's answer; for an upsert the key as well. */
  readonly trace: string;
  readonly properties: PropertyValues;
}

interface Making {
  readonly objectType: 'contacts' | 'companies';
  readonly rows: readonly Row[];
  readonly verb: 'create' | 'upsert';
}

/** Makes records that HubSpot keeps unique by address or key, so that a repetition makes none twice. */
async function makeAll(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, rows, verb }: Making,
): Promise<readonly BatchCreateOutcome[]> {
  const send = async (part: readonly Row[]): Promise<readonly BatchCreateOutcome[]> => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${OBJECTS}/batch/${verb}`,
      params: { objectType },
      json: { inputs: part.map((row) => inputOf(row, verb)) },
      isRepeatable: true,
      handledStatuses: [400, 409],
    });
    if (reply.status !== 400 && reply.status !== 409) return readOutcomes(part, parseReply(madeRows, reply));
    if (part.length > 1) throw toAppError(reply);
    return [outcomeOfBody(parseErrorBody(reply.body), () => toAppError(reply))];
  };
  const giveUp = (_row: Row, error: unknown): BatchCreateOutcome => ({ kind: 'failed', error });
  const parts = partsOf(rows, MAX_BATCH).map((part) => inHalves(part, send, giveUp));
  return (await Promise.all(parts)).flat();
}

function inputOf({ trace, properties }: Row, verb: Making['verb']): object {
  if (verb === 'create') return { properties, associations: [], objectWriteTraceId: trace };
  return { id: trace, idProperty: AUTOMATION_KEY_PROPERTY, properties, objectWriteTraceId: trace };
}

/** Rows are found by their trace, never by their place; one that is named nowhere is in doubt. */
function readOutcomes(
  rows: readonly Row[],
  { results, errors }: z.infer<typeof madeRows>,
): readonly BatchCreateOutcome[] {
  return rows.map(({ trace }): BatchCreateOutcome => {
    const made = results.find((wire) => wire.objectWriteTraceId === trace) ?? soleResult(rows, results);
    if (made !== undefined) return { kind: 'created', id: made.id };
    const error = findRowError(errors, trace);
    return error === undefined ? { kind: 'failed', error: inDoubt() } : outcomeOfBody(error, inDoubt);
  });
}

/** HubSpot need not repeat the trace of a batch of one. */
function soleResult<T>(rows: readonly Row[], results: readonly T[]): T | undefined {
  return rows.length === 1 ? results[0] : undefined;
}

function outcomeOfBody(body: HubspotErrorBody | undefined, otherwise: () => AppError): BatchCreateOutcome {
  if (isTaken(body)) return { kind: 'exists' };
  return isAboutValues(body) ? toRefusal(body) : { kind: 'failed', error: otherwise() };
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
