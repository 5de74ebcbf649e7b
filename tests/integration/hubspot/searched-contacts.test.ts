import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubspotCrm, makeHubspotCrm } from '../../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { BACKGROUND_SESSION } from '../../support/background-session.ts';
import { json, type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const WANTED = { properties: ['email'], associations: ['companies'] } as const;

let server: ScriptedServer;
let crm: HubspotCrm;
beforeEach(async () => {
  server = await startScriptedServer();
  crm = makeHubspotCrm({ baseUrl: server.url, logger: silentLogger });
});
afterEach(async () => {
  crm.close();
  await server.stop();
});

/** The search knows the company of the first contact only; the second has one that is not his primary, the third has none. */
function scriptContacts(): void {
  const companyIds = ['700', '', null];
  const results = companyIds.map((id, index) => ({
    id: String(index + 1),
    properties: { email: `${index}@example.org`, associatedcompanyid: id },
  }));
  const links = [
    { from: { id: '2' }, to: [{ toObjectId: 800, associationTypes: [{ typeId: 279, category: 'HUBSPOT_DEFINED' }] }] },
  ];
  server.script(json(200, { total: 3, results }), json(207, { results: links, numErrors: 1, errors: [] }));
}

const pathsAsked = () => server.requests.map(({ method, url }) => `${method} ${url}`);
const companiesOf = (records: Iterable<{ readonly id: string; readonly associations: object }>) =>
  Object.fromEntries([...records].map(({ id, associations }) => [id, associations]));
const FOUND = { 1: { companies: ['700'] }, 2: { companies: ['800'] }, 3: { companies: [] } };

describe('contacts that the search knows without a company', () => {
  it('are asked for their associations, and no others are', async () => {
    scriptContacts();

    const found = await crm.searchRecords(BACKGROUND_SESSION, {
      objectType: 'contacts',
      objectIds: ['1', '2', '3'],
      ...WANTED,
    });

    expect(companiesOf(found.values())).toEqual(FOUND);
    expect(pathsAsked()).toEqual([
      'POST /crm/objects/2026-09/contacts/search',
      'POST /crm/associations/2026-09/contacts/companies/batch/read',
    ]);
    expect(JSON.parse(server.requests[1]?.text ?? '')).toEqual({ inputs: [{ id: '2' }, { id: '3' }] });
  });

  it('are asked as well where they are listed', async () => {
    scriptContacts();

    const page = await crm.listRecords(BACKGROUND_SESSION, 'contacts', null, WANTED);

    expect(companiesOf(page.records ?? [])).toEqual(FOUND);
  });

  it('cost no call where all have one, or where nobody wants to know', async () => {
    const results = [{ id: '1', properties: { associatedcompanyid: '700' } }];
    const nobodys = [{ id: '2', properties: {} }];
    server.script(json(200, { total: 1, results }), json(200, { total: 1, results: nobodys }));

    await crm.searchRecords(BACKGROUND_SESSION, { objectType: 'contacts', objectIds: ['1'], ...WANTED });
    await crm.searchRecords(BACKGROUND_SESSION, {
      objectType: 'contacts',
      objectIds: ['2'],
      ...WANTED,
      associations: [],
    });

    expect(server.requests).toHaveLength(2);
  });
});
