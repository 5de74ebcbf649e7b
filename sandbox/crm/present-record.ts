import { nameAssociation } from '../state/association-types.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import { OBJECT_TYPES, type ObjectTypeId, parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { findProperty } from '../state/property-definition.ts';
import { getCatalog } from './portal-tables.ts';
import { readValue } from './record-values.ts';

/** What a caller asked to see of a record. */
export interface RecordView {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
  readonly associations?: readonly string[];
}

export interface PresentedRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
}

const DEFAULT_PROPERTIES: Record<ObjectTypeId, readonly string[]> = {
  '0-1': ['email', 'firstname', 'lastname'],
  '0-2': ['domain', 'name'],
  '0-3': ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
  '0-27': [],
  '0-46': [],
};

/** Shows a record as HubSpot's API does; unknown properties are left out without a word. */
export function presentRecord(portal: Portal, record: CrmRecord, view: RecordView): PresentedRecord {
  const iso = (epochMs: number): string => new Date(epochMs).toISOString();
  return {
    id: record.id,
    properties: presentProperties(portal, record, view.properties),
    ...(view.withHistory?.length ? { propertiesWithHistory: presentHistory(portal, record, view.withHistory) } : {}),
    createdAt: iso(record.createdAtMs),
    updatedAt: iso(record.updatedAtMs),
    archived: record.archivedAtMs !== undefined,
    ...(record.archivedAtMs === undefined ? {} : { archivedAt: iso(record.archivedAtMs) }),
    ...presentAssociations(portal, record, view.associations ?? []),
  };
}

function presentProperties(portal: Portal, record: CrmRecord, asked: readonly string[]): Record<string, string | null> {
  const catalog = getCatalog(portal, record.objectTypeId);
  const created = record.objectTypeId === '0-27' || record.objectTypeId === '0-46' ? 'hs_createdate' : 'createdate';
  const always = [created, OBJECT_TYPES[record.objectTypeId].modifiedProperty, 'hs_object_id'];
  const names = new Set([...(asked.length > 0 ? asked : DEFAULT_PROPERTIES[record.objectTypeId]), ...always]);
  const known = [...names].filter((name) => findProperty(catalog, name) !== undefined).sort();
  return Object.fromEntries(known.map((name) => [name, readValue(portal, record, name) ?? null]));
}

/** Shows the values a property had, newest first, each with who wrote it. */
export function presentHistory(
  portal: Portal,
  record: CrmRecord,
  asked: readonly string[],
): Record<string, Record<string, unknown>[]> {
  const catalog = getCatalog(portal, record.objectTypeId);
  const known = asked.filter((name) => findProperty(catalog, name) !== undefined);
  return Object.fromEntries(
    known.map((name) => [
      name,
      (record.history.get(name) ?? []).map((entry) => ({
        value: entry.value,
        timestamp: new Date(entry.timestampMs).toISOString(),
        sourceType: entry.sourceType,
        ...(entry.sourceId === undefined ? {} : { sourceId: entry.sourceId }),
        ...(entry.sourceLabel === undefined ? {} : { sourceLabel: entry.sourceLabel }),
        ...(entry.userId === undefined ? {} : { updatedByUserId: entry.userId }),
      })),
    ]),
  );
}

function presentAssociations(portal: Portal, record: CrmRecord, asked: readonly string[]): Record<string, unknown> {
  const from = { typeId: record.objectTypeId, id: record.id };
  const shown: Record<string, unknown> = {};
  for (const segment of asked) {
    const toType = parseObjectType(segment);
    const links = toType === undefined ? [] : portal.associations.list(from, toType);
    if (toType === undefined || links.length === 0) continue;
    // One line per association type: a primary company appears twice, as in HubSpot.
    shown[OBJECT_TYPES[toType].plural] = {
      results: links.flatMap((link) =>
        link.typeIds.map((typeId) => ({ id: link.to.id, type: nameAssociation(from.typeId, toType, typeId) })),
      ),
    };
  }
  return Object.keys(shown).length > 0 ? { associations: shown } : {};
}
