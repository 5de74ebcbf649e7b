import type { ObjectType } from '../../domain/portal/settings.ts';
import type { MadeObjectType, RecordRef } from '../../ports/automation-crm.ts';

/** HubSpot's own association types from what we make to a record; a deal's company is its primary one. */
const TYPE_IDS: Readonly<Record<MadeObjectType, Readonly<Partial<Record<ObjectType, number>>>>> = {
  tasks: { contacts: 204, companies: 192, deals: 216 },
  deals: { contacts: 3, companies: 5 },
};

/** The associations of a create request. */
export function associationsOf(objectType: MadeObjectType, belongsTo: readonly RecordRef[]) {
  return belongsTo.map((record) => ({ to: { id: record.id }, types: typesOf(objectType, record) }));
}

/** HubSpot's type for one of these associations; [] between types that have none. */
export function typesOf(objectType: MadeObjectType, record: RecordRef) {
  const associationTypeId = TYPE_IDS[objectType][record.objectType];
  return associationTypeId === undefined ? [] : [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }];
}
