import { BULK_BATCH } from '../../domain/bulk/step-size.ts';
import { OPPSPOT_PROPERTIES } from '../../domain/enrichment/oppspot-properties.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import type { BulkCrm, ReadRecordsInput } from '../../ports/bulk-crm.ts';
import type { Crm, CrmRecord, CrmSession, ReadRecordInput, UpdateOutcome } from '../../ports/crm.ts';
import type { BatchGate } from './batch-gate.ts';
import type { SearchRoom } from './search-room.ts';
import type { WriteTurns } from './write-turns.ts';

type UpdateInput = Parameters<Crm['updateRecord']>[1];

interface DomainQuestion {
  readonly domain: string;
  readonly properties: readonly string[];
}

/** Where the records of a batch may be read from. */
export interface BatchReading {
  /** Whether we wrote to a record before. */
  readonly isKnown: (objectId: string) => boolean;
  /** What the search told of records while they were listed, by id. */
  readonly listed?: ReadonlyMap<string, CrmRecord>;
  /** Companies are read by search too: its limit has room, because it need not find the records. */
  readonly hasRoomInSearch?: boolean;
  /** Of all steps; absent: each asks the search whenever it can tell. */
  readonly searches?: SearchRoom;
}

/** What the calls of a batch go through. */
export interface BatchWays {
  readonly gate: BatchGate;
  /** Of the batch: its calls are counted there, whichever record asked. */
  readonly session: CrmSession;
  readonly turns: WriteTurns;
  /** Resolves when the values from before the writes of the batch are kept; nothing leaves before. Absent: they are not. */
  readonly keepSnapshots?: () => Promise<void>;
}

/**
 * The CRM as a run of one record uses it, while reads and writes of all records of a batch go out together.
 *
 * What HubSpot's search can tell is asked there, because its calls do not count against the limit that writes need. It is
 * some seconds behind, which is why only records are read so that we never wrote to, and only where nothing but our own
 * properties is written: there is no value of somebody else that could be lost. All others are read as they are now, with
 * the histories that tell who set what, 50 at once instead of 100.
 */
export function makeBatchedCrm(
  crm: Crm & BulkCrm,
  { gate, session, turns, keepSnapshots }: BatchWays,
  reading: BatchReading,
): Crm {
  const read = gate.kind<ReadRecordInput, CrmRecord | undefined>('read', (questions) =>
    readAll(crm, session, questions, reading),
  );
  const update = gate.kind<UpdateInput, UpdateOutcome>(
    'write',
    (questions) =>
      turns.write(
        questions.map(({ objectId }) => objectId),
        async (mayLeave) => {
          await keepSnapshots?.();
          return updateAll(crm, { ...session, mayLeave }, questions);
        },
      ),
    BULK_BATCH,
  );
  const findCompanies = gate.kind<DomainQuestion, readonly CrmRecord[]>('read', async (questions) => {
    const properties = [...new Set(questions.flatMap((question) => question.properties))];
    const domains = questions.map(({ domain }) => domain);
    const found = await crm.findCompaniesByDomains(session, domains, properties);
    return domains.map((domain) => found.get(domain.toLowerCase()) ?? []);
  });
  return {
    ...crm,
    readRecord: (_session, input) => read(input),
    updateRecord: (_session, input) => update(input),
    findCompaniesByDomain: (_session, domain, properties) => findCompanies({ domain, properties }),
  };
}

/** Questions that want the same of different records are one read. */
async function readAll(
  crm: BulkCrm,
  session: CrmSession,
  questions: readonly ReadRecordInput[],
  reading: BatchReading,
): Promise<readonly (CrmRecord | undefined)[]> {
  const groups = new Map<string, ReadRecordInput[]>();
  const keys = wantedOf(questions);
  for (const [index, question] of questions.entries()) getOrMake(groups, keys[index] ?? '', () => []).push(question);
  const answers = new Map<string, ReadonlyMap<string, CrmRecord>>();
  await Promise.all(
    [...groups].map(async ([key, group]) => {
      const [first] = group;
      if (first === undefined) return;
      const objectIds = group.map(({ objectId }) => objectId);
      answers.set(key, await readGroup(crm, session, { ...first, objectIds }, reading));
    }),
  );
  return questions.map(({ objectId }, index) => answers.get(keys[index] ?? '')?.get(objectId));
}

