import { describe, expect, it } from 'vitest';
import { type HubspotCrm, makeHubspotCrm } from '../../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { hasHubspotDocuments, listBreaches, loadHubspotOperations } from '../../support/hubspot-openapi.ts';
import { json, type ReceivedRequest, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const RECORD = { id: '1', properties: {}, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
const session = {
  organizationId: '00000000-0000-4000-8000-000000000001',
  portalId: 4711,
  priority: 'interactive' as const,
  getAccessToken: async () => 'token',
  countCall: () => {},
};

/** Sends every kind of request that syncing has, once. */
async function sendSyncs(): Promise<readonly ReceivedRequest[]> {
  const server = await startScriptedServer();
  const crm = makeHubspotCrm({ baseUrl: server.url, logger: silentLogger });
  const unique = { name: 'oppspot_automation_key', hasUniqueValue: true };
  const answers = [RECORD, RECORD, { results: [] }, unique, { results: [] }, { results: [RECORD] }, { results: [] }];
  server.script(...answers.map((body) => json(200, body)));
  const properties = { firstname: 'Ann' };
  await crm.findContactByEmail(session, { email: 'ann@acme.example', properties: ['firstname', 'phone'] });
  await crm.createContact(session, { email: 'ann@acme.example', properties });
  await crm.findCompanies(session, { property: 'domain', value: 'acme.example' });
  await crm.createCompany(session, { key: 'a-key', properties: { name: 'Acme' } });
  await crm.associateContact(session, { contactId: '1', companyId: '2' });
  await sendBatches(server, crm);
  crm.close();
  await server.stop();
  return server.requests;
}

/** The same for a batch. */
async function sendBatches(server: Awaited<ReturnType<typeof startScriptedServer>>, crm: HubspotCrm): Promise<void> {
  const known = { ...RECORD, properties: { email: 'ann@acme.example' } };
  const made = { results: [{ ...RECORD, objectWriteTraceId: 'ann@acme.example' }] };
  const answers = [{ results: [known] }, { results: [RECORD] }, { results: [] }, made, { results: [] }];
  server.script(...answers.map((body) => json(200, body)));
  await crm.findContactsByEmails(session, { emails: ['ann@acme.example'], properties: ['firstname'] });
  const outcomes = await crm.createContacts(session, [{ email: 'ann@acme.example', properties: { firstname: 'Ann' } }]);
  await crm.findCompaniesByNames(session, ['Acme', 'Other']);
  server.script(json(200, { results: [] }), json(200, { results: [RECORD] }), json(200, { results: [] }));
  await crm.createCompanies(session, [{ key: 'a-key', properties: { name: 'Acme' } }]);
  await crm.associateContacts(session, [{ contactId: '1', companyId: '2' }]);
  expect(outcomes).toEqual([{ kind: 'created', id: '1' }]);
}

describe.skipIf(!hasHubspotDocuments)('the requests of a sync', () => {
  it('are on dated paths and valid against HubSpot’s documents', async () => {
    const operations = loadHubspotOperations();
    const requests = await sendSyncs();

    expect(requests).toHaveLength(15);
    expect(requests.filter(({ url }) => !url.includes('/2026-09/'))).toEqual([]);
    expect(requests.flatMap((request) => listBreaches(request, operations))).toEqual([]);
  });
});
