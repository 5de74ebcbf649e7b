import { BULK_BATCH } from '../../domain/bulk/step-size.ts';
import type { AutomationCrm, MadeDraft, MadeObject, MadeObjectType, MakeOutcome } from '../../ports/automation-crm.ts';
import type { AutomationIntent, AutomationStore } from '../../ports/automation-store.ts';
import {
  type BatchMakeOutcome,
  type BulkAutomationCrm,
  type BulkAutomationStore,
  type MadeLink,
  recordName,
  type WantedObject,
} from '../../ports/bulk-automation.ts';
import type { CrmSession } from '../../ports/crm.ts';
import type { BatchGate } from './batch-gate.ts';
import type { LeavingMarks } from './leaving-marks.ts';
import type { WriteTurns } from './write-turns.ts';

interface Wanted extends WantedObject {
  readonly objectType: MadeObjectType;
}

/**
 * What automation needs of the CRM as a run of one record uses it, while what all records of a batch make goes out together.
 *
 * What is there already under a key is looked for among what is associated with the record, whose rate bucket is another
 * one; in the usual case nothing is, and that is all. A key that was sent before and is in doubt is looked for by itself.
 *
 * @param session of the batch: its calls are counted there, whichever record asked
 * @param marks asked when what is sent without a key leaves
 */
export function makeBatchedAutomationCrm(
  crm: AutomationCrm & BulkAutomationCrm,
  gate: BatchGate,
  session: CrmSession,
  marks: Pick<LeavingMarks, 'mark'>,
): AutomationCrm {
  const keepsKeys = gate.kind<MadeObjectType, boolean>('read', async (types) => {
    const asked = [...new Set(types)];
    const kept = await Promise.all(asked.map((type) => crm.keepsKeys(session, type)));
    return types.map((type) => kept[asked.indexOf(type)] ?? false);
  });
  const findByKey = byType<Omit<Wanted, 'record'>, MadeObject | undefined>(gate, 'read', async (objectType, wanted) => {
    const found = await crm.findAllByKey(
      session,
      objectType,
      wanted.map(({ key }) => key),
    );
    return wanted.map(({ key }) => found.get(key));
  });
  const findAssociated = byType<Wanted, MadeObject | undefined>(gate, 'read', async (objectType, wanted) => {
    const found = await crm.findAllAssociated(session, { objectType, wanted });
    return wanted.map(({ key }) => found.get(key));
  });
  const findByMarker = byType<Wanted, MadeObject | undefined>(gate, 'read', async (objectType, wanted) => {
    const found = await crm.findAllByMarker(session, { objectType, wanted });
    return wanted.map(({ key }) => found.get(key));
  });
  const upsert = byType<MadeDraft, BatchMakeOutcome>(gate, 'write', (_, drafts) => crm.upsertAllByKey(session, drafts));
  const create = byType<MadeDraft, BatchMakeOutcome>(gate, 'write', (_, drafts) => {
    const mayLeave = () => marks.mark(drafts.map(({ key }) => key));
    return crm.createAllPlain({ ...session, mayLeave }, drafts);
  });
  const associate = gate.kind<MadeLink, unknown>('write', (links) => crm.associateAll(session, links));
  const readDeals = gate.kind<Parameters<AutomationCrm['readDealsOf']>[1], readonly MadeObject[]>(
    'read',
    async (asked) => {
      const deals = await crm.readDealsOfAll(session, asked.flat());
      return asked.map((records) => dealsOf(records, deals));
    },
  );
  return {
    ...crm,
    keepsKeys: (_, objectType) => keepsKeys(objectType),
    findByKey: (_, objectType, key) => findByKey({ objectType, key }),
    findByMarker: (_, wanted) => findByMarker(wanted),
    async upsertByKey(_, draft) {
      const [record] = draft.belongsTo;
      const known = record && (await findAssociated({ objectType: draft.objectType, key: draft.key, record }));
      return known ? { kind: 'made', object: known, isNew: false } : endOf(await upsert(draft));
    },
    createPlain: async (_, draft) => endOf(await create(draft)),
    async associate(_, link) {
      const problem = await associate(link);
      if (problem !== undefined) throw problem;
    },
    readDealsOf: (_, records) => readDeals(records),
  };
}

