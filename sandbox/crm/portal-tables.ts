import type { CrmRecord } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import type { PropertyCatalog } from '../state/property-definition.ts';

/** The properties of one object type in a portal; every portal has a catalog for every type. */
export function getCatalog(portal: Portal, typeId: ObjectTypeId): PropertyCatalog {
  const catalog = portal.catalogs.get(typeId);
  if (catalog === undefined) throw new Error(`portal ${portal.id} was made without a catalog for ${typeId}`);
  return catalog;
}

/** The records of one object type in a portal, archived ones included. */
export function getRecords(portal: Portal, typeId: ObjectTypeId): Map<string, CrmRecord> {
  const records = portal.records.get(typeId);
  if (records === undefined) throw new Error(`portal ${portal.id} was made without a table for ${typeId}`);
  return records;
}
