import { makeHubspotCrm } from '../../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { startSandbox } from '../../../sandbox/start-sandbox.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { describeCrm } from './crm-battery.ts';
import type { CrmStand } from './crm-stand.ts';

const PORTAL = 4711;
const TOKEN = 'pat-eu1-battery';

const OWNER = { userId: 1, firstName: 'Ana', lastName: 'Bell' };
const SEED = {
  portals: [
    {
      id: PORTAL,
      name: 'Battery',
      timeZone: 'Europe/London',
      privateApp: { token: TOKEN },
      users: [{ id: 1, email: 'ana@harbour.example', firstName: 'Ana', lastName: 'Bell', superAdmin: true }],
      owners: [
        { id: '501', email: 'ana@harbour.example', ...OWNER },
        { id: '502', email: 'left@harbour.example', ...OWNER, archived: true },
      ],
      companies: [
        { key: 'older', properties: { name: 'Acme Old', domain: 'acme.example' }, createdDaysAgo: 60 },
        { key: 'acme', properties: { name: 'Acme Ltd', domain: 'acme.example', city: 'Leeds' }, createdDaysAgo: 30 },
      ],
      contacts: [{ key: 'jo', properties: { email: 'jo@acme.example' }, associations: ['acme', 'older'] }],
      deals: [
        { key: 'deal', properties: { dealname: 'Renewal', dealstage: 'qualifiedtobuy' }, associations: ['acme', 'jo'] },
      ],
    },
  ],
};

async function start(): Promise<CrmStand> {
  const sandbox = await startSandbox({ seed: SEED });
  const crm = makeHubspotCrm({ baseUrl: sandbox.url, logger: silentLogger });
  const idOf = (key: string) => sandbox.admin.ids(PORTAL, key);
  const remove = async (path: string) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${sandbox.url}${path}`, { method: 'DELETE', headers });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to DELETE ${path}`);
  };
  return {
    crm,
    goodToken: TOKEN,
    badToken: 'pat-eu1-unknown',
    idOf,
    deleteRecord: (objectType, key) => remove(`/crm/objects/2026-09/${objectType}/${idOf(key)}`),
    archiveProperty: (objectType, name) => remove(`/crm/properties/2026-09/${objectType}/${name}`),
    async stop() {
      crm.close();
      await sandbox.stop();
    },
  };
}

describeCrm('HubSpot over HTTP', start);
