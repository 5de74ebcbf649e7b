import type { z } from 'zod';
import { AUTOMATION_KEY_PROPERTY, automationMarker } from '../../domain/automation/automation.ts';
import { AppError } from '../../domain/errors.ts';
import { partsOf } from '../../lib/parts-of.ts';
import type { MadeDraft, MadeObject, MadeObjectType } from '../../ports/automation-crm.ts';
import { type BatchMakeOutcome, recordName, type WantedObjects } from '../../ports/bulk-automation.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { MAX_BATCH } from './batch-limits.ts';
import { toAppError } from './errors.ts';
import { inHalves } from './in-halves.ts';
import { listAllAssociated, MARKED_PROPERTY } from './made-association-batches.ts';
import { associationsOf } from './made-association-types.ts';
import { readObjects, withoutRefused } from './made-objects.ts';
import { findRowError, inDoubt, isTaken, madeRows } from './made-rows.ts';
import { parseReply } from './parse-reply.ts';
import { refusalOf, toRefusal } from './refused-values.ts';
import type { HubspotReply, HubspotTransport } from './transport.ts';

const OBJECTS = `/crm/objects/${HUBSPOT_API_VERSION}/{objectType}`;

/**
 * Makes objects by their keys, as many requests as bad rows need. What another call made under a key since somebody looked
 * gets the values that it has anyway.
 */
export async function upsertAllByKey(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
): Promise<readonly BatchMakeOutcome[]> {
  const outcomes = await makeAll(transport, session, drafts, UPSERT);
  const lesser = drafts.flatMap((draft, index) => lesserDraft(draft, outcomes[index]) ?? []);
  const again = await makeAll(transport, session, lesser, UPSERT);
  const remade = new Map(lesser.map(({ key }, index) => [key, again[index]]));
  const made = outcomes.map((outcome, index) => remade.get(drafts[index]?.key ?? '') ?? outcome);
  return takeThoseOfOthers(transport, session, drafts, made);
}

/** What was refused for something that it can do without, without that: alone, or with all others of its batch. */
function lesserDraft(draft: MadeDraft, outcome: BatchMakeOutcome | undefined): MadeDraft | undefined {
  if (outcome?.kind === 'refused') return withoutRefused(draft, outcome.properties);
  const error = outcome?.kind === 'failed' ? outcome.error : undefined;
  return error instanceof AppError ? withoutRefused(draft, error.details.refusedProperties ?? []) : undefined;
}

const UPSERT: Making = {
  verb: 'upsert',
  inputOf: ({ key, properties }) => ({
    id: key,
    idProperty: AUTOMATION_KEY_PROPERTY,
    properties: { ...properties, [AUTOMATION_KEY_PROPERTY]: key },
  }),
};

/** Makes objects with their associations in one request, which is not repeated once it may have been carried out. */
export function createAllPlain(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
): Promise<readonly BatchMakeOutcome[]> {
  return makeAll(transport, session, drafts, {
    verb: 'create',
    inputOf: ({ objectType, properties, belongsTo }) => ({
      properties,
      associations: associationsOf(objectType, belongsTo),
    }),
  });
}

/** How drafts are made. */
interface Making {
  readonly verb: 'create' | 'upsert';
  readonly inputOf: (draft: MadeDraft) => object;
}

/** Drafts of one type in one request; a batch that is refused as a whole is halved. */
async function makeAll(
  transport: HubspotTransport,
  session: CrmSession,
  drafts: readonly MadeDraft[],
  { verb, inputOf }: Making,
): Promise<readonly BatchMakeOutcome[]> {
  const [first] = drafts;
  if (first === undefined) return [];
  return inHalves<MadeDraft, BatchMakeOutcome>(
    drafts,
    async (rows) => {
      const reply = await transport.call(session, {
        method: 'POST',
        path: `${OBJECTS}/batch/${verb}`,
        params: { objectType: first.objectType },
        json: { inputs: rows.map((draft) => ({ ...inputOf(draft), objectWriteTraceId: draft.key })) },
        // Only a key keeps a repetition from making a second one.
        isRepeatable: verb === 'upsert',
        handledStatuses: [400],
      });
      return outcomesOf(rows, reply);
    },
    (_, error) => ({ kind: 'failed', error }),
  );
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

/** A refusal of one row alone is its outcome; of several it is thrown, to be halved. */
function outcomesOf(drafts: readonly MadeDraft[], reply: HubspotReply): readonly BatchMakeOutcome[] {
  if (reply.status !== 400) return readOutcomes(drafts, parseReply(madeRows, reply));
  if (drafts.length > 1) throw toAppError(reply);
  return [refusalOf(reply)];
}

/** Rows are found by their trace, key or marker, never by their place; one that is named nowhere is in doubt. */
function readOutcomes(
  drafts: readonly MadeDraft[],
  { results, errors }: z.infer<typeof madeRows>,
): readonly BatchMakeOutcome[] {
  // Mostly the trace tells; who goes by key and text compares each row with every other.
  const byTrace = new Map(results.map((wire) => [wire.objectWriteTraceId, wire] as const));
  return drafts.map((draft): BatchMakeOutcome => {
    const made = byTrace.get(draft.key) ?? results.find((wire) => isOf(draft, wire));
    if (made !== undefined) {
      return {
        kind: 'made',
        object: { id: made.id, properties: { ...draft.properties, ...made.properties } },
        isNew: true,
      };
    }
    const error = findRowError(errors, draft.key);
    if (error === undefined) return { kind: 'failed', error: inDoubt() };
    return isTaken(error) ? { kind: 'failed', error: new AppError('conflict', TAKEN) } : toRefusal(error);
  });
}

function isOf({ key, objectType }: MadeDraft, wire: z.infer<typeof madeRows>['results'][number]): boolean {
  const { [AUTOMATION_KEY_PROPERTY]: ownKey, [MARKED_PROPERTY[objectType]]: text } = wire.properties;
  return ownKey === key || text?.includes(automationMarker(key)) === true;
}

const TAKEN = 'HubSpot has something under this key already.';
