import type { CrmRecord } from '../state/crm-record.ts';
import type { Portal } from '../state/portal.ts';
import { findProperty, type PropertyDefinition } from '../state/property-definition.ts';
import type { SearchFilter } from './object-schemas.ts';
import { getCatalog } from './portal-tables.ts';
import { readIndexedValue } from './record-values.ts';

/** What the search index knew at an instant. */
export interface IndexView {
  readonly portal: Portal;
  readonly atMs: number;
}

/** Tells whether a record meets a filter, by HubSpot's rules for text, numbers and dates. */
export function matchesFilter(view: IndexView, record: CrmRecord, filter: SearchFilter): boolean {
  const value = readIndexedValue(view.portal, record, { property: filter.propertyName, atMs: view.atMs }) ?? '';
  const wanted = filter.value ?? '';
  const compare = (other: string): number =>
    compareValues({ ...view, record, property: filter.propertyName }, value, other);
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return value !== '';
    case 'NOT_HAS_PROPERTY':
      return value === '';
    case 'EQ':
      return value !== '' && compare(wanted) === 0;
    case 'NEQ':
      return value !== '' && compare(wanted) !== 0;
    case 'LT':
      return value !== '' && compare(wanted) < 0;
    case 'LTE':
      return value !== '' && compare(wanted) <= 0;
    case 'GT':
      return value !== '' && compare(wanted) > 0;
    case 'GTE':
      return value !== '' && compare(wanted) >= 0;
    case 'BETWEEN':
      return value !== '' && compare(wanted) >= 0 && compare(filter.highValue ?? '') <= 0;
    case 'IN':
      // The index holds text in lower case; HubSpot finds nothing for values with capitals.
      return (filter.values ?? []).includes(toIndexForm(view.portal, record, filter.propertyName, value));
    case 'NOT_IN':
      return (
        value !== '' && !(filter.values ?? []).includes(toIndexForm(view.portal, record, filter.propertyName, value))
      );
    case 'CONTAINS_TOKEN':
      return containsToken(value, wanted);
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(value, wanted);
  }
}

interface Comparison extends IndexView {
  readonly record: CrmRecord;
  readonly property: string;
}

/** Orders two values by the property's type: numbers and instants by size, text without regard to case. */
export function compareValues(place: Comparison, left: string, right: string): number {
  return compareByType(typeOf(place), left, right);
}

/** The property's type; undefined when there is no such property. */
export function typeOf({ portal, record, property }: Omit<Comparison, 'atMs'>): PropertyType | undefined {
  return findProperty(getCatalog(portal, record.objectTypeId), property)?.type;
}

type PropertyType = PropertyDefinition['type'];

/** As `compareValues`, for many values of one property. */
export function compareByType(type: PropertyType | undefined, left: string, right: string): number {
  if (type === 'number') return Number(left) - Number(right);
  if (type === 'date' || type === 'datetime') return toEpochMs(left) - toEpochMs(right);
  return left.toLowerCase().localeCompare(right.toLowerCase(), 'en');
}

function toEpochMs(value: string): number {
  return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function toIndexForm(portal: Portal, record: CrmRecord, property: string, value: string): string {
  const type = findProperty(getCatalog(portal, record.objectTypeId), property)?.type;
  return type === 'string' ? value.toLowerCase() : value;
}

function containsToken(value: string, wanted: string): boolean {
  const words = splitWords(value);
  return splitWords(wanted).every((token) => {
    const pattern = new RegExp(`^${token.replaceAll('*', '.*')}$`);
    return words.some((word) => pattern.test(word));
  });
}

function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => word !== '');
}
