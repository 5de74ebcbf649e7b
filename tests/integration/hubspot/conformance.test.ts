import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHubspotCrm } from '../../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { makeHubspotOauth } from '../../../backend/src/adapters/hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../../backend/src/adapters/hubspot/scopes.ts';
import { OPPSPOT_PROPERTIES } from '../../../backend/src/domain/enrichment/oppspot-properties.ts';
import { failedOutputs } from '../../../backend/src/domain/workflow/action-outputs.ts';
import {
  findOperations,
  hasHubspotDocuments,
  listBreaches,
  listScopes,
  loadHubspotOperations,
} from '../../support/hubspot-openapi.ts';
import { json, type ReceivedRequest, type Step, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const OBJECT_TYPES = ['contacts', 'companies', 'deals'] as const;
const RECORD = { id: '1', properties: {}, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
const TOKENS = { access_token: 'a', refresh_token: 'r', expires_in: 1800, hub_id: 1, user_id: 2, scopes: ['oauth'] };
const FOUND = { ...OPPSPOT_PROPERTIES[0], groupName: 'oppspot' };

const session = {
  organizationId: '00000000-0000-4000-8000-000000000001',
  portalId: 4711,
  priority: 'interactive' as const,
  getAccessToken: async () => 'token',
  countCall: () => {},
};

/** Sends every kind of request that the product has, once. */
async function sendEverything(): Promise<readonly ReceivedRequest[]> {
  const server = await startScriptedServer();
  const script = (...bodies: (object | Step)[]) =>
    server.script(...bodies.map((body) => (typeof body === 'function' ? (body as Step) : json(200, body))));
  const crm = makeHubspotCrm({ baseUrl: server.url, logger: silentLogger });
  const clock = { now: () => new Date() };
  const urls = { redirectUri: 'https://app.example/callback', appUrl: server.url, apiUrl: server.url };
  const oauth = makeHubspotOauth({ clientId: 'id', clientSecret: 's', ...urls, clock, logger: silentLogger });
  for (const objectType of OBJECT_TYPES) {
    script(RECORD, RECORD);
    const input = { objectType, objectId: '1' };
    const wanted = { properties: ['a', 'b'], propertiesWithHistory: ['a'], associations: OBJECT_TYPES };
    await crm.readRecord(session, { ...input, ...wanted });
    await crm.updateRecord(session, { ...input, properties: { oppspot_score: '74', oppspot_summary: '' } });
    script({ results: [] }, { results: [] }, json(201, {}), { results: [] }, json(409, {}), FOUND);
    script(...OPPSPOT_PROPERTIES.slice(1).map((property) => json(201, property)));
    await crm.ensureProperties(session, objectType, OPPSPOT_PROPERTIES);
  }
  script({ results: [] }, { results: [] }, { portalId: 1, timeZone: 'UTC', uiDomain: 'x' });
  await crm.findCompaniesByDomain(session, 'acme.example', ['name', 'domain']);
  await crm.readProperties(session, 'contacts');
  await crm.readAccount(session);
  script({ results: [], paging: { next: { after: '2' } } }, { results: [] }, { results: [] }, json(204, {}));
  await crm.readOwnerIds(session);
  await crm.readDealPipelines(session);
  await crm.uninstall(session);
  await sendAutomation(crm, script);
  await sendBulk(crm, script);
  await sendEvents(crm, script);
  script(TOKENS, TOKENS, {});
  await oauth.exchangeCode({ code: 'c', codeVerifier: 'v' });
  await oauth.refresh('r');
  await oauth.revoke('r');
  crm.close();
  await server.stop();
  return server.requests;
}

/** What automation asks, by the unique property and without one. */
async function sendAutomation(
  crm: ReturnType<typeof makeHubspotCrm>,
  script: (...bodies: (object | Step)[]) => void,
): Promise<void> {
  const belongsTo = [
    { objectType: 'contacts', id: '1' },
    { objectType: 'companies', id: '2' },
  ] as const;
  const associated = { results: [{ from: { id: '1' }, to: [{ toObjectId: 7, associationTypes: [] }] }] };
  for (const objectType of ['tasks', 'deals'] as const) {
    const draft = { objectType, key: 'task:contacts:1', properties: { hs_timestamp: '1' }, belongsTo };
    script(json(404, { category: 'OBJECT_NOT_FOUND' }), json(201, {}), json(201, { ...FOUND, hasUniqueValue: true }));
    await crm.keepsKeys(session, objectType);
    script({ results: [] }, { results: [RECORD] }, json(201, RECORD), {}, {});
    await crm.upsertByKey(session, draft);
    await crm.createPlain(session, draft);
    await crm.associate(session, { objectType, id: '1', belongsTo });
    script(associated, { results: [RECORD] }, { results: [RECORD] }, json(204, {}));
    await crm.findByMarker(session, { objectType, key: draft.key, record: belongsTo[0] });
    await crm.readObject(session, { objectType, id: '1', properties: ['hs_task_status'] });
    await crm.remove(session, objectType, '1');
  }
  script({ results: [] }, { results: [] }, { results: [] });
  await crm.readDealsOf(session, belongsTo);
  await crm.readOwners(session);
  script(json(204, {}), json(204, {}), json(204, {}));
  await crm.removeKeys(session);
}

/** What syncs, erasures and workflow actions ask. */
async function sendEvents(
  crm: ReturnType<typeof makeHubspotCrm>,
  script: (...bodies: (object | Step)[]) => void,
): Promise<void> {
  const looked = { since: new Date(0), properties: ['name'], limit: 200, after: null };
  script({ results: [] }, { results: [] }, { results: [] }, { results: [] });
  for (const objectType of OBJECT_TYPES) await crm.findChanged(session, { objectType, ...looked });
  await crm.findContactIds(session, 'a@b.example');
  script(json(400, { category: 'VALIDATION_ERROR' }), json(204, {}));
  await crm.completeCallbacks(session, [{ callbackId: 'ap-1', outputs: failedOutputs('no') }]);
}

/** What a bulk run asks. */
async function sendBulk(
  crm: ReturnType<typeof makeHubspotCrm>,
  script: (...bodies: (object | Step)[]) => void,
): Promise<void> {
  const wanted = { objectType: 'contacts', objectIds: ['1'], properties: ['a'], propertiesWithHistory: ['b'] } as const;
  script({ results: [] }, { results: [] });
  await crm.readRecords(session, { ...wanted, associations: ['companies'] });
  script({ total: 1, results: [RECORD] }, { total: 1, results: [RECORD] }, { total: 0, results: [] });
  await crm.countRecords(session, 'contacts');
  await crm.listRecords(session, 'contacts', '1');
  await crm.findCompaniesByDomains(session, ['acme.example'], ['name']);
  script({ list: { name: 'Customers', objectTypeId: '0-1', size: 1 } }, { results: [{ recordId: '1' }] });
  await crm.readList(session, '7');
  await crm.listMembers(session, '7', '1');
  // Search names no company of the record, so it is asked for.
  const searched = [{ total: 1, results: [RECORD] }, { results: [] }];
  script(...searched, { results: [] }, ...searched);
  await crm.searchRecords(session, { ...wanted, associations: ['companies'] });
  await crm.readCompanyIds(session, 'contacts', ['1']);
  await crm.listRecords(session, 'contacts', null, { properties: ['email'], associations: ['companies'] });
  const belongsTo = [{ objectType: 'contacts', id: '1' }] as const;
  const drafts = [
    { objectType: 'tasks', key: 'task:contacts:1', properties: { hs_timestamp: '1' }, belongsTo },
  ] as const;
  const sought = { objectType: 'tasks', wanted: [{ key: 'task:contacts:1', record: belongsTo[0] }] } as const;
  const linked = { results: [{ from: { id: '1' }, to: [{ toObjectId: 7, associationTypes: [] }] }] };
  script(
    { results: [{ ...RECORD, objectWriteTraceId: 'task:contacts:1' }] },
    { results: [] },
    linked,
    { results: [] },
    {},
  );
  await crm.upsertAllByKey(session, drafts);
  await crm.createAllPlain(session, drafts);
  await crm.findAllAssociated(session, sought);
  await crm.associateAll(session, [{ objectType: 'tasks', id: '7', belongsTo }]);
  script(linked, { results: [] }, { results: [] });
  await crm.findAllByMarker(session, sought);
  await crm.readDealsOfAll(session, belongsTo);
  script({ results: [RECORD] });
  await crm.updateRecords(session, 'contacts', [{ objectId: '1', properties: { oppspot_score: '74' } }]);
}

describe.skipIf(!hasHubspotDocuments)(
  'requests against HubSpot’s OpenAPI documents (skipped where they are missing)',
  () => {
    const operations = hasHubspotDocuments ? loadHubspotOperations() : [];
    let requests: readonly ReceivedRequest[];
    beforeAll(async () => {
      requests = await sendEverything();
    });
    afterAll(() => {
      requests = [];
    });

    it('are on a dated path, every one', () => {
      expect(requests.length).toBeGreaterThan(60);
      expect(requests.filter(({ url }) => !url.includes('/2026-09'))).toEqual([]);
    });

    it('are valid, every one', () => {
      const breaches = requests.map((request) => [request.method, request.url, ...listBreaches(request, operations)]);
      expect(breaches.filter(({ length }) => length > 2)).toEqual([]);
    });

    it('would be found invalid with a required member missing', () => {
      const search = requests.find(({ url }) => url.endsWith('/search'));
      const { after: _, ...body } = JSON.parse(search?.text ?? '{}');
      const broken = { method: 'POST', url: '', headers: {}, ...search, text: JSON.stringify(body) };
      expect(listBreaches(broken, operations)).toEqual([" must have required property 'after'"]);
    });

    it('need only scopes we ask for, and each of those is needed by one', () => {
      const wanted = requests.flatMap((request) =>
        findOperations(request, operations).map((operation) => {
          // Definitions are guarded by the object type in the path, which the document cannot say.
          const named = /\/crm\/(?:properties|pipelines)\/[^/]+\/(\w+)/.exec(request.url)?.[1];
          // Tasks go with the scopes of contacts.
          const objectType = named === 'tasks' ? 'contacts' : named;
          const scopes = listScopes(operation);
          return scopes?.filter((scope) => !objectType || scope.includes(`.${objectType}.`)) ?? ['oauth'];
        }),
      );
      const asked = new Set([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
      const usable = wanted.map((scopes) => scopes.filter((scope) => asked.has(scope)));

      expect(usable.filter(({ length }) => length === 0)).toEqual([]);
      expect(new Set(usable.flat())).toEqual(asked);
    });

    it('never carry a secret in the address', () => {
      expect(requests.filter(({ url }) => /secret|token=|code=/.test(url))).toEqual([]);
    });
  },
);
