import type { AutomationCrm } from '../../ports/automation-crm.ts';
import { makeKeyProperty } from './key-property.ts';
import { associate, findByMarker, readDealsOf } from './made-associations.ts';
import { createPlain, findByKey, readObjects, removeObject, upsertByKey } from './made-objects.ts';
import { readOwners } from './portal-facts.ts';
import type { HubspotTransport } from './transport.ts';

/** Makes what automation needs of HubSpot; every method throws what the CRM port's contract names. */
export function makeAutomationCrm(transport: HubspotTransport): AutomationCrm {
  return {
    keepsKeys: makeKeyProperty(transport),
    upsertByKey: (session, draft) => upsertByKey(transport, session, draft),
    createPlain: (session, draft) => createPlain(transport, session, draft),
    findByKey: (session, objectType, key) => findByKey(transport, session, objectType, key),
    findByMarker: (session, wanted) => findByMarker(transport, session, wanted),
    associate: (session, link) => associate(transport, session, link),
    readDealsOf: (session, records) => readDealsOf(transport, session, records),
    readObject: async (session, { objectType, id, properties }) =>
      (await readObjects(transport, session, { objectType, ids: [id], properties }))[0],
    remove: (session, objectType, id) => removeObject(transport, session, objectType, id),
    readOwners: (session) => readOwners(transport, session),
  };
}
