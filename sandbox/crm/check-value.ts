import { toHubSpotInstant } from '../state/clock.ts';
import type { Portal } from '../state/portal.ts';
import type { PropertyDefinition } from '../state/property-definition.ts';

/** Decides whether a value may stand in a property, and how HubSpot keeps it. */
export type CheckedValue =
  | { readonly isValid: true; readonly value: string }
  | { readonly isValid: false; readonly code: string; readonly message: string };

// HubSpot: longest text of one property.
const MAX_TEXT_LENGTH = 65_536;

/** Checks one value by the property's type; `""` clears and is always allowed. */
export function checkValue(portal: Portal, definition: PropertyDefinition, value: string): CheckedValue {
  if (value === '') return accept('');
  switch (definition.type) {
    case 'number':
      return checkNumber(definition, value);
    case 'bool':
      return value === 'true' || value === 'false'
        ? accept(value)
        : refuse('INVALID_OPTION', `${value} was not one of the allowed options: [true, false]`);
    case 'date':
      return checkDate(value);
    case 'datetime':
      return checkDatetime(value);
    case 'enumeration':
      return checkOptions(portal, definition, value);
    case 'phone_number':
    case 'string':
      return checkText(definition, value);
  }
}

function accept(value: string): CheckedValue {
  return { isValid: true, value };
}

function refuse(code: string, message: string): CheckedValue {
  return { isValid: false, code, message };
}

function checkNumber(definition: PropertyDefinition, value: string): CheckedValue {
  const trimmed = value.trim();
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(trimmed)
    ? accept(trimmed)
    : refuse('INVALID_INTEGER', `${definition.name} was not a valid number`);
}

function checkDate(value: string): CheckedValue {
  const epochMs = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : readEpochMs(value);
  if (epochMs === undefined || Number.isNaN(epochMs)) return refuse('INVALID_DATE', `${value} was not a valid date`);
  const isMidnight = epochMs % 86_400_000 === 0;
  return isMidnight
    ? accept(new Date(epochMs).toISOString().slice(0, 10))
    : refuse('INVALID_DATE', `${value} is at ${new Date(epochMs).toISOString()}, not midnight UTC`);
}

function checkDatetime(value: string): CheckedValue {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(value);
  const epochMs = isIso ? Date.parse(value) : readEpochMs(value);
  return epochMs === undefined || Number.isNaN(epochMs)
    ? refuse('INVALID_LONG', `${value} was not a valid long or ISO 8601 date time`)
    : accept(toHubSpotInstant(epochMs));
}

function readEpochMs(value: string): number | undefined {
  return /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function checkOptions(portal: Portal, definition: PropertyDefinition, value: string): CheckedValue {
  const allowed = listAllowed(portal, definition);
  const isMultiple = definition.fieldType === 'checkbox';
  const chosen = isMultiple ? value.split(';').filter((part) => part !== '') : [value];
  const unknown = chosen.filter((part) => !allowed.includes(part));
  if (unknown.length === 0) return accept(value);
  if (definition.optionsFrom === 'owners') return refuse('INVALID_OWNER_ID', `Owner ${value} does not exist`);
  return refuse('INVALID_OPTION', `${unknown.join(', ')} was not one of the allowed options: [${allowed.join(', ')}]`);
}

/** The values an enumeration admits in this portal; owners, pipelines and stages come from the portal itself. */
export function listAllowed(portal: Portal, definition: PropertyDefinition): readonly string[] {
  switch (definition.optionsFrom) {
    case 'owners':
      return portal.owners.filter((owner) => !owner.archived).map((owner) => owner.id);
    case 'pipelines':
      return portal.pipelines.map((pipeline) => pipeline.id);
    case 'stages':
      return portal.pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => stage.id));
    case undefined:
      return definition.options.map((option) => option.value);
  }
}

function checkText(definition: PropertyDefinition, value: string): CheckedValue {
  if (value.length > MAX_TEXT_LENGTH) {
    return refuse('PROPERTY_VALUE_TOO_LONG', `${definition.name} is ${value.length} long; at most ${MAX_TEXT_LENGTH}`);
  }
  if (definition.name === 'email') {
    return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)
      ? accept(value.toLowerCase())
      : refuse('INVALID_EMAIL', `Email address ${value} is invalid`);
  }
  if (definition.name === 'domain') return accept(normaliseDomain(value));
  return accept(value);
}

/** HubSpot keeps a company domain without protocol, `www.` or path. */
function normaliseDomain(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
}
