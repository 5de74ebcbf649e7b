import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { Crm, CrmRecord, CrmSession, ReadRecordInput, UpdateOutcome } from '../../ports/crm.ts';
import type { BatchCreateOutcome, CreateOutcome, SyncCrm } from '../../ports/sync-crm.ts';
import type { BatchGate } from '../bulk/batch-gate.ts';

type UpdateInput = Parameters<Crm['updateRecord']>[1];
type ContactDraft = Parameters<SyncCrm['createContact']>[1];
type CompanyDraft = Parameters<SyncCrm['createCompany']>[1];

/** So often a contact is looked for with the others; who is there and is not found has a second address. */
const TRIES_TOGETHER = 2;

/** The CRM as the sync of one record uses it, while the calls of all records of a batch go out together. */
export interface BatchedSync {
  readonly crm: Crm & BulkCrm;
  readonly syncCrm: SyncCrm;
}

/**
 * Makes it for one batch.
 *
 * @param session of the batch: its calls are counted there, whichever record asked
 */
export function makeBatchedSync({ crm, syncCrm }: BatchedSync, gate: BatchGate, session: CrmSession): BatchedSync {
  return { crm: batchCrm(crm, gate, session), syncCrm: batchSyncCrm({ crm, syncCrm }, gate, session) };
}

function batchCrm(crm: Crm & BulkCrm, gate: BatchGate, session: CrmSession): Crm & BulkCrm {
  const read = gate.kind<ReadRecordInput, CrmRecord | undefined>('read', (questions) =>
    readAll(crm, session, questions),
  );
  const update = gate.kind<UpdateInput, UpdateOutcome>('write', (questions) => updateAll(crm, session, questions));
  const findByDomain = gate.kind<
    { readonly domain: string; readonly properties: readonly string[] },
    readonly CrmRecord[]
  >('read', async (questions) => {
    const properties = [...new Set(questions.flatMap((question) => question.properties))];
    const domains = questions.map(({ domain }) => domain.toLowerCase());
    const found = await crm.findCompaniesByDomains(session, [...new Set(domains)], properties);
    return domains.map((domain) => found.get(domain) ?? []);
  });
  return {
    ...crm,
    readRecord: (_session, input) => read(input),
    updateRecord: (_session, input) => update(input),
    findCompaniesByDomain: (_session, domain, properties) => findByDomain({ domain, properties }),
  };
}

function batchSyncCrm({ crm, syncCrm }: BatchedSync, gate: BatchGate, session: CrmSession): SyncCrm {
  const findContact = gate.kind<Parameters<SyncCrm['findContactByEmail']>[1], CrmRecord | undefined>(
    'read',
    async (questions) => {
      const properties = [...new Set(questions.flatMap((question) => question.properties))];
      const emails = questions.map(({ email }) => email.toLowerCase());
      const found = await syncCrm.findContactsByEmails(session, { emails, properties });
      return emails.map((email) => found.get(email));
    },
  );
  const findCompanies = gate.kind<Parameters<SyncCrm['findCompanies']>[1], readonly CrmRecord[]>('read', (questions) =>
    findAllCompanies({ crm, syncCrm }, session, questions),
  );
  const createContact = gate.kind<ContactDraft, BatchCreateOutcome>('write', (drafts) =>
    syncCrm.createContacts(session, drafts),
  );
  const createCompany = gate.kind<CompanyDraft, BatchCreateOutcome>('write', (drafts) =>
    createEachOnce(syncCrm, session, drafts),
  );
  const associate = gate.kind<Parameters<SyncCrm['associateContact']>[1], undefined>('write', async (links) => {
    await syncCrm.associateContacts(session, links);
    return links.map(() => undefined);
  });
  const tries = new Map<string, number>();
  return {
    ...syncCrm,
    findContactByEmail: (own, wanted) => {
      const tried = (tries.get(wanted.email) ?? 0) + 1;
      tries.set(wanted.email, tried);
      return tried > TRIES_TOGETHER ? syncCrm.findContactByEmail(own, wanted) : findContact(wanted);
    },
    createContact: async (_session, draft) => outcomeOf(await createContact(draft)),
    findCompanies: (_session, wanted) => findCompanies(wanted),
    createCompany: async (_session, draft) => outcomeOf(await createCompany(draft)),
    associateContact: (_session, link) => associate(link),
  };
}

