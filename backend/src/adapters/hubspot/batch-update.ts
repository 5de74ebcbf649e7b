import { z } from 'zod';
import type { ObjectType } from '../../domain/portal/settings.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { CrmSession, RecordUpdate, RecordUpdateOutcome } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_BATCH } from './batch-limits.ts';
import { listRefusedProperties, parseErrorBody } from './error-body.ts';
import { parseReply } from './parse-reply.ts';
import { refusalOf, toRefusal } from './refused-values.ts';
import type { HubspotReply, HubspotTransport } from './transport.ts';

/**
 * Writes properties of many records, 100 in a request.
 *
 * HubSpot may report bad rows beside the good ones (207), or refuse a whole batch for one row (400): that batch is then
 * halved until the bad rows stand alone. k bad rows of n cost at most 1 + 2k·⌈log2 n⌉ requests and never more than
 * 2n − 1; without one it is a single request. A property that the account does not have is missing for all rows that set it:
 * they are refused without asking further, and the others are sent once more.
 *
 * @param updates one per record; of two for the same record the later one counts
 * @returns one outcome per record, in the order of `updates`
 */
export async function updateRecords(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: ObjectType,
  updates: readonly RecordUpdate[],
): Promise<readonly RecordUpdateOutcome[]> {
  const rows = [...new Map(updates.map((update) => [update.objectId, update])).values()];
  const outcomes = new Map<string, RecordUpdateOutcome>();
  for (const batch of partsOf(rows, MAX_BATCH)) {
    for (const outcome of await writeBatch({ transport, session, objectType }, batch)) {
      outcomes.set(outcome.objectId, outcome);
    }
  }
  return rows.map(({ objectId }) => outcomes.get(objectId) ?? { objectId, kind: 'gone' });
}

interface Target {
  readonly transport: HubspotTransport;
  readonly session: CrmSession;
  readonly objectType: ObjectType;
}

async function writeBatch(target: Target, rows: readonly RecordUpdate[]): Promise<readonly RecordUpdateOutcome[]> {
  const { transport, session, objectType } = target;
  const reply = await transport.call(session, {
    method: 'POST',
    path: `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}/batch/update`,
    params: { objectType },
    // A trace id of its own lets HubSpot report a bad row instead of refusing the batch.
    json: {
      inputs: rows.map(({ objectId, properties }) => ({ id: objectId, properties, objectWriteTraceId: objectId })),
    },
    isRepeatable: true,
    handledStatuses: [400, 404],
  });
  if (reply.status !== 400 && reply.status !== 404) return readBatch(rows, parseReply(batchAnswer, reply));
  const [row] = rows;
  if (rows.length > 1 || row === undefined)
    return (await writeWithoutAbsent(target, rows, reply)) ?? writeHalves(target, rows);
  if (reply.status === 404) return [{ objectId: row.objectId, kind: 'gone' }];
  return [{ objectId: row.objectId, ...refusalOf(reply) }];
}

/** undefined where the refusal names no property that the account does not have. */
async function writeWithoutAbsent(
  target: Target,
  rows: readonly RecordUpdate[],
  reply: HubspotReply,
): Promise<readonly RecordUpdateOutcome[] | undefined> {
  const absent = listRefusedProperties(parseErrorBody(reply.body)).filter(
    ({ code }) => code === 'PROPERTY_DOESNT_EXIST',
  );
  const isRefused = ({ properties }: RecordUpdate) => absent.some(({ property }) => property in properties);
  const refused = rows.filter(isRefused);
  if (refused.length === 0) return undefined;
  const others = rows.filter((row) => !isRefused(row));
  // What else the refusal names may be about another row.
  const refusal = { ...refusalOf(reply), properties: absent };
  const ended = refused.map(({ objectId }): RecordUpdateOutcome => ({ objectId, ...refusal }));
  return others.length === 0 ? ended : [...ended, ...(await writeBatch(target, others))];
}

async function writeHalves(target: Target, rows: readonly RecordUpdate[]): Promise<readonly RecordUpdateOutcome[]> {
  const middle = Math.ceil(rows.length / 2);
  const first = await writeBatch(target, rows.slice(0, middle));
  return [...first, ...(await writeBatch(target, rows.slice(middle)))];
}

const UNNAMED = 'HubSpot did not say what became of this record.';

const batchAnswer = z.object({
  results: z.array(z.object({ id: z.string() })),
  errors: z.array(z.unknown()).optional(),
});
const rowError = z.object({
  category: z.string().optional(),
  context: z
    .object({ ids: z.array(z.string()).optional(), objectWriteTraceId: z.array(z.string()).optional() })
    .optional(),
});

/**
 * Rows are found by their id, never by their place; one that is named nowhere was not written.
 *
 * A record that was merged in between answers under the id of the one that survived: without errors as many answers as
 * rows mean that all were written.
 */
function readBatch(rows: readonly RecordUpdate[], answer: z.infer<typeof batchAnswer>): readonly RecordUpdateOutcome[] {
  const written = new Set(answer.results.map(({ id }) => id));
  const isAllWritten = (answer.errors ?? []).length === 0 && written.size === rows.length;
  return rows.map(({ objectId }): RecordUpdateOutcome => {
    if (isAllWritten || written.has(objectId)) return { objectId, kind: 'written' };
    const found = (answer.errors ?? []).find((error) => namesRow(error, objectId));
    const body = parseErrorBody(found);
    if (body?.category === 'OBJECT_NOT_FOUND') return { objectId, kind: 'gone' };
    return { objectId, ...toRefusal(found === undefined ? { message: UNNAMED } : body) };
  });
}

function namesRow(error: unknown, objectId: string): boolean {
  const context = rowError.safeParse(error).data?.context;
  return [...(context?.ids ?? []), ...(context?.objectWriteTraceId ?? [])].includes(objectId);
}
