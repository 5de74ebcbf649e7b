import { COMPANY_PROPERTIES } from './default-company-properties.ts';
import { CONTACT_PROPERTIES } from './default-contact-properties.ts';
import { DEAL_PROPERTIES } from './default-deal-properties.ts';
import { NOTE_PROPERTIES, TASK_PROPERTIES } from './default-engagement-properties.ts';
import type { DefaultProperties, PropertyRow } from './default-property-row.ts';
import type { ObjectTypeId } from './object-types.ts';
import type { PropertyCatalog, PropertyDefinition } from './property-definition.ts';

/** The properties and groups every HubSpot account has before any app adds its own. */
const DEFAULTS: Record<ObjectTypeId, DefaultProperties> = {
  '0-1': CONTACT_PROPERTIES,
  '0-2': COMPANY_PROPERTIES,
  '0-3': DEAL_PROPERTIES,
  '0-27': TASK_PROPERTIES,
  '0-46': NOTE_PROPERTIES,
};

/** Makes the catalog of a new portal for one object type. */
export function makeDefaultCatalog(typeId: ObjectTypeId, nowMs: number): PropertyCatalog {
  const { groups, rows } = DEFAULTS[typeId];
  return {
    groups: new Map(
      Object.entries(groups).map(([name, label], displayOrder) => [
        name,
        { name, label, displayOrder, archived: false },
      ]),
    ),
    properties: new Map(rows.map((row) => [row.name, toDefinition(row, nowMs)])),
  };
}

function toDefinition(row: PropertyRow, nowMs: number): PropertyDefinition {
  return {
    name: row.name,
    label: row.label,
    type: row.type,
    fieldType: row.fieldType,
    groupName: row.group,
    description: '',
    options: (row.options ?? []).map(([value, label], displayOrder) => ({ value, label, displayOrder, hidden: false })),
    displayOrder: -1,
    hidden: false,
    formField: row.readOnly !== true,
    hasUniqueValue: row.unique === true,
    hubspotDefined: true,
    readOnlyValue: row.readOnly === true,
    optionsFrom: row.optionsFrom,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    archivedAtMs: undefined,
  };
}
