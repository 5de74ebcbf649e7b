import { notFoundError, validationError } from '../http/hubspot-error.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { findProperty } from '../state/property-definition.ts';
import { getCatalog, getRecords } from './portal-tables.ts';
import { findHolders } from './unique-holders.ts';

/** How a caller names a record: by id, or by a property whose values are unique. */
export interface RecordName {
  readonly id: string;
  readonly idProperty?: string | undefined;
  readonly archived?: boolean;
}

/** Finds the record a caller names; undefined when there is none. Throws for a property that is not unique. */
export function findNamedRecord(portal: Portal, typeId: ObjectTypeId, name: RecordName): CrmRecord | undefined {
  const isWanted = (record: CrmRecord | undefined): record is CrmRecord =>
    record !== undefined && (record.archivedAtMs !== undefined) === (name.archived ?? false);
  const { idProperty } = name;
  if (idProperty === undefined || idProperty === 'hs_object_id') {
    const record = getRecords(portal, typeId).get(name.id);
    return isWanted(record) ? record : undefined;
  }
  if (findProperty(getCatalog(portal, typeId), idProperty)?.hasUniqueValue !== true) {
    throw validationError(
      `Property ${idProperty} is not a unique identifier property and cannot be used as idProperty`,
    );
  }
  const wanted = idProperty === 'email' ? name.id.toLowerCase() : name.id;
  return findHolders(getRecords(portal, typeId), idProperty, wanted).find(isWanted);
}

/** Finds the record a caller names or answers HubSpot's 404. */
export function getNamedRecord(portal: Portal, typeId: ObjectTypeId, name: RecordName): CrmRecord {
  const record = findNamedRecord(portal, typeId, name);
  if (record === undefined) throw notFoundError();
  return record;
}
