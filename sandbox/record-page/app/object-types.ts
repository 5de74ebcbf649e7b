/** The CRM object types the page knows, with HubSpot's ids for them. */
export type ObjectType = 'contacts' | 'companies' | 'deals';

type Words = {
  readonly typeId: string;
  readonly label: string;
  readonly singular: string;
  /** What a person types to create one; `initial` is there from the start. */
  readonly createFields: readonly (readonly [name: string, label: string, placeholder: string, initial?: string])[];
  /** Columns of the list and rows of "About", in this order, as far as the portal has them. */
  readonly keyProperties: readonly string[];
};

export const objectTypes: Readonly<Record<ObjectType, Words>> = {
  contacts: {
    typeId: '0-1',
    label: 'Contacts',
    singular: 'contact',
    createFields: [
      ['firstname', 'First name', ''],
      ['lastname', 'Last name', ''],
      ['email', 'Email', 'name@company.co.uk'],
      ['company', 'Company name', ''],
    ],
    keyProperties: ['email', 'phone', 'jobtitle', 'company', 'lifecyclestage', 'hubspot_owner_id'],
  },
  companies: {
    typeId: '0-2',
    label: 'Companies',
    singular: 'company',
    createFields: [
      ['name', 'Company name', 'As on its letterhead'],
      ['city', 'City', 'Registered town, helps to find the right one'],
      ['domain', 'Website domain', 'example.co.uk'],
    ],
    keyProperties: ['domain', 'industry', 'city', 'country', 'phone', 'lifecyclestage', 'hubspot_owner_id'],
  },
  deals: {
    typeId: '0-3',
    label: 'Deals',
    singular: 'deal',
    createFields: [
      ['dealname', 'Deal name', ''],
      ['amount', 'Amount', '12000'],
      ['dealstage', 'Stage', 'appointmentscheduled', 'appointmentscheduled'],
    ],
    keyProperties: ['amount', 'dealstage', 'pipeline', 'closedate', 'hubspot_owner_id'],
  },
};

export const allObjectTypes: readonly ObjectType[] = ['contacts', 'companies', 'deals'];

export function isObjectType(text: string): text is ObjectType {
  return text === 'contacts' || text === 'companies' || text === 'deals';
}

/** Reads `contacts`, `CONTACT` and `0-1` alike: project files, webhooks and the SDK each spell it their way. */
export function parseObjectType(text: string): ObjectType | undefined {
  const wanted = text.toLowerCase();
  return allObjectTypes.find(
    (type) => wanted === type || wanted === objectTypes[type].singular || wanted === objectTypes[type].typeId,
  );
}
