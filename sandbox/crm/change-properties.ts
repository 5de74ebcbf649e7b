import { HubSpotError, validationError } from '../http/hubspot-error.ts';
import { findProperty, type PropertyCatalog, type PropertyDefinition } from '../state/property-definition.ts';
import type { PropertyCreate } from './property-schemas.ts';

/** Creates, restores and archives properties as HubSpot does. */
const FIELD_TYPES_OF: Readonly<Record<PropertyCreate['type'], readonly string[]>> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  phone_number: ['phonenumber'],
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
};

// HubSpot: at most ten unique properties an object type.
const MAX_UNIQUE_PROPERTIES = 10;

/** Creates a property; a name in the recycle bin comes back with its old values. Throws HubSpot's 400 or 409. */
export function createProperty(catalog: PropertyCatalog, input: PropertyCreate, nowMs: number): PropertyDefinition {
  checkDefinition(catalog, input);
  const known = catalog.properties.get(input.name);
  if (known !== undefined && known.archivedAtMs === undefined) {
    throw new HubSpotError(409, 'OBJECT_ALREADY_EXISTS', `A property named '${input.name}' already exists.`, {
      subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
    });
  }
  const definition: PropertyDefinition = {
    ...input,
    hubspotDefined: false,
    readOnlyValue: false,
    optionsFrom: undefined,
    createdAtMs: known?.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
    archivedAtMs: undefined,
  };
  catalog.properties.set(input.name, definition);
  return definition;
}

/** Checks what HubSpot checks of a definition; throws the first fault as a 400. */
export function checkDefinition(
  catalog: PropertyCatalog,
  input: Pick<PropertyCreate, 'name' | 'type' | 'fieldType' | 'groupName' | 'options'> & { hasUniqueValue?: boolean },
): void {
  if (!/^[a-z][a-z0-9_]*$/.test(input.name)) {
    throw validationError(`Property name '${input.name}' must start with a letter and hold a-z, 0-9 and _ only`, {
      subCategory: 'Properties.INVALID_PROPERTY_NAME',
    });
  }
  const group = catalog.groups.get(input.groupName);
  if (group === undefined || group.archived) {
    throw validationError(`Property group '${input.groupName}' does not exist`, {
      subCategory: 'Properties.PROPERTY_GROUP_DOES_NOT_EXIST',
    });
  }
  if (!FIELD_TYPES_OF[input.type].includes(input.fieldType)) {
    throw validationError(`Field type ${input.fieldType} is not allowed for property type ${input.type}`);
  }
  const values = input.options.map((option) => option.value);
  if (new Set(values).size !== values.length) throw validationError('Option values must be unique');
  if (input.type === 'enumeration' && values.length === 0) {
    throw validationError('Enumeration properties need at least one option');
  }
  if (input.type === 'bool' && [...values].sort().join() !== 'false,true') {
    throw validationError('Boolean properties must have exactly two options: true and false');
  }
  const uniques = [...catalog.properties.values()].filter((property) => property.hasUniqueValue);
  if (input.hasUniqueValue === true && uniques.length >= MAX_UNIQUE_PROPERTIES) {
    throw validationError(`At most ${MAX_UNIQUE_PROPERTIES} unique properties are allowed`);
  }
}

/** Finds a property or answers HubSpot's 404. */
export function getProperty(catalog: PropertyCatalog, name: string, isArchived = false): PropertyDefinition {
  const definition = isArchived ? catalog.properties.get(name) : findProperty(catalog, name);
  if (definition === undefined || (isArchived && definition.archivedAtMs === undefined)) {
    throw new HubSpotError(404, 'OBJECT_NOT_FOUND', `Property ${name} does not exist`, {
      subCategory: 'Properties.PROPERTY_NOT_FOUND',
    });
  }
  return definition;
}

/** Puts a property into the recycle bin; HubSpot's own cannot go. */
export function archiveProperty(catalog: PropertyCatalog, name: string, nowMs: number): void {
  const definition = getProperty(catalog, name);
  if (definition.hubspotDefined) {
    throw validationError(`Property ${name} is defined by HubSpot and cannot be deleted`, {
      subCategory: 'Properties.CANNOT_DELETE_HUBSPOT_DEFINED_PROPERTY',
    });
  }
  definition.archivedAtMs = nowMs;
}
