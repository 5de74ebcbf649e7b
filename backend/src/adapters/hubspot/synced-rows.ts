import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY } from '../../domain/automation/automation.ts';
import type { AppError } from '../../domain/errors.ts';
import type { PropertyValues } from '../../domain/sync/synced-properties.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { CrmSession } from '../../ports/crm.ts';
import type { BatchCreateOutcome } from '../../ports/sync-crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_BATCH } from './batch-limits.ts';
import { type HubspotErrorBody, parseErrorBody } from './error-body.ts';
import { toAppError } from './errors.ts';
import { inHalves } from './in-halves.ts';
import { findRowError, inDoubt, isTaken, madeRows } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { wireRecord } from './record-shape.ts';
import { isAboutValues, toRefusal } from './refused-values.ts';
import type { HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;

const records = z.object({ results: z.array(wireRecord) });

/** Reads records by a property that HubSpot keeps unique; those that are not there are left out. */
export async function readBy(
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

/** One record to be made. */
export interface SyncedRow {
  /** Names the row in HubSpot's answer; for an upsert the key as well. */
  readonly trace: string;
  readonly properties: PropertyValues;
}

/** Records of one type, made in one way; the upsert is by our key. */
export interface Making {
  readonly objectType: 'contacts' | 'companies';
  readonly rows: readonly SyncedRow[];
  readonly verb: 'create' | 'upsert';
}

/** Makes records that HubSpot keeps unique by address or key, so that a repetition makes none twice. */
export async function makeAll(
  transport: HubspotTransport,
  session: CrmSession,
  making: Making,
): Promise<readonly BatchCreateOutcome[]> {
  const { objectType, rows, verb } = making;
  const send = async (part: readonly SyncedRow[]): Promise<readonly BatchCreateOutcome[]> => {
    const reply = await transport.call(session, {
      method: 'POST',
      path: `${OBJECTS}/batch/${verb}`,
      params: { objectType },
      json: { inputs: part.map((row) => inputOf(row, verb)) },
      isRepeatable: true,
      handledStatuses: [400, 409],
    });
    if (reply.status !== 400 && reply.status !== 409) {
      const answer = parseReply(madeRows, reply);
      return nameUnnamed(transport, session, { ...making, rows: part }, answer);
    }
    if (part.length > 1) throw toAppError(reply);
    return [outcomeOfBody(parseErrorBody(reply.body), () => toAppError(reply))];
  };
  const giveUp = (_row: SyncedRow, error: unknown): BatchCreateOutcome => ({ kind: 'failed', error });
  const parts = partsOf(rows, MAX_BATCH).map((part) => inHalves(part, send, giveUp));
  return (await Promise.all(parts)).flat();
}

function inputOf({ trace, properties }: SyncedRow, verb: Making['verb']): object {
  if (verb === 'create') return { properties, associations: [], objectWriteTraceId: trace };
  return { id: trace, idProperty: AUTOMATION_KEY_PROPERTY, properties, objectWriteTraceId: trace };
}

type MadeRows = z.infer<typeof madeRows>;

/** What HubSpot keeps unique and so tells rows apart. */
const IDENTITY = { contacts: 'email', companies: AUTOMATION_KEY_PROPERTY } as const;

/**
 * HubSpot need not repeat the traces, so who is named nowhere in its answer is looked up.
 *
 * Where HubSpot had no errors, what is there was made just now; beside errors that name nobody it may be older.
 */
async function nameUnnamed(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, rows }: Making,
  answer: MadeRows,
): Promise<readonly BatchCreateOutcome[]> {
  const idProperty = IDENTITY[objectType];
  const outcomes = readOutcomes(rows, answer, idProperty);
  const ids = rows.flatMap(({ trace }, index) => (outcomes[index] === undefined ? [trace] : []));
  const wanted = { objectType, idProperty, ids, properties: [idProperty] };
  const found = ids.length > 0 ? await readBy(transport, session, wanted).catch(() => []) : [];
  const idOf = new Map(found.map(({ id, properties: values }) => [values[idProperty]?.toLowerCase(), id]));
  const isAllMade = (answer.errors ?? []).length === 0;
  return rows.map(({ trace }, index): BatchCreateOutcome => {
    const id = idOf.get(trace.toLowerCase());
    const looked = id !== undefined && (isAllMade ? { kind: 'created' as const, id } : { kind: 'exists' as const });
    return outcomes[index] ?? (looked || { kind: 'failed', error: inDoubt() });
  });
}

/** Rows are found by their trace or identity, never by their place; one that is named nowhere is undefined. */
function readOutcomes(
  rows: readonly SyncedRow[],
  { results, errors }: MadeRows,
  idProperty: string,
): readonly (BatchCreateOutcome | undefined)[] {
  return rows.map(({ trace }) => {
    const isOf = (wire: MadeRows['results'][number]) =>
      wire.objectWriteTraceId === trace || wire.properties[idProperty]?.toLowerCase() === trace.toLowerCase();
    const made = results.find(isOf) ?? soleResult(rows, results);
    if (made !== undefined) return { kind: 'created', id: made.id };
    const error = findRowError(errors, trace);
    return error && outcomeOfBody(error, inDoubt);
  });
}

/** HubSpot need not repeat the trace of a batch of one. */
function soleResult<T>(rows: readonly SyncedRow[], results: readonly T[]): T | undefined {
  return rows.length === 1 ? results[0] : undefined;
}

function outcomeOfBody(body: HubspotErrorBody | undefined, otherwise: () => AppError): BatchCreateOutcome {
  if (isTaken(body)) return { kind: 'exists' };
  return isAboutValues(body) ? toRefusal(body) : { kind: 'failed', error: otherwise() };
}
