import type { PortalProperty } from '../../../backend/src/ports/crm.ts';
import { makeFakeCrm } from '../../fakes/fake-crm.ts';
import { describeCrm } from './crm-battery.ts';
import type { CrmStand } from './crm-stand.ts';

const IDS = { acme: '2', older: '1', jo: '3', deal: '4' } as const;

function text(name: string, readOnly = false): PortalProperty {
  return { name, label: name, type: 'string', fieldType: 'text', options: [], readOnly };
}

async function start(): Promise<CrmStand> {
  const companies = [text('name'), text('domain'), text('city'), text('website'), text('hs_object_id', true)];
  let tick = Date.parse('2026-11-23T08:00:00.000Z');
  const crm = makeFakeCrm(
    {
      account: { portalId: 4711, timeZone: 'Europe/London', uiDomain: 'app.hubspot.com' },
      properties: { companies, contacts: [text('email')], deals: [text('dealname')] },
      ownerIds: ['501'],
      pipelines: [{ id: 'default', label: 'Sales', stages: [{ id: 'closedwon', label: 'Won', probability: 1 }] }],
    },
    () => {
      tick += 1_000;
      return new Date(tick);
    },
  );
  crm.acceptOnly(['good']);
  const domain = 'acme.example';
  crm.addRecord({ id: IDS.older, objectType: 'companies', properties: { name: 'Acme Old', domain } });
  crm.addRecord({ id: IDS.acme, objectType: 'companies', properties: { name: 'Acme Ltd', domain, city: 'Leeds' } });
  const companyIds = [IDS.acme, IDS.older];
  crm.addRecord({ id: IDS.jo, objectType: 'contacts', properties: {}, associations: { companies: companyIds } });
  crm.addRecord({ id: IDS.deal, objectType: 'deals', properties: {}, associations: { companies: [IDS.acme] } });
  return {
    crm,
    goodToken: 'good',
    badToken: 'bad',
    idOf: (key) => IDS[key],
    deleteRecord: async (objectType, key) => crm.removeRecord(objectType, IDS[key]),
    archiveProperty: async (objectType, name) => crm.removeProperty(objectType, name),
    stop: async () => {},
  };
}

describeCrm('the fake', start);
