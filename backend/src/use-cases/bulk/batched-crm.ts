import type { BulkCrm, ReadRecordsInput } from '../../ports/bulk-crm.ts';
import type { Crm, CrmRecord, CrmSession, ReadRecordInput, UpdateOutcome } from '../../ports/crm.ts';
import type { BatchGate } from './batch-gate.ts';

type UpdateInput = Parameters<Crm['updateRecord']>[1];
interface DomainQuestion {
  readonly domain: string;
  readonly properties: readonly string[];
}

/**
 * The CRM as a run of one record uses it, while reads and writes of all records of a batch go out together.
 *
 * HubSpot reads 100 records at once, with histories 50. A record that we know nothing of and that has no value of ours
 * has no history that matters: it is read without.
 *
 * @param session of the batch: its calls are counted there, whichever record asked
 * @param isKnown whether we wrote to a record before
 */
export function makeBatchedCrm(
  crm: Crm & BulkCrm,
  gate: BatchGate,
  session: CrmSession,
  isKnown: (objectId: string) => boolean,
): Crm {
  const read = gate.kind<ReadRecordInput, CrmRecord | undefined>('read', (questions) =>
    readAll(crm, session, questions, isKnown),
  );
  const update = gate.kind<UpdateInput, UpdateOutcome>('write', (questions) => updateAll(crm, session, questions));
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
  isKnown: (objectId: string) => boolean,
): Promise<readonly (CrmRecord | undefined)[]> {
  const groups = new Map<string, ReadRecordInput[]>();
  for (const question of questions) {
    const key = wantedOf(question);
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  const answers = new Map<string, ReadonlyMap<string, CrmRecord>>();
  await Promise.all(
    [...groups].map(async ([key, group]) => {
      const [first] = group;
      if (first === undefined) return;
      const objectIds = group.map(({ objectId }) => objectId);
      answers.set(key, await readGroup(crm, session, { ...first, objectIds }, isKnown));
    }),
  );
  return questions.map((question) => answers.get(wantedOf(question))?.get(question.objectId));
}

async function readGroup(
  crm: BulkCrm,
  session: CrmSession,
  input: ReadRecordsInput,
  isKnown: (objectId: string) => boolean,
): Promise<ReadonlyMap<string, CrmRecord>> {
  const watched = input.propertiesWithHistory;
  const isNew = (objectId: string) => watched.length > 0 && !isKnown(objectId);
  const fresh = input.objectIds.filter(isNew);
  const known = input.objectIds.filter((objectId) => !isNew(objectId));
  const plain = { ...input, properties: [...new Set([...input.properties, ...watched])], propertiesWithHistory: [] };
  const [withHistory, without] = await Promise.all([
    known.length > 0 ? crm.readRecords(session, { ...input, objectIds: known }) : NONE,
    fresh.length > 0 ? crm.readRecords(session, { ...plain, objectIds: fresh }) : NONE,
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

const NONE: ReadonlyMap<string, CrmRecord> = new Map();

function wantedOf({ objectId: _, ...wanted }: ReadRecordInput): string {
  return JSON.stringify(wanted);
}

async function updateAll(
  crm: Crm,
  session: CrmSession,
  questions: readonly UpdateInput[],
): Promise<readonly UpdateOutcome[]> {
  const byType = new Map<UpdateInput['objectType'], UpdateInput[]>();
  for (const question of questions)
    byType.set(question.objectType, [...(byType.get(question.objectType) ?? []), question]);
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
