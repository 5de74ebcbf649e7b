/** One property of an object type, as HubSpot's property API describes it. */
export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string | undefined;
}

export const PROPERTY_TYPES = ['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string'] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export interface PropertyDefinition {
  readonly name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  description: string;
  options: readonly PropertyOption[];
  displayOrder: number;
  hidden: boolean;
  formField: boolean;
  readonly hasUniqueValue: boolean;
  readonly hubspotDefined: boolean;
  /** HubSpot computes the value itself and refuses to have it written. */
  readonly readOnlyValue: boolean;
  /** Options come from elsewhere: owners, pipelines. */
  readonly optionsFrom?: 'owners' | 'pipelines' | 'stages' | undefined;
  readonly createdAtMs: number;
  updatedAtMs: number;
  archivedAtMs: number | undefined;
}

export interface PropertyGroup {
  readonly name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

/** All properties and groups of one object type in one portal, archived ones included. */
export interface PropertyCatalog {
  readonly properties: Map<string, PropertyDefinition>;
  readonly groups: Map<string, PropertyGroup>;
}

/** Finds a property that may be read and written; undefined when absent or archived. */
export function findProperty(catalog: PropertyCatalog, name: string): PropertyDefinition | undefined {
  const definition = catalog.properties.get(name);
  return definition?.archivedAtMs === undefined ? definition : undefined;
}
