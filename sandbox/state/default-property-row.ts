import type { PropertyType } from './property-definition.ts';

/** The short form in which HubSpot's default properties are written down. */
export interface PropertyRow {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly group: string;
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly optionsFrom?: 'owners' | 'pipelines' | 'stages';
  readonly readOnly?: boolean;
  readonly unique?: boolean;
}

export interface DefaultProperties {
  readonly groups: Readonly<Record<string, string>>;
  readonly rows: readonly PropertyRow[];
}

type RowMaker = (name: string, label: string, group: string) => PropertyRow;

const maker =
  (type: PropertyType, fieldType: string): RowMaker =>
  (name, label, group) => ({ name, label, type, fieldType, group });

export const text = maker('string', 'text');
export const textarea = maker('string', 'textarea');
export const number = maker('number', 'number');
export const datetime = maker('datetime', 'date');
export const phone = maker('string', 'phonenumber');

/** Makes a property with a fixed list of values. */
export function choice(
  name: string,
  label: string,
  group: string,
  options: readonly (readonly [string, string])[],
): PropertyRow {
  return { name, label, type: 'enumeration', fieldType: 'select', group, options };
}

/** Marks a property as HubSpot's own to write. */
export function readOnly(row: PropertyRow): PropertyRow {
  return { ...row, readOnly: true };
}

/** The id, dates and owner that every object type has. */
export function systemRows(group: string, modified: string, created = 'createdate'): PropertyRow[] {
  return [
    readOnly(number('hs_object_id', 'Record ID', group)),
    { ...readOnly(datetime(created, 'Create Date', group)) },
    readOnly(datetime(modified, 'Last Modified Date', group)),
    readOnly(text('hs_merged_object_ids', 'Merged record IDs', group)),
    {
      name: 'hubspot_owner_id',
      label: 'Owner',
      type: 'enumeration',
      fieldType: 'select',
      group,
      optionsFrom: 'owners',
    },
  ];
}
