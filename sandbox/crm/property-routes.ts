import { type ApiRoute, type PortalCall, parseBody, readObjectType, readParam } from '../http/api-route.ts';
import { HubSpotError, validationError } from '../http/hubspot-error.ts';
import { findProperty } from '../state/property-definition.ts';
import { archiveProperty, checkDefinition, createProperty, getProperty } from './change-properties.ts';
import { schemaReadScopes, schemaWriteScopes } from './object-scopes.ts';
import { getCatalog } from './portal-tables.ts';
import { presentProperty } from './present-property.ts';
import {
  propertyBatchCreateSchema,
  propertyBatchNamesSchema,
  propertyBatchReadSchema,
  propertyCreateSchema,
  propertyUpdateSchema,
} from './property-schemas.ts';

const BASE = '/crm/properties/2026-09/:objectType';

const catalogOf = (call: PortalCall) => getCatalog(call.portal, readObjectType(call));
const toRead = {
  auth: 'portal',
  bucket: 'main',
  latency: 'read',
  scopes: (call: PortalCall) => [schemaReadScopes(readObjectType(call))],
} as const;
const toWrite = {
  auth: 'portal',
  bucket: 'main',
  latency: 'write',
  scopes: (call: PortalCall) => [schemaWriteScopes(readObjectType(call))],
} as const;

/** Property definitions: list, read, create, change, archive, and their batches (HubSpot has no batch update). */
export const PROPERTY_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: BASE,
    ...toRead,
    handle: (call: PortalCall) => {
      const archived = call.query.get('archived') === 'true';
      const shown = [...catalogOf(call).properties.values()].filter(
        (definition) => (definition.archivedAtMs !== undefined) === archived,
      );
      return { status: 200, body: { results: shown.map((definition) => presentProperty(call.portal, definition)) } };
    },
  },
  {
    method: 'POST',
    path: BASE,
    ...toWrite,
    handle: (call: PortalCall) => {
      const input = parseBody(propertyCreateSchema, call.body);
      checkUniqueAllowed(call, [input]);
      const made = createProperty(catalogOf(call), input, call.state.clock.nowMs());
      return { status: 201, body: presentProperty(call.portal, made) };
    },
  },
  {
    method: 'GET',
    path: `${BASE}/:propertyName`,
    ...toRead,
    handle: (call: PortalCall) => {
      const isArchived = call.query.get('archived') === 'true';
      const definition = getProperty(catalogOf(call), readParam(call, 'propertyName'), isArchived);
      return { status: 200, body: presentProperty(call.portal, definition) };
    },
  },
  { method: 'PATCH', path: `${BASE}/:propertyName`, ...toWrite, handle: changeProperty },
  {
    method: 'DELETE',
    path: `${BASE}/:propertyName`,
    ...toWrite,
    handle: (call: PortalCall) => {
      archiveProperty(catalogOf(call), readParam(call, 'propertyName'), call.state.clock.nowMs());
      return { status: 204 };
    },
  },
  { method: 'POST', path: `${BASE}/batch/create`, ...toWrite, handle: createBatch },
  {
    method: 'POST',
    path: `${BASE}/batch/read`,
    ...toRead,
    handle: (call: PortalCall) => {
      const input = parseBody(propertyBatchReadSchema, call.body);
      const found = input.inputs.flatMap(({ name }) => {
        const definition = catalogOf(call).properties.get(name);
        const isWanted = definition !== undefined && (definition.archivedAtMs !== undefined) === input.archived;
        return isWanted ? [presentProperty(call.portal, definition)] : [];
      });
      return { status: 200, body: completeBatch(call, found) };
    },
  },
  {
    method: 'POST',
    path: `${BASE}/batch/archive`,
    ...toWrite,
    handle: (call: PortalCall) => {
      const catalog = catalogOf(call);
      for (const { name } of parseBody(propertyBatchNamesSchema, call.body).inputs) {
        if (findProperty(catalog, name) !== undefined) archiveProperty(catalog, name, call.state.clock.nowMs());
      }
      return { status: 204 };
    },
  },
];

/** Tasks take unique properties only where the sandbox is told so. */
function checkUniqueAllowed(
  call: PortalCall,
  inputs: readonly { readonly hasUniqueValue?: boolean | undefined }[],
): void {
  const isAllowed = readObjectType(call) !== '0-27' || call.state.settings.tasksTakeUniqueProperties;
  if (isAllowed || !inputs.some(({ hasUniqueValue }) => hasUniqueValue === true)) return;
  throw validationError('Unique properties are not allowed for object type 0-27');
}

function changeProperty(call: PortalCall) {
  const catalog = catalogOf(call);
  const definition = getProperty(catalog, readParam(call, 'propertyName'));
  const input = parseBody(propertyUpdateSchema, call.body);
  if (definition.hubspotDefined && (input.type !== undefined || input.fieldType !== undefined)) {
    throw validationError(`The definition of ${definition.name} is read only`);
  }
  const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const changed = { ...definition, ...changes };
  if (!definition.hubspotDefined) checkDefinition(catalog, propertyCreateSchema.parse(changed));
  Object.assign(definition, changes, { updatedAtMs: call.state.clock.nowMs() });
  return { status: 200, body: presentProperty(call.portal, definition) };
}

function createBatch(call: PortalCall) {
  const catalog = catalogOf(call);
  const { inputs } = parseBody(propertyBatchCreateSchema, call.body);
  checkUniqueAllowed(call, inputs);
  // Names taken already are refused one by one; the others are created (207).
  const results: Record<string, unknown>[] = [];
  const errors: Record<string, unknown>[] = [];
  for (const input of inputs) {
    try {
      results.push(presentProperty(call.portal, createProperty(catalog, input, call.state.clock.nowMs())));
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      const { category, message } = error;
      errors.push({ status: 'error', category, message, context: { name: [input.name] }, errors: [], links: {} });
    }
  }
  const body = completeBatch(call, results);
  return errors.length === 0
    ? { status: 200, body }
    : { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function completeBatch(call: PortalCall, results: readonly unknown[]): Record<string, unknown> {
  const now = new Date(call.state.clock.nowMs()).toISOString();
  return { status: 'COMPLETE', results, startedAt: now, completedAt: now };
}
