import { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY, automationMarker } from '../../domain/automation/automation.ts';
import { AppError } from '../../domain/errors.ts';
import type { MadeDraft, MadeObject, MadeObjectType } from '../../ports/automation-crm.ts';
import { type BatchMakeOutcome, recordName, type WantedObjects } from '../../ports/bulk-automation.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { type HubspotErrorBody, listRefusedProperties, parseErrorBody } from './error-body.ts';
import { toAppError } from './errors.ts';
import { inHalves } from './in-halves.ts';
import { listAllAssociated, MARKED_PROPERTY, partsOf } from './made-association-batches.ts';
import { associationsOf } from './made-association-types.ts';
import { readObjects } from './made-objects.ts';
import { parseReply } from './parse-reply.ts';
import { wireRecord } from './record-shape.ts';
import type { HubspotReply, HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;

// HubSpot: at most 100 objects in a batch.
const MAX_BATCH = 100;

/**
 * Makes objects by their keys, as many requests as bad rows need. What another call made under a key since somebody looked
 * gets the values that it has anyway.
 */
export async function upsertAllByKey(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
): Promise<readonly BatchMakeOutcome[]> {
  const [first] = drafts;
  if (first === undefined) return [];
  const { objectType } = first;
  const rowOf = ({ key, properties }: MadeDraft) => ({
    id: key,
    idProperty: AUTOMATION_KEY_PROPERTY,
    properties: { ...properties, [AUTOMATION_KEY_PROPERTY]: key },
    objectWriteTraceId: key,
  });
  const outcomes = await inHalves<MadeDraft, BatchMakeOutcome>(
    drafts,
    async (rows) => {
      const reply = await transport.call(session, {
        method: 'POST',
        path: `${OBJECTS}/batch/upsert`,
        params: { objectType },
        json: { inputs: rows.map(rowOf) },
        isRepeatable: true,
        handledStatuses: [400],
      });
      return outcomesOf(rows, reply);
    },
    (_, error) => ({ kind: 'failed', error }),
  );
  return takeThoseOfOthers(transport, session, drafts, outcomes);
}

/** Two upserts of one key at once: HubSpot refuses the later one, and the other's object is ours too. */
async function takeThoseOfOthers(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
  outcomes: readonly BatchMakeOutcome[],
): Promise<readonly BatchMakeOutcome[]> {
  const taken = drafts.filter((_, index) => isTakenKey(outcomes[index]));
  const [first] = taken;
  if (first === undefined) return outcomes;
  const keys = taken.map(({ key }) => key);
  const found = await findAllByKey(transport, session, first.objectType, keys).catch(() => NONE);
  return outcomes.map((outcome, index) => {
    const object = isTakenKey(outcome) ? found.get(drafts[index]?.key ?? '') : undefined;
    return object ? { kind: 'made', object, isNew: false } : outcome;
  });
}

const NONE: ReadonlyMap<string, MadeObject> = new Map();

function isTakenKey(outcome: BatchMakeOutcome | undefined): boolean {
  return outcome?.kind === 'failed' && outcome.error instanceof AppError && outcome.error.code === 'conflict';
}

/** Makes objects with their associations in one request, which is not repeated once it may have been carried out. */
export async function createAllPlain(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
): Promise<readonly BatchMakeOutcome[]> {
  const [first] = drafts;
  if (first === undefined) return [];
  const { objectType } = first;
  return inHalves<MadeDraft, BatchMakeOutcome>(
    drafts,
    async (rows) => {
      const reply = await transport.call(session, {
        method: 'POST',
        path: `${OBJECTS}/batch/create`,
        params: { objectType },
        json: {
          inputs: rows.map(({ key, properties, belongsTo }) => ({
            properties,
            associations: associationsOf(objectType, belongsTo),
            objectWriteTraceId: key,
          })),
        },
        isRepeatable: false,
        handledStatuses: [400],
      });
      return outcomesOf(rows, reply);
    },
    (_, error) => ({ kind: 'failed', error }),
  );
}

/** Finds objects by their keys; those that are not there are left out. */
export async function findAllByKey(
  transport: HubspotTransport,
  session: CrmSession,
  objectType: MadeObjectType,
  keys: readonly string[],
): Promise<ReadonlyMap<string, MadeObject>> {
  const properties = [AUTOMATION_KEY_PROPERTY];
  const reads = partsOf(keys, MAX_BATCH).map((ids) =>
    readObjects(transport, session, { objectType, ids, properties, idProperty: AUTOMATION_KEY_PROPERTY }),
  );
  const found = (await Promise.all(reads)).flat();
  return new Map(found.flatMap((object) => byKey(object)));
}

/** Finds by their keys the objects of those records that have any; for the others nothing is asked. */
export async function findAllAssociated(
  transport: HubspotTransport,
  session: CrmSession,
  { objectType, wanted }: WantedObjects,
): Promise<ReadonlyMap<string, MadeObject>> {
  const records = wanted.map(({ record }) => record);
  const linked = await listAllAssociated(transport, session, objectType, records);
  const keys = wanted.filter(({ record }) => linked.has(recordName(record))).map(({ key }) => key);
  return findAllByKey(transport, session, objectType, keys);
}

function byKey(object: MadeObject): readonly (readonly [string, MadeObject])[] {
  const { [AUTOMATION_KEY_PROPERTY]: key, ...properties } = object.properties;
  return key ? [[key, { ...object, properties }]] : [];
}

const batchAnswer = z.object({
  results: z.array(wireRecord.extend({ objectWriteTraceId: z.string().nullish() })),
  errors: z.array(z.unknown()).optional(),
});
const rowError = z.object({ context: z.object({ objectWriteTraceId: z.array(z.string()).optional() }).optional() });

/** A refusal of one row alone is its outcome; of several it is thrown, to be halved. */
function outcomesOf(drafts: readonly MadeDraft[], reply: HubspotReply): readonly BatchMakeOutcome[] {
  if (reply.status !== 400) return readOutcomes(drafts, parseReply(batchAnswer, reply));
  const body = parseErrorBody(reply.body);
  const isAboutValues = listRefusedProperties(body).length > 0 || body?.category === 'VALIDATION_ERROR';
  if (drafts.length > 1 || !isAboutValues) throw toAppError(reply);
  return [outcomeOfBody(body)];
}

/** Rows are found by their trace, key or marker, never by their place; one that is named nowhere is in doubt. */
function readOutcomes(
  drafts: readonly MadeDraft[],
  { results, errors = [] }: z.infer<typeof batchAnswer>,
): readonly BatchMakeOutcome[] {
  return drafts.map((draft): BatchMakeOutcome => {
    const made = results.find((wire) => isOf(draft, wire));
    if (made !== undefined) {
      return {
        kind: 'made',
        object: { id: made.id, properties: { ...draft.properties, ...made.properties } },
        isNew: true,
      };
    }
    const error = errors.find((one) => rowError.safeParse(one).data?.context?.objectWriteTraceId?.includes(draft.key));
    return error === undefined ? inDoubt() : outcomeOfBody(parseErrorBody(error));
  });
}

function isOf({ key, objectType }: MadeDraft, wire: z.infer<typeof batchAnswer>['results'][number]): boolean {
  const { [AUTOMATION_KEY_PROPERTY]: ownKey, [MARKED_PROPERTY[objectType]]: text } = wire.properties;
  return wire.objectWriteTraceId === key || ownKey === key || text?.includes(automationMarker(key)) === true;
}

function outcomeOfBody(body: HubspotErrorBody | undefined): BatchMakeOutcome {
  if (body?.category === 'CONFLICT' || body?.category === 'OBJECT_ALREADY_EXISTS') {
    return { kind: 'failed', error: new AppError('conflict', 'HubSpot has something under this key already.') };
  }
  return { kind: 'refused', properties: listRefusedProperties(body), message: body?.message ?? REFUSED };
}

const REFUSED = 'HubSpot refused these values.';

function inDoubt(): BatchMakeOutcome {
  const message = 'HubSpot did not say what it made. Try again in a moment.';
  return { kind: 'failed', error: new AppError('upstream_unavailable', message, { mayHaveBeenApplied: true }) };
}