async function readGroup(
  crm: BulkCrm,
  session: CrmSession,
  input: ReadRecordsInput,
  reading: BatchReading,
): Promise<ReadonlyMap<string, CrmRecord>> {
  const watched = input.propertiesWithHistory;
  if (watched.length === 0) {
    const isSearchable = input.objectType === 'companies' && reading.hasRoomInSearch === true;
    return isSearchable
      ? searchFirst(crm, session, input, { ...reading, listed: NONE })
      : crm.readRecords(session, input);
  }
  const fresh = input.objectIds.filter((objectId) => !reading.isKnown(objectId));
  const known = input.objectIds.filter((objectId) => reading.isKnown(objectId));
  const plain = { ...input, properties: [...new Set([...input.properties, ...watched])], propertiesWithHistory: [] };
  const [withHistory, without] = await Promise.all([
    known.length > 0 ? crm.readRecords(session, { ...input, objectIds: known }) : NONE,
    fresh.length > 0 ? readFresh(crm, session, { ...plain, objectIds: fresh }, { watched, reading }) : NONE,
  ]);
  // Somebody filled one of these properties before us: who, only its history tells.
  const filled = [...without].filter(([, { properties }]) => watched.some((property) => properties[property]));
  const objectIds = filled.map(([objectId]) => objectId);
  const again = filled.length > 0 ? await crm.readRecords(session, { ...input, objectIds, associations: [] }) : NONE;
  const completed = [...again].map(
    ([objectId, record]) => [objectId, { ...record, associations: without.get(objectId)?.associations ?? {} }] as const,
  );
  return new Map([...withHistory, ...without, ...completed]);
}

const OURS: ReadonlySet<string> = new Set(OPPSPOT_PROPERTIES.map(({ name }) => name));

async function readFresh(
  crm: BulkCrm,
  session: CrmSession,
  input: ReadRecordsInput,
  { watched, reading }: { readonly watched: readonly string[]; readonly reading: BatchReading },
): Promise<ReadonlyMap<string, CrmRecord>> {
  // Of deals the search does not tell the company.
  const isSearchable = input.objectType !== 'deals' && watched.every((property) => OURS.has(property));
  return isSearchable ? searchFirst(crm, session, input, reading) : crm.readRecords(session, input);
}

/** Who the search does not know (made, merged or removed just now), or has no time for, is read as he is now. */
async function searchFirst(
  crm: BulkCrm,
  session: CrmSession,
  input: ReadRecordsInput,
  { listed = NONE, searches = ROOM_FOR_ALL }: Pick<BatchReading, 'listed' | 'searches'>,
): Promise<ReadonlyMap<string, CrmRecord>> {
  const objectIds = [...new Set(input.objectIds)];
  const ahead = objectIds.flatMap((objectId) => {
    const record = listed.get(objectId);
    return record ? [[objectId, record] as const] : [];
  });
  const unlisted = objectIds.filter((objectId) => !listed.has(objectId));
  if (unlisted.length === 0) return new Map(ahead);
  const readNow = (ids: readonly string[]) => crm.readRecords(session, { ...input, objectIds: ids });
  const search = async () => {
    const searched = await crm.searchRecords(session, { ...input, objectIds: unlisted });
    const missing = unlisted.filter((objectId) => !searched.has(objectId));
    return new Map([...searched, ...(missing.length > 0 ? await readNow(missing) : NONE)]);
  };
  const calls = Math.ceil(unlisted.length / BULK_BATCH);
  const read = await searches.use(calls, search, () => readNow(unlisted));
  return new Map([...ahead, ...read]);
}

const ROOM_FOR_ALL: SearchRoom = { use: (_calls, search) => search() };

const NONE: ReadonlyMap<string, CrmRecord> = new Map();

/** What each question wants, as text; of several in a row that want the very same it is written once. */
function wantedOf(questions: readonly ReadRecordInput[]): readonly string[] {
  let last: ReadRecordInput | undefined;
  let text = '';
  return questions.map((question) => {
    const { objectId: _, ...wanted } = question;
    if (last === undefined || !wantsTheSame(last, question)) text = JSON.stringify(wanted);
    last = question;
    return text;
  });
}

function wantsTheSame(a: ReadRecordInput, b: ReadRecordInput): boolean {
  const isSameRead = a.objectType === b.objectType && a.properties === b.properties;
  return isSameRead && a.propertiesWithHistory === b.propertiesWithHistory && a.associations === b.associations;
}

async function updateAll(
  crm: Crm,
  session: CrmSession,
  questions: readonly UpdateInput[],
): Promise<readonly UpdateOutcome[]> {
  const byType = new Map<UpdateInput['objectType'], UpdateInput[]>();
  for (const question of questions) getOrMake(byType, question.objectType, () => []).push(question);
  const outcomes = new Map<string, UpdateOutcome>();
  await Promise.all(
    [...byType].map(async ([objectType, updates]) => {
      for (const outcome of await crm.updateRecords(session, objectType, updates)) {
        outcomes.set(`${objectType}/${outcome.objectId}`, outcome);
      }
    }),
  );
  return questions.map(({ objectType, objectId }) => outcomes.get(`${objectType}/${objectId}`) ?? { kind: 'gone' });
}
