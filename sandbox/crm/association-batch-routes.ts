import { z } from 'zod';
import { type ApiReply, type ApiRoute, type PortalCall, parseBody, readObjectType } from '../http/api-route.ts';
import { validationError } from '../http/hubspot-error.ts';
import type { RecordRef } from '../state/association-store.ts';
import { findPairTypes } from '../state/association-types.ts';
import type { ObjectTypeId } from '../state/object-types.ts';
import { answerBatch, checkBatchSize, describeMissing } from './batch-answer.ts';
import { addAssociation, removeAssociation } from './change-associations.ts';
import { findRecord } from './change-records.ts';
import { readScopes, writeScopes } from './object-scopes.ts';

const BASE = '/crm/associations/2026-09/:fromObjectType/:toObjectType/batch';
// HubSpot: 1,000 ids a read, 2,000 pairs a write.
const MAX_READ = 1_000;
const MAX_WRITE = 2_000;
const PAGE = 500;

const objectId = z.object({ id: z.string() });
const readSchema = z.object({ inputs: z.array(z.object({ id: z.string(), after: z.string().optional() })) });
const defaultSchema = z.object({ inputs: z.array(z.object({ from: objectId, to: objectId })) });
const createSchema = z.object({
  inputs: z.array(
    z.object({
      from: objectId,
      to: objectId,
      types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() })),
    }),
  ),
});
const archiveSchema = z.object({ inputs: z.array(z.object({ from: objectId, to: z.array(objectId) })) });

const fromType = (call: PortalCall): ObjectTypeId => readObjectType(call, 'fromObjectType');
const toType = (call: PortalCall): ObjectTypeId => readObjectType(call, 'toObjectType');

const facts = (name: string, latency: 'read' | 'write') =>
  ({
    method: 'POST',
    path: `${BASE}/${name}`,
    auth: 'portal',
    bucket: 'associations',
    latency,
    scopes: (call: PortalCall) =>
      latency === 'read' ? [readScopes(fromType(call))] : [writeScopes(fromType(call)), writeScopes(toType(call))],
  }) as const;

/** Associations many at a time; they have a rate bucket of their own. */
export const ASSOCIATION_BATCH_ROUTES: readonly ApiRoute[] = [
  { ...facts('read', 'read'), handle: readBatch },
  { ...facts('associate/default', 'write'), handle: associateDefault },
  { ...facts('create', 'write'), handle: createBatch },
  { ...facts('archive', 'write'), handle: archiveBatch },
];

function readBatch(call: PortalCall): ApiReply {
  const { inputs } = parseBody(readSchema, call.body);
  checkBatchSize(inputs, MAX_READ, 'associations');
  const results = inputs.map(({ id, after }) => {
    const links = call.portal.associations.list({ typeId: fromType(call), id }, toType(call));
    const offset = Number(after ?? 0);
    const hasMore = links.length > offset + PAGE;
    return {
      from: { id },
      to: links.slice(offset, offset + PAGE).map((link) => ({
        toObjectId: link.to.id,
        associationTypes: link.typeIds.map((typeId) => describeType(call, typeId)),
      })),
      ...(hasMore ? { paging: { next: { after: String(offset + PAGE) } } } : {}),
    };
  });
  // HubSpot leaves out records without associations and reports records that are not there.
  const missing = inputs.map(({ id }) => id).filter((id) => findRecord(call.portal, fromType(call), id) === undefined);
  return answerBatch(call.state, {
    results: results.filter(({ to }) => to.length > 0),
    errors: describeMissing(fromType(call), missing),
  });
}

function describeType(call: PortalCall, typeId: number): Record<string, unknown> {
  const isPrimary = findPairTypes(fromType(call), toType(call))?.primary === typeId;
  return { category: 'HUBSPOT_DEFINED', typeId, ...(isPrimary ? { label: 'Primary' } : {}) };
}

function associateDefault(call: PortalCall): ApiReply {
  const { inputs } = parseBody(defaultSchema, call.body);
  checkBatchSize(inputs, MAX_WRITE, 'associations');
  const pairs = inputs.map(({ from, to }) => toRefs(call, from.id, to.id));
  const results = pairs.flatMap(([from, to]) => addAssociation(call, from, to));
  return answerBatch(call.state, { results });
}

function createBatch(call: PortalCall): ApiReply {
  const { inputs } = parseBody(createSchema, call.body);
  checkBatchSize(inputs, MAX_WRITE, 'associations');
  const pair = findPairTypes(fromType(call), toType(call));
  for (const { associationTypeId } of inputs.flatMap(({ types }) => types)) {
    if (associationTypeId !== pair?.unlabeled && associationTypeId !== pair?.primary) {
      throw validationError(`Association type ${associationTypeId} does not exist between these object types`);
    }
  }
  const pairs = inputs.map((input) => ({ input, refs: toRefs(call, input.from.id, input.to.id) }));
  const results = pairs.map(({ input, refs: [from, to] }) => {
    addAssociation(call, from, to);
    const isPrimary = input.types.some((type) => type.associationTypeId === pair?.primary);
    if (isPrimary) call.portal.associations.makePrimary(from, to);
    return {
      fromObjectTypeId: from.typeId,
      fromObjectId: from.id,
      toObjectTypeId: to.typeId,
      toObjectId: to.id,
      labels: isPrimary ? ['Primary'] : [],
    };
  });
  return answerBatch(call.state, { results });
}

function archiveBatch(call: PortalCall): ApiReply {
  const { inputs } = parseBody(archiveSchema, call.body);
  checkBatchSize(inputs, MAX_WRITE, 'associations');
  for (const { from, to } of inputs) {
    for (const { id } of to) {
      removeAssociation(call, { typeId: fromType(call), id: from.id }, { typeId: toType(call), id });
    }
  }
  return answerBatch(call.state, { results: [] });
}

function toRefs(call: PortalCall, fromId: string, toId: string): readonly [RecordRef, RecordRef] {
  return [
    { typeId: fromType(call), id: fromId },
    { typeId: toType(call), id: toId },
  ];
}
