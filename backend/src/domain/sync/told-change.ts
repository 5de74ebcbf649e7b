import { IDENTITY_PROPERTIES } from '../company/identify-company.ts';
import type { ObjectType } from '../portal/settings.ts';
import { hashOfValue } from './echo.ts';
import type { RecordEvent } from './record-event.ts';

/** HubSpot's ids and words for the object types whose events tell something. */
export const EVENT_OBJECT_TYPES: ReadonlyMap<string, ObjectType> = new Map([
  ['0-1', 'contacts'],
  ['0-2', 'companies'],
  ['0-3', 'deals'],
  ['contact', 'contacts'],
  ['company', 'companies'],
  ['deal', 'deals'],
]);

/**
 * The event of a changed property, without its value.
 *
 * @param told.value as the CRM tells it; null or undefined: empty, or not told
 * @returns undefined where the property says nothing about a record's company. A deal says nothing of its own: its company
 * is associated
 */
export function toPropertyChange(
  record: Pick<RecordEvent, 'objectType' | 'objectId' | 'occurredAtMs'>,
  told: { readonly property: string; readonly value: string | number | boolean | null | undefined },
): RecordEvent | undefined {
  const { objectType, objectId, occurredAtMs } = record;
  const { property, value } = told;
  if (objectType === 'deals' || !IDENTITY_PROPERTIES[objectType].some((name) => name === property)) return undefined;
  // An address is not kept, not even as a hash: no mapping of ours writes one.
  const isKept = value != null && property !== 'email';
  // Written out, since thousands of these are made in a second: a spread takes several times as long.
  return isKept
    ? { kind: 'propertyChange', objectType, objectId, occurredAtMs, property, valueHash: hashOfValue(String(value)) }
    : { kind: 'propertyChange', objectType, objectId, occurredAtMs, property };
}
