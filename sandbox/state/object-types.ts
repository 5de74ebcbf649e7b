/** The record types the sandbox keeps, with HubSpot's names and type ids. */
export const OBJECT_TYPES = {
  '0-1': { id: '0-1', plural: 'contacts', singular: 'contact', modifiedProperty: 'lastmodifieddate' },
  '0-2': { id: '0-2', plural: 'companies', singular: 'company', modifiedProperty: 'hs_lastmodifieddate' },
  '0-3': { id: '0-3', plural: 'deals', singular: 'deal', modifiedProperty: 'hs_lastmodifieddate' },
  '0-27': { id: '0-27', plural: 'tasks', singular: 'task', modifiedProperty: 'hs_lastmodifieddate' },
  '0-46': { id: '0-46', plural: 'notes', singular: 'note', modifiedProperty: 'hs_lastmodifieddate' },
} as const;

export type ObjectTypeId = keyof typeof OBJECT_TYPES;
export type ObjectTypeName = (typeof OBJECT_TYPES)[ObjectTypeId]['plural'];

export const OBJECT_TYPE_IDS: readonly ObjectTypeId[] = ['0-1', '0-2', '0-3', '0-27', '0-46'];

/** Resolves a path segment (`contacts`, `contact`, `0-1`) to a type id; undefined for a type HubSpot would not know. */
export function parseObjectType(segment: string): ObjectTypeId | undefined {
  const wanted = segment.toLowerCase();
  return OBJECT_TYPE_IDS.find((id) => {
    const type = OBJECT_TYPES[id];
    return wanted === id || wanted === type.plural || wanted === type.singular;
  });
}
