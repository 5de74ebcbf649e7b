import type { MadeObject, MadeObjectType, RecordRef } from '../../ports/automation-crm.ts';
import type { IntentKey, MakingWay } from '../../ports/automation-store.ts';
import { type AutomateDeps, type AutomationStep, keyOf, recordsOf, type StepOutcome } from './automation-step.ts';

/** What a task or deal is to say. */
export type MadeProperties = Readonly<Record<string, string>>;

/** What the holder of an intent works with. */
export interface Making {
  readonly deps: AutomateDeps;
  readonly step: AutomationStep;
  readonly intentKey: IntentKey;
  readonly holder: string;
  readonly objectType: MadeObjectType;
}

/** Looks for what an earlier holder may have made, where its way of making would have put it. */
export async function findEarlier(making: Making, way: MakingWay | null): Promise<MadeObject | undefined> {
  const { deps, step, objectType } = making;
  const key = keyOf(step, making.intentKey.purpose);
  const { session } = step.run;
  if (way === 'unique') return deps.automationCrm.findByKey(session, objectType, key);
  const { objectType: recordType, id } = step.subject.record;
  return deps.automationCrm.findByMarker(session, { objectType, key, record: { objectType: recordType, id } });
}

/** What is told of a thing that is there now. */
export interface MadeFacts {
  readonly isNew: boolean;
  /** How it was made: by the plain way it came with its associations. */
  readonly way: MakingWay | null;
  readonly reason: string | undefined;
  readonly note?: string;
}

/** Puts what was made to its records, which repeating does not change, and remembers it for good. */
export async function finishMaking(making: Making, made: MadeObject, said: MadeFacts): Promise<StepOutcome> {
  const { deps, step, holder, objectType, intentKey: key } = making;
  if (said.way === 'unique') {
    const belongsTo = recordsOfMade(step, objectType);
    await deps.automationCrm.associate(step.run.session, { objectType, id: made.id, belongsTo });
  }
  const values = Object.entries(made.properties).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const reason = said.reason === undefined ? {} : { reason: said.reason };
  const details = { ...reason, made: Object.fromEntries(values) };
  await deps.automations.confirm({ ...key, holder, hubspotId: made.id, details });
  const note = said.note === undefined ? {} : { note: said.note };
  return { kind: 'there', object: { id: made.id, created: said.isNew, ...reason }, ...note };
}

/** A task belongs to its record, a deal to contact and company. */
export function recordsOfMade(step: AutomationStep, objectType: MadeObjectType): readonly RecordRef[] {
  return objectType === 'deals' ? recordsOf(step) : recordsOf(step).slice(0, 1);
}
