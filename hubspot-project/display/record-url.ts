import type { ObjectTypeName } from '../contract/object-type.ts';

const TYPE_IDS = { contacts: '0-1', companies: '0-2', deals: '0-3' } satisfies Record<ObjectTypeName, string>;

/** What one record of a type is called. */
export const TYPE_OF_ONE = {
  contacts: 'Contact',
  companies: 'Company',
  deals: 'Deal',
} satisfies Record<ObjectTypeName, string>;

/** Address of a record in HubSpot. */
export const recordUrl = (hubspotUrl: string, portalId: number, type: ObjectTypeName, id: string): string =>
  `${hubspotUrl}/contacts/${portalId}/record/${TYPE_IDS[type]}/${id}`;
