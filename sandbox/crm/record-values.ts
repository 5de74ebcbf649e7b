import { toHubSpotInstant } from '../state/clock.ts';
import { type CrmRecord, readStored, readStoredAt } from '../state/crm-record.ts';
import { OBJECT_TYPES, type ObjectTypeId } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { getRecords } from './portal-tables.ts';

/** Reads a property's current value, HubSpot's own ones computed; undefined when there is none. */
export function readValue(portal: Portal, record: CrmRecord, property: string): string | undefined {
  const type = OBJECT_TYPES[record.objectTypeId];
  switch (property) {
    case 'hs_object_id':
      return record.id;
    case 'createdate':
    case 'hs_createdate':
      return readStored(record, property) ?? toHubSpotInstant(record.createdAtMs);
    case type.modifiedProperty:
      return toHubSpotInstant(record.updatedAtMs);
    case 'associatedcompanyid':
      return record.objectTypeId === '0-1' ? findPrimaryCompanyId(portal, record) : undefined;
    case 'num_associated_deals':
      return readStored(record, property) ?? String(countLinks(portal, record, '0-3'));
    case 'num_associated_contacts':
      return readStored(record, property) ?? String(countLinks(portal, record, '0-1'));
    case 'hs_num_open_deals':
      return readStored(record, property) ?? String(countOpenDeals(portal, record));
    case 'hs_email_domain':
      return readStored(record, 'email')?.split('@')[1];
    default:
      return readStored(record, property);
  }
}

/** Reads what the search index holds for a property at an instant. */
export function readIndexedValue(
  portal: Portal,
  record: CrmRecord,
  lookup: { property: string; atMs: number },
): string | undefined {
  return record.history.has(lookup.property)
    ? readStoredAt(record, lookup.property, lookup.atMs)
    : readValue(portal, record, lookup.property);
}

/** The contact's primary company; undefined without one. */
export function findPrimaryCompanyId(portal: Portal, record: CrmRecord): string | undefined {
  const PRIMARY_CONTACT_TO_COMPANY = 1;
  return portal.associations
    .list({ typeId: '0-1', id: record.id }, '0-2')
    .find((link) => link.typeIds.includes(PRIMARY_CONTACT_TO_COMPANY))?.to.id;
}

function countLinks(portal: Portal, record: CrmRecord, toType: ObjectTypeId): number {
  return portal.associations.list({ typeId: record.objectTypeId, id: record.id }, toType).length;
}

function countOpenDeals(portal: Portal, record: CrmRecord): number {
  const closed = new Set(
    portal.pipelines.flatMap((pipeline) =>
      pipeline.stages.filter(({ probability }) => /^[01](\.0)?$/.test(probability)).map(({ id }) => id),
    ),
  );
  const deals = getRecords(portal, '0-3');
  return portal.associations.list({ typeId: record.objectTypeId, id: record.id }, '0-3').filter(({ to }) => {
    const deal = deals.get(to.id);
    return deal !== undefined && deal.archivedAtMs === undefined && !closed.has(readStored(deal, 'dealstage') ?? '');
  }).length;
}
