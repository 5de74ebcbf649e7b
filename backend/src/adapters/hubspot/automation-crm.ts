import { AppError } from '../../domain/errors.ts';
import type { AutomationCrm, MadeObjectType } from '../../ports/automation-crm.ts';
import type { BulkAutomationCrm } from '../../ports/bulk-automation.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { makeKeyProperty, removeKeyProperties } from './key-property.ts';
import { associateAll, findAllByMarker, readDealsOfAll } from './made-association-batches.ts';
import { associate, findByMarker, readDealsOf } from './made-associations.ts';
import { createAllPlain, findAllAssociated, findAllByKey, upsertAllByKey } from './made-batches.ts';
import { createPlain, findByKey, readObjects, removeObject, upsertByKey } from './made-objects.ts';
import { readOwners } from './portal-facts.ts';
import type { HubspotTransport } from './transport.ts';

/** Makes what automation needs of HubSpot; every method throws what the CRM port's contract names. */
export function makeAutomationCrm(transport: HubspotTransport): AutomationCrm & BulkAutomationCrm {
  const keepsKeys = makeKeyProperty(transport);
  /** A 400 where a key is named says that somebody removed the property; the next attempt makes sure of it again. */
  const byKey = async <T>(session: CrmSession, objectType: MadeObjectType, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isRefusedKey(error)) keepsKeys.forget(session, objectType);
      throw error;
    }
  };
  return {
    keepsKeys,
    removeKeys: (session) => removeKeyProperties(transport, session),
    upsertByKey: (session, draft) => byKey(session, draft.objectType, () => upsertByKey(transport, session, draft)),
    createPlain: (session, draft) => createPlain(transport, session, draft),
    findByKey: (session, objectType, key) =>
      byKey(session, objectType, () => findByKey(transport, session, objectType, key)),
    findByMarker: (session, wanted) => findByMarker(transport, session, wanted),
    associate: (session, link) => associate(transport, session, link),
    readDealsOf: (session, records) => readDealsOf(transport, session, records),
    readObject: async (session, { objectType, id, properties }) =>
      (await readObjects(transport, session, { objectType, ids: [id], properties }))[0],
    remove: (session, objectType, id) => removeObject(transport, session, objectType, id),
    readOwners: (session) => readOwners(transport, session),
    upsertAllByKey: async (session, drafts) => {
      const outcomes = await upsertAllByKey(transport, session, drafts);
      const [first] = drafts;
      const isGone = outcomes.some((outcome) => outcome.kind === 'failed' && isRefusedKey(outcome.error));
      if (isGone && first) keepsKeys.forget(session, first.objectType);
      return outcomes;
    },
    createAllPlain: (session, drafts) => createAllPlain(transport, session, drafts),
    findAllByKey: (session, objectType, keys) =>
      byKey(session, objectType, () => findAllByKey(transport, session, objectType, keys)),
    findAllAssociated: (session, wanted) =>
      byKey(session, wanted.objectType, () => findAllAssociated(transport, session, wanted)),
    findAllByMarker: (session, wanted) => findAllByMarker(transport, session, wanted),
    associateAll: (session, links) => associateAll(transport, session, links),
    readDealsOfAll: (session, records) => readDealsOfAll(transport, session, records),
  };
}

function isRefusedKey(error: unknown): boolean {
  return error instanceof AppError && error.details.upstreamStatus === 400;
}
