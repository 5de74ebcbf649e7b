import { type ErrorDetail, HubSpotError, validationError } from '../http/hubspot-error.ts';
import { type CrmRecord, readStored } from '../state/crm-record.ts';
import { OBJECT_TYPES, type ObjectTypeId, parseObjectType } from '../state/object-types.ts';
import type { Portal } from '../state/portal.ts';
import { findProperty } from '../state/property-definition.ts';
import { checkValue } from './check-value.ts';
import { getCatalog, getRecords } from './portal-tables.ts';
import { findHolders } from './unique-holders.ts';

/** A write that HubSpot would accept: values as they will be kept. */
export type CheckedWrite = ReadonlyMap<string, string>;

export interface WriteRequest {
  readonly portal: Portal;
  readonly typeId: ObjectTypeId;
  readonly values: Readonly<Record<string, string>>;
  /** The record to change; undefined to create one. */
  readonly record: CrmRecord | undefined;
  /** HubSpot's own engines (analytics, e-mail tracking) write what nobody else may. */
  readonly mayWriteReadOnly?: boolean;
}

/** Checks a whole write; throws HubSpot's 400 or 409 with every problem named. */
export function checkWrite(request: WriteRequest): CheckedWrite {
  const { portal, typeId } = request;
  const checked = new Map<string, string>();
  const problems: PropertyProblem[] = [];
  for (const [name, value] of Object.entries(request.values)) {
    const outcome = checkOne(request, name, value);
    if (outcome.isValid) checked.set(name, outcome.value);
    else problems.push({ name, code: outcome.code, message: outcome.message });
  }
  if (problems.length > 0) throw invalidProperties(portal, problems);
  const missing = findMissing(request, checked);
  if (missing.length > 0) throw missingProperties(missing);
  checkUnique(portal, typeId, checked, request.record);
  return checked;
}

interface PropertyProblem {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

function checkOne(request: WriteRequest, name: string, value: string): ReturnType<typeof checkValue> {
  const definition = findProperty(getCatalog(request.portal, request.typeId), name);
  if (definition === undefined) {
    return { isValid: false, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
  }
  if (definition.readOnlyValue && request.mayWriteReadOnly !== true) {
    return {
      isValid: false,
      code: 'READ_ONLY_VALUE',
      message: `"${name}" is a read only property; its value cannot be set.`,
    };
  }
  // A leading ";" appends to what a multiple choice holds already.
  const isAppending = definition.fieldType === 'checkbox' && value.startsWith(';');
  const before = request.record === undefined ? '' : (readStored(request.record, name) ?? '');
  const whole = isAppending
    ? [...new Set(`${before}${value}`.split(';').filter((part) => part !== ''))].join(';')
    : value;
  return checkValue(request.portal, definition, whole);
}

function invalidProperties(portal: Portal, problems: readonly PropertyProblem[]): HubSpotError {
  const listed = problems.map(({ name, code, message }) => ({
    isValid: false,
    message,
    error: code,
    name,
    portalId: portal.id,
  }));
  return validationError(`Property values were not valid: ${JSON.stringify(listed)}`, {
    errors: problems.map(
      ({ name, code, message }): ErrorDetail => ({ message, code, context: { propertyName: [name] } }),
    ),
  });
}

const ALWAYS_REQUIRED: Partial<Record<ObjectTypeId, readonly string[]>> = {
  '0-3': ['dealname', 'dealstage'],
  '0-27': ['hs_timestamp'],
  '0-46': ['hs_timestamp'],
};

interface MissingProperty {
  readonly name: string;
  readonly code: string;
}

function findMissing(request: WriteRequest, checked: CheckedWrite): MissingProperty[] {
  const { portal, typeId, record } = request;
  const after = (name: string): string =>
    checked.get(name) ?? (record === undefined ? '' : (readStored(record, name) ?? ''));
  const missing: MissingProperty[] = [];
  if (record === undefined) {
    for (const name of ALWAYS_REQUIRED[typeId] ?? []) {
      if (after(name) === '') missing.push({ name, code: 'MISSING_REQUIRED_PROPERTY' });
    }
  }
  for (const rule of portal.writeRules) {
    if (parseObjectType(rule.objectType) !== typeId || after(rule.property) !== '') continue;
    if (rule.kind === 'required-on-create') {
      if (record === undefined) missing.push({ name: rule.property, code: 'MISSING_REQUIRED_PROPERTY' });
      continue;
    }
    const isTouched = checked.has(rule.when.property) || checked.has(rule.property);
    if (isTouched && rule.when.values.includes(after(rule.when.property))) {
      missing.push({ name: rule.property, code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY' });
    }
  }
  return missing;
}

function missingProperties(missing: readonly MissingProperty[]): HubSpotError {
  return validationError(`Required properties are missing: ${missing.map(({ name }) => name).join(', ')}`, {
    errors: missing.map(({ name, code }) => ({
      message: `${name} is required`,
      code,
      in: 'properties',
      context: { propertyName: [name] },
    })),
  });
}

function checkUnique(portal: Portal, typeId: ObjectTypeId, checked: CheckedWrite, self: CrmRecord | undefined): void {
  const catalog = getCatalog(portal, typeId);
  for (const [name, value] of checked) {
    if (value === '' || findProperty(catalog, name)?.hasUniqueValue !== true) continue;
    const holder = findHolders(getRecords(portal, typeId), name, value).find(
      (other) => other !== self && other.archivedAtMs === undefined,
    );
    if (holder === undefined) continue;
    const singular = OBJECT_TYPES[typeId].singular;
    const subject = `${singular[0]?.toUpperCase()}${singular.slice(1)}`;
    throw new HubSpotError(409, 'CONFLICT', `${subject} already exists. Existing ID: ${holder.id}`);
  }
}
