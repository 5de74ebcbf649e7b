import { AppError } from '../../domain/errors.ts';
import type { AutomationCrm, MadeObjectType } from '../../ports/automation-crm.ts';
import type { CrmSession } from '../../ports/crm.ts';
import { makeKeyProperty, removeKeyProperties } from './key-property.ts';
import { associate, findByMarker, readDealsOf } from './made-associations.ts';
import { createPlain, findByKey, readObjects, removeObject, upsertByKey } from './made-objects.ts';
import { readOwners } from './portal-facts.ts';
import type { HubspotTransport } from './transport.ts';

/** Makes what automation needs of HubSpot; every method throws what the CRM port's contract names. */
export function makeAutomationCrm(transport: HubspotTransport): AutomationCrm {
  const keepsKeys = makeKeyProperty(transport);
  /** A 400 where a key is named says that somebody removed the property; the next attempt makes sure of it again. */
  const byKey = async <T>(session: CrmSession, objectType: MadeObjectType, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.details.upstreamStatus === 400) keepsKeys.forget(session, objectType);
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
  };
}