/** What befell one record of a batch is thrown to that one. */
function outcomeOf(outcome: BatchCreateOutcome): CreateOutcome {
  if (outcome.kind === 'failed') throw outcome.error;
  return outcome;
}

/** Records that want the same of different ids are one read. */
async function readAll(
  crm: BulkCrm,
  session: CrmSession,
  questions: readonly ReadRecordInput[],
): Promise<readonly (CrmRecord | undefined)[]> {
  const wantedOf = ({ objectId: _, ...wanted }: ReadRecordInput) => JSON.stringify(wanted);
  const groups = new Map<string, ReadRecordInput[]>();
  for (const question of questions) {
    const key = wantedOf(question);
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  const answers = new Map<string, ReadonlyMap<string, CrmRecord>>();
  await Promise.all(
    [...groups].map(async ([key, group]) => {
      const [first] = group;
      const objectIds = [...new Set(group.map(({ objectId }) => objectId))];
      if (first) answers.set(key, await crm.readRecords(session, { ...first, objectIds }));
    }),
  );
  return questions.map((question) => answers.get(wantedOf(question))?.get(question.objectId));
}

/** HubSpot refuses a record twice in a batch: who writes to the same one goes alone, after the others. */
async function updateAll(
  crm: Crm,
  session: CrmSession,
  questions: readonly UpdateInput[],
): Promise<readonly UpdateOutcome[]> {
  const placeOf = ({ objectType, objectId }: UpdateInput) => `${objectType}/${objectId}`;
  const first = new Map<string, UpdateInput>();
  for (const question of questions) if (!first.has(placeOf(question))) first.set(placeOf(question), question);
  const outcomes = new Map<UpdateInput, UpdateOutcome>();
  for (const objectType of new Set(questions.map((question) => question.objectType))) {
    const updates = [...first.values()].filter((update) => update.objectType === objectType);
    const ended = await crm.updateRecords(session, objectType, updates);
    for (const [index, outcome] of ended.entries()) {
      const update = updates[index];
      if (update) outcomes.set(update, outcome);
    }
  }
  for (const question of questions) {
    if (!outcomes.has(question)) outcomes.set(question, await crm.updateRecord(session, question));
  }
  return questions.map((question) => outcomes.get(question) ?? { kind: 'gone' });
}

async function findAllCompanies(
  { crm, syncCrm }: BatchedSync,
  session: CrmSession,
  questions: readonly Parameters<SyncCrm['findCompanies']>[1][],
): Promise<readonly (readonly CrmRecord[])[]> {
  const valuesOf = (property: 'domain' | 'name') => [
    ...new Set(questions.filter((one) => one.property === property).map(({ value }) => value.toLowerCase())),
  ];
  const [domains, names] = [valuesOf('domain'), valuesOf('name')];
  const [byDomain, byName] = await Promise.all([
    domains.length > 0 ? crm.findCompaniesByDomains(session, domains, ['name', 'domain']) : NONE,
    names.length > 0 ? syncCrm.findCompaniesByNames(session, names) : NONE,
  ]);
  return questions.map(
    ({ property, value }) => (property === 'domain' ? byDomain : byName).get(value.toLowerCase()) ?? [],
  );
}

const NONE: ReadonlyMap<string, readonly CrmRecord[]> = new Map();

/** Contacts of one company ask for it in the same breath: the first makes it, the others find it. */
async function createEachOnce(
  syncCrm: SyncCrm,
  session: CrmSession,
  drafts: readonly CompanyDraft[],
): Promise<readonly BatchCreateOutcome[]> {
  const byKey = new Map<string, CompanyDraft>();
  for (const draft of drafts) if (!byKey.has(draft.key)) byKey.set(draft.key, draft);
  const unique = [...byKey.values()];
  const made = await syncCrm.createCompanies(session, unique);
  const outcomes = new Map(unique.map(({ key }, index) => [key, made[index]]));
  return drafts.map((draft) => {
    const outcome = outcomes.get(draft.key) ?? { kind: 'exists' as const };
    const isFirst = byKey.get(draft.key) === draft;
    return outcome.kind === 'created' && !isFirst ? { kind: 'found', id: outcome.id } : outcome;
  });
}
