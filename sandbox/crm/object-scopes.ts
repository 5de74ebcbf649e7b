import type { ObjectTypeId } from '../state/object-types.ts';

/** Which scope opens which object type; tasks and notes go with contacts. */
const NAMES: Record<ObjectTypeId, string> = {
  '0-1': 'contacts',
  '0-2': 'companies',
  '0-3': 'deals',
  '0-27': 'contacts',
  '0-46': 'contacts',
};

export function readScopes(typeId: ObjectTypeId): readonly string[] {
  return [`crm.objects.${NAMES[typeId]}.read`];
}

export function writeScopes(typeId: ObjectTypeId): readonly string[] {
  return [`crm.objects.${NAMES[typeId]}.write`];
}

/** Reading definitions is covered by any scope on the object or its schema. */
export function schemaReadScopes(typeId: ObjectTypeId): readonly string[] {
  const name = NAMES[typeId];
  return [
    `crm.objects.${name}.read`,
    `crm.objects.${name}.write`,
    `crm.schemas.${name}.read`,
    `crm.schemas.${name}.write`,
  ];
}

export function schemaWriteScopes(typeId: ObjectTypeId): readonly string[] {
  return [`crm.schemas.${NAMES[typeId]}.write`];
}
