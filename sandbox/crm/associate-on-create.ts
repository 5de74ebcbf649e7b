import { validationError } from '../http/hubspot-error.ts';
import { findPairTypes } from '../state/association-types.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from '../state/object-types.ts';
import { type ChangeContext, findRecord } from './change-records.ts';
import type { CreateInput } from './object-schemas.ts';

/** Finds the target type that an association type id of this record type leads to. */
export function findTargetType(
  from: ObjectTypeId,
  associationTypeId: number,
): { readonly toType: ObjectTypeId; readonly isPrimary: boolean } | undefined {
  for (const toType of OBJECT_TYPE_IDS) {
    const pair = findPairTypes(from, toType);
    if (pair?.unlabeled === associationTypeId) return { toType, isPrimary: false };
    if (pair?.primary === associationTypeId) return { toType, isPrimary: true };
  }
  return undefined;
}

/** Checks the associations of a record to be made before it is made, so that a refusal leaves nothing behind. */
export function checkAssociations(
  context: Pick<ChangeContext, 'portal'>,
  from: ObjectTypeId,
  associations: CreateInput['associations'],
): void {
  for (const { to, types } of associations) {
    for (const type of types) {
      const target = findTargetType(from, type.associationTypeId);
      if (target === undefined) {
        throw validationError(`Invalid association type id ${type.associationTypeId} for object type ${from}`);
      }
      if (findRecord(context.portal, target.toType, to.id) === undefined) {
        throw validationError(`No ${target.toType} object exists with id ${to.id}`);
      }
    }
  }
}

/** Associates a record that was just made. */
export function associateOnCreate(
  context: ChangeContext,
  record: CrmRecord,
  associations: CreateInput['associations'],
): void {
  const from = { typeId: record.objectTypeId, id: record.id };
  for (const { to, types } of associations) {
    for (const type of types) {
      const target = findTargetType(record.objectTypeId, type.associationTypeId);
      if (target === undefined) continue;
      const ref = { typeId: target.toType, id: to.id };
      context.portal.associations.addDefault(from, ref);
      if (target.isPrimary) context.portal.associations.makePrimary(from, ref);
    }
  }
}
