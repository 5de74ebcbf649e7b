import type { CrmRecord, WriteOrigin } from '../state/crm-record.ts';
import { storeValue } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import { type Portal, takeNextId } from '../state/portal.ts';
import type { RecordChange } from '../state/record-change.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { type CheckedWrite, checkWrite } from './check-write.ts';
import { getRecords } from './portal-tables.ts';
import { noteHolder } from './unique-holders.ts';

/** Where a change happens and in whose name. */
export interface ChangeContext {
  readonly state: SandboxState;
  readonly portal: Portal;
  readonly origin: WriteOrigin;
  readonly mayWriteReadOnly?: boolean;
}

type Values = Readonly<Record<string, string>>;

/** Finds a living record; undefined when it never was, is archived or was merged away. */
export function findRecord(portal: Portal, typeId: ObjectTypeId, id: string): CrmRecord | undefined {
  const record = getRecords(portal, typeId).get(id);
  return record?.archivedAtMs === undefined ? record : undefined;
}

/** Adds what HubSpot fills in when a record is made: a deal goes to the default pipeline. */
export function withCreateDefaults(typeId: ObjectTypeId, values: Values): Values {
  return typeId === '0-3' && values.pipeline === undefined ? { pipeline: 'default', ...values } : values;
}

/** Creates a record after HubSpot's checks; throws what HubSpot would answer. */
export function createRecord(context: ChangeContext, typeId: ObjectTypeId, values: Values): CrmRecord {
  const checked = checkWrite({ ...context, typeId, values: withCreateDefaults(typeId, values), record: undefined });
  return createChecked(context, typeId, checked);
}

/** Creates a record of values that were checked just now. */
export function createChecked(context: ChangeContext, typeId: ObjectTypeId, checked: CheckedWrite): CrmRecord {
  const { state, portal } = context;
  const nowMs = state.clock.nowMs();
  const record: CrmRecord = {
    id: takeNextId(portal),
    objectTypeId: typeId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    archivedAtMs: undefined,
    history: new Map(),
  };
  for (const [name, value] of checked) storeValue(record, name, { ...context.origin, value, timestampMs: nowMs });
  const table = getRecords(portal, typeId);
  table.set(record.id, record);
  for (const [name, value] of checked) noteHolder(table, record, name, value);
  publish(context, record, { kind: 'creation' });
  return record;
}

/** Changes a record after HubSpot's checks; values that are there already leave no trace. */
export function updateRecord(context: ChangeContext, record: CrmRecord, values: Values): void {
  updateChecked(context, record, checkWrite({ ...context, typeId: record.objectTypeId, values, record }));
}

/** Changes a record by values that were checked just now. */
export function updateChecked(context: ChangeContext, record: CrmRecord, checked: CheckedWrite): void {
  const nowMs = context.state.clock.nowMs();
  for (const [name, value] of checked) {
    const isChanged = storeValue(record, name, { ...context.origin, value, timestampMs: nowMs });
    if (!isChanged) continue;
    record.updatedAtMs = nowMs;
    noteHolder(getRecords(context.portal, record.objectTypeId), record, name, value);
    publish(context, record, { kind: 'propertyChange', propertyName: name, propertyValue: value });
  }
}

/** Moves a record to the recycle bin. */
export function archiveRecord(context: ChangeContext, record: CrmRecord): void {
  record.archivedAtMs = context.state.clock.nowMs();
  context.portal.associations.removeAll({ typeId: record.objectTypeId, id: record.id });
  publish(context, record, { kind: 'deletion' });
}

/** Deletes a contact for good, as privacy law asks. */
export function forgetRecord(context: ChangeContext, record: CrmRecord): void {
  context.portal.associations.removeAll({ typeId: record.objectTypeId, id: record.id });
  getRecords(context.portal, record.objectTypeId).delete(record.id);
  publish(context, record, { kind: 'privacyDeletion' });
}

/** Tells everybody who listens that something happened to a record. */
export function publish(
  context: ChangeContext,
  record: Pick<CrmRecord, 'id' | 'objectTypeId'>,
  change: Pick<RecordChange, 'kind' | 'propertyName' | 'propertyValue' | 'merge' | 'association'>,
): void {
  context.state.changes.publish({
    ...change,
    portalId: context.portal.id,
    objectTypeId: record.objectTypeId,
    objectId: record.id,
    occurredAtMs: context.state.clock.nowMs(),
    origin: context.origin,
  });
}