/** A kind of question for each object type, so that one call asks about one type only. */
function byType<Question extends { readonly objectType: MadeObjectType }, Answer>(
  gate: BatchGate,
  stage: 'read' | 'write',
  answerMany: (objectType: MadeObjectType, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const atMost = stage === 'write' ? BULK_BATCH : undefined;
  const kinds = {
    tasks: gate.kind<Question, Answer>(stage, (questions) => answerMany('tasks', questions), atMost),
    deals: gate.kind<Question, Answer>(stage, (questions) => answerMany('deals', questions), atMost),
  };
  return (question) => kinds[question.objectType](question);
}

function endOf(outcome: BatchMakeOutcome): MakeOutcome {
  if (outcome.kind === 'failed') throw outcome.error;
  return outcome;
}

function dealsOf(
  records: Parameters<AutomationCrm['readDealsOf']>[1],
  deals: ReadonlyMap<string, readonly MadeObject[]>,
): readonly MadeObject[] {
  const all = records.flatMap((record) => deals.get(recordName(record)) ?? []);
  return [...new Map(all.map((deal) => [deal.id, deal])).values()];
}

/**
 * The intents of one organisation as a run of one record uses them, while those of a batch are one statement each.
 *
 * @param marks where what is sent without a key waits to be marked until it leaves
 * @param stop what may still be made once the run was stopped, and whom to tell of enrichments that got nothing for that
 */
export function makeBatchedAutomationStore(
  store: AutomationStore & BulkAutomationStore,
  gate: BatchGate,
  organizationId: string,
  stop: { readonly turns: Pick<WriteTurns, 'open'>; readonly leaveOut: (enrichmentId: string) => void },
  marks: Pick<LeavingMarks, 'defer'>,
): AutomationStore {
  const markSent = gate.kind<Parameters<AutomationStore['markSent']>[0], boolean>('write', (sent) =>
    store.markAllSent(organizationId, sent),
  );
  const list = gate.kind<
    { readonly objectType: AutomationIntent['objectType']; readonly id: string },
    readonly AutomationIntent[]
  >('read', async (records) => {
    const intents = await store.listAll(organizationId, records);
    const byRecord = new Map<string, AutomationIntent[]>(records.map((record) => [recordName(record), []]));
    for (const intent of intents) {
      byRecord.get(recordName({ objectType: intent.objectType, id: intent.recordId }))?.push(intent);
    }
    return records.map((record) => byRecord.get(recordName(record)) ?? []);
  });
  const done = <Input>(work: (inputs: readonly Input[]) => Promise<void>) =>
    gate.kind<Input, void>('write', async (inputs) => {
      await work(inputs);
      return inputs.map(() => undefined);
    });
  return {
    ...store,
    list: ({ objectType, recordId }) => list({ objectType, id: recordId }),
    claim: gate.kind('write', async (claims) => {
      const open = await stop.turns.open(claims.map(({ recordId }) => recordId));
      for (const { recordId, enrichmentId } of claims) if (!open.has(recordId)) stop.leaveOut(enrichmentId);
      const mine = claims.filter(({ recordId }) => open.has(recordId));
      const claimed = await store.claimAll(organizationId, mine);
      return claims.map((claim) => claimed[mine.indexOf(claim)]);
    }),
    async markSent(sent) {
      // By a unique key it can be sent any number of times: nothing is in doubt.
      if (sent.way === 'unique') return markSent(sent);
      marks.defer(sent);
      return true;
    },
    confirm: done((made) => store.confirmAll(organizationId, made)),
    release: done((held) => store.releaseAll(organizationId, held)),
    letGo: done((held) => store.letGoOfAll(organizationId, held)),
  };
}
