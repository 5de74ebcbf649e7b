import { type ApiReply, type ApiRoute, type PortalCall, parseBody, readObjectType } from '../http/api-route.ts';
import { validationError } from '../http/hubspot-error.ts';
import type { CrmRecord } from '../state/crm-record.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import { associateOnCreate, checkAssociations } from './associate-on-create.ts';
import { answerBatch, checkBatchSize, checkNoRepeats, describeMissing, MAX_BATCH, runInputs } from './batch-answer.ts';
import { createChecked, updateChecked, withCreateDefaults } from './change-records.ts';
import { type CheckedWrite, checkWrite } from './check-write.ts';
import { findNamedRecord } from './find-by-id.ts';
import { batchCreateSchema, batchUpdateSchema, batchUpsertSchema } from './object-schemas.ts';
import { writeScopes } from './object-scopes.ts';
import { presentRecord } from './present-record.ts';

const BASE = '/crm/objects/2026-09/:objectType/batch';

const facts = (name: string) =>
  ({
    method: 'POST',
    path: `${BASE}/${name}`,
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: (call: PortalCall) => [writeScopes(readObjectType(call))],
  }) as const;

/** Batches that write: create, update, upsert. */
export const BATCH_WRITE_ROUTES: readonly ApiRoute[] = [
  { ...facts('create'), handle: createBatch },
  { ...facts('update'), handle: updateBatch },
  { ...facts('upsert'), handle: upsertBatch },
];

function createBatch(call: PortalCall): ApiReply {
  const typeId = readObjectType(call);
  const { inputs } = parseBody(batchCreateSchema, call.body);
  checkBatchSize(inputs, MAX_BATCH);
  const outcome = runInputs(inputs, {
    check: (input) => {
      checkAssociations(call, typeId, input.associations);
      return checkCreate(call, typeId, input.properties);
    },
    run: (input, checked) => {
      const record = createChecked(call, typeId, checked);
      associateOnCreate(call, record, input.associations);
      return { ...presentWritten(call, record, input.properties), ...traceOf(input) };
    },
  });
  return answerBatch(call.state, { ...outcome, status: 201 });
}

function updateBatch(call: PortalCall): ApiReply {
  const typeId = readObjectType(call);
  const { inputs } = parseBody(batchUpdateSchema, call.body);
  checkBatchSize(inputs, MAX_BATCH);
  checkNoRepeats(inputs.map(({ id }) => id));
  const named = inputs.map((input) => ({ input, record: findNamedRecord(call.portal, typeId, input) }));
  const found = named.flatMap(({ input, record }) => (record === undefined ? [] : [{ ...input, record }]));
  const missing = named.filter(({ record }) => record === undefined).map(({ input }) => input.id);
  const outcome = runInputs(found, {
    check: ({ record, properties }) => checkWrite({ portal: call.portal, typeId, record, values: properties }),
    run: (input, checked) => {
      updateChecked(call, input.record, checked);
      return { ...presentWritten(call, input.record, input.properties), ...traceOf(input) };
    },
  });
  return answerBatch(call.state, {
    results: outcome.results,
    errors: [...describeMissing(typeId, missing), ...outcome.errors],
  });
}

function upsertBatch(call: PortalCall): ApiReply {
  const typeId = readObjectType(call);
  const { inputs } = parseBody(batchUpsertSchema, call.body);
  checkBatchSize(inputs, MAX_BATCH);
  checkNoRepeats(inputs.map(({ id }) => id));
  for (const { idProperty } of inputs) {
    if (idProperty === undefined) throw validationError('idProperty is required to upsert');
  }
  type Input = (typeof inputs)[number];
  const find = (input: Input): CrmRecord | undefined => findNamedRecord(call.portal, typeId, input);
  const valuesOf = (input: Input): Record<string, string> => ({
    ...input.properties,
    ...(input.idProperty === undefined ? {} : { [input.idProperty]: input.id }),
  });
  const outcome = runInputs(inputs, {
    check: (input) => {
      const known = find(input);
      const values = input.properties;
      return known === undefined
        ? { known, checked: checkCreate(call, typeId, valuesOf(input)) }
        : { known, checked: checkWrite({ portal: call.portal, typeId, record: known, values }) };
    },
    run: (input, { known, checked }) => {
      if (known !== undefined) updateChecked(call, known, checked);
      const record = known ?? createChecked(call, typeId, checked);
      const shown = presentWritten(call, record, input.properties);
      // Upsert answers carry no nulls in HubSpot's documents.
      const properties = Object.fromEntries(Object.entries(shown.properties).filter(([, value]) => value !== null));
      return { ...shown, properties, new: known === undefined, ...traceOf(input) };
    },
  });
  return answerBatch(call.state, outcome);
}

function checkCreate(call: PortalCall, typeId: ObjectTypeId, values: Readonly<Record<string, string>>): CheckedWrite {
  return checkWrite({ portal: call.portal, typeId, record: undefined, values: withCreateDefaults(typeId, values) });
}

function presentWritten(call: PortalCall, record: CrmRecord, properties: Readonly<Record<string, string>>) {
  return presentRecord(call.portal, record, { properties: Object.keys(properties) });
}

function traceOf(input: { readonly objectWriteTraceId?: string | undefined }): Record<string, string> {
  return input.objectWriteTraceId === undefined ? {} : { objectWriteTraceId: input.objectWriteTraceId };
}
