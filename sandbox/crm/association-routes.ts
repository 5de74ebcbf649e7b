import { z } from 'zod';
import { type ApiRoute, type PortalCall, parseBody, readObjectType, readParam } from '../http/api-route.ts';
import { validationError } from '../http/hubspot-error.ts';
import type { RecordRef } from '../state/association-store.ts';
import { findPairTypes } from '../state/association-types.ts';
import { answerBatch } from './batch-answer.ts';
import { addAssociation, removeAssociation } from './change-associations.ts';
import { writeScopes } from './object-scopes.ts';

const specSchema = z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }));

const mayWriteBoth = (call: PortalCall) => [
  writeScopes(readObjectType(call, 'fromObjectType')),
  writeScopes(readObjectType(call, 'toObjectType')),
];
const refsOf = (call: PortalCall): readonly [RecordRef, RecordRef] => [
  { typeId: readObjectType(call, 'fromObjectType'), id: readParam(call, 'fromObjectId') },
  { typeId: readObjectType(call, 'toObjectType'), id: readParam(call, 'toObjectId') },
];

/** One association at a time: HubSpot's default, a labelled one, none. */
export const ASSOCIATION_ROUTES: readonly ApiRoute[] = [
  {
    method: 'PUT',
    path: '/crm/objects/2026-09/:fromObjectType/:fromObjectId/associations/default/:toObjectType/:toObjectId',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWriteBoth,
    handle: (call) => {
      const [from, to] = refsOf(call);
      return answerBatch(call.state, { results: addAssociation(call, from, to) });
    },
  },
  {
    method: 'PUT',
    path: '/crm/objects/2026-09/:fromObjectType/:fromObjectId/associations/:toObjectType/:toObjectId',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWriteBoth,
    handle: (call) => {
      const [from, to] = refsOf(call);
      const pair = findPairTypes(from.typeId, to.typeId);
      const wanted = parseBody(specSchema, call.body).map((spec) => spec.associationTypeId);
      const unknown = wanted.filter((typeId) => typeId !== pair?.unlabeled && typeId !== pair?.primary);
      if (unknown.length > 0) throw validationError(`Association types ${unknown.join(', ')} do not exist here`);
      addAssociation(call, from, to);
      const isPrimary = wanted.some((typeId) => typeId === pair?.primary);
      if (isPrimary) call.portal.associations.makePrimary(from, to);
      return {
        status: 201,
        body: {
          fromObjectTypeId: from.typeId,
          fromObjectId: from.id,
          toObjectTypeId: to.typeId,
          toObjectId: to.id,
          labels: isPrimary ? ['Primary'] : [],
        },
      };
    },
  },
  {
    method: 'DELETE',
    path: '/crm/objects/2026-09/:fromObjectType/:fromObjectId/associations/:toObjectType/:toObjectId',
    auth: 'portal',
    bucket: 'main',
    latency: 'write',
    scopes: mayWriteBoth,
    handle: (call) => {
      removeAssociation(call, ...refsOf(call));
      return { status: 204 };
    },
  },
];
