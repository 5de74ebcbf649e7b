import { findRecord } from '../crm/change-records.ts';
import { getCatalog } from '../crm/portal-tables.ts';
import { listOptions } from '../crm/present-property.ts';
import { presentHistory } from '../crm/present-record.ts';
import { readValue } from '../crm/record-values.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import { OBJECT_TYPE_IDS, OBJECT_TYPES, type ObjectTypeId } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';

/** Records as the record page shows them: with a title, definitions, groups, history and neighbours. */
export interface RecordLine {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly properties: Readonly<Record<string, string>>;
}

export function presentLine(portal: Portal, record: CrmRecord): RecordLine {
  const properties = readAllValues(portal, record);
  return { id: record.id, ...nameRecord(record, properties), properties };
}

/** What the page needs to show and edit values of a type. */
export function presentDefinitions(portal: Portal, objectTypeId: ObjectTypeId): readonly Record<string, unknown>[] {
  return [...getCatalog(portal, objectTypeId).properties.values()]
    .filter((definition) => definition.archivedAtMs === undefined)
    .map((definition) => ({
      name: definition.name,
      label: definition.label,
      type: definition.type,
      fieldType: definition.fieldType,
      groupName: definition.groupName,
      options: listOptions(portal, definition),
      readOnly: definition.readOnlyValue,
    }));
}

export function presentForPage(portal: Portal, record: CrmRecord): Record<string, unknown> {
  const catalog = getCatalog(portal, record.objectTypeId);
  const from = { typeId: record.objectTypeId, id: record.id };
  return {
    ...presentLine(portal, record),
    objectType: OBJECT_TYPES[record.objectTypeId].plural,
    objectTypeId: record.objectTypeId,
    definitions: presentDefinitions(portal, record.objectTypeId),
    groups: [...catalog.groups.values()].filter((group) => !group.archived).map(({ name, label }) => ({ name, label })),
    history: presentHistory(portal, record, [...record.history.keys()]),
    associations: Object.fromEntries(
      OBJECT_TYPE_IDS.map((toType) => [
        OBJECT_TYPES[toType].plural,
        portal.associations.list(from, toType).flatMap((link) => {
          const other = findRecord(portal, toType, link.to.id);
          return other === undefined ? [] : [presentLine(portal, other)];
        }),
      ]),
    ),
  };
}

function readAllValues(portal: Portal, record: CrmRecord): Record<string, string> {
  const names = [...getCatalog(portal, record.objectTypeId).properties.values()]
    .filter((definition) => definition.archivedAtMs === undefined)
    .map((definition) => definition.name);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = readValue(portal, record, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function nameRecord(record: CrmRecord, values: Readonly<Record<string, string>>): { title: string; subtitle: string } {
  const join = (...parts: (string | undefined)[]): string => parts.filter((part) => part).join(' ');
  switch (record.objectTypeId) {
    case '0-1':
      return {
        title: join(values.firstname, values.lastname) || values.email || `Contact ${record.id}`,
        subtitle: values.jobtitle || values.email || '',
      };
    case '0-2':
      return { title: values.name || values.domain || `Company ${record.id}`, subtitle: values.domain ?? '' };
    case '0-3':
      return { title: values.dealname || `Deal ${record.id}`, subtitle: values.amount ?? '' };
    case '0-27':
      return { title: values.hs_task_subject || `Task ${record.id}`, subtitle: values.hs_task_status ?? '' };
    case '0-46':
      return { title: (values.hs_note_body ?? '').slice(0, 80) || `Note ${record.id}`, subtitle: '' };
  }
}
