import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callAs, install, listResponseBreaches, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

const ASSOCIATIONS = '/crm/associations/2026-09';
const OBJECTS = '/crm/objects/2026-09';

describe('associations', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  let id: (key: string) => string;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
    call = callAs(sandbox, (await install(sandbox)).access);
    id = (key) => sandbox.admin.ids(PORTAL, key);
  });
  afterEach(async () => {
    const breaches = await listResponseBreaches(sandbox);
    await sandbox.stop();
    expect(breaches).toEqual([]);
  });

  it('reads the associations of many records, the primary company marked', async () => {
    const { status, body } = await call('POST', `${ASSOCIATIONS}/contacts/companies/batch/read`, {
      inputs: [{ id: id('jo') }],
    });

    expect(status).toBe(200);
    expect(body.results).toEqual([
      {
        from: { id: id('jo') },
        to: [
          {
            toObjectId: id('acme'),
            associationTypes: [
              { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
              { category: 'HUBSPOT_DEFINED', typeId: 279 },
            ],
          },
        ],
      },
    ]);
  });

  it('associates by default in both directions and only the first company becomes primary', async () => {
    const { status, body } = await call(
      'PUT',
      `${OBJECTS}/contacts/${id('jo')}/associations/default/companies/${id('bolt')}`,
    );
    const back = await call('GET', `${OBJECTS}/companies/${id('bolt')}?associations=contacts`);
    const contact = await call('GET', `${OBJECTS}/contacts/${id('jo')}?properties=associatedcompanyid`);

    expect(status).toBe(200);
    expect(
      body.results.map((r: { associationSpec: { associationTypeId: number } }) => r.associationSpec.associationTypeId),
    ).toEqual([279, 280]);
    expect(back.body.associations.contacts.results).toEqual([{ id: id('jo'), type: 'company_to_contact_unlabeled' }]);
    expect(contact.body.properties.associatedcompanyid).toBe(id('acme'));
  });

  it('makes another company primary by type 1', async () => {
    await call('POST', `${ASSOCIATIONS}/contacts/companies/batch/create`, {
      inputs: [
        {
          from: { id: id('jo') },
          to: { id: id('bolt') },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }],
        },
      ],
    });

    const { body } = await call('GET', `${OBJECTS}/contacts/${id('jo')}?properties=associatedcompanyid`);
    expect(body.properties.associatedcompanyid).toBe(id('bolt'));
  });

  it('attaches a new task to a deal and takes it off again', async () => {
    const task = await call('POST', `${OBJECTS}/tasks`, {
      properties: { hs_timestamp: '1796000000000', hs_task_subject: 'Call', hs_task_status: 'NOT_STARTED' },
      associations: [
        { to: { id: id('deal') }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 216 }] },
      ],
    });
    const attached = await call('GET', `${OBJECTS}/deals/${id('deal')}?associations=tasks`);
    const archived = await call('POST', `${ASSOCIATIONS}/tasks/deals/batch/archive`, {
      inputs: [{ from: { id: task.body.id }, to: [{ id: id('deal') }] }],
    });
    const detached = await call('GET', `${OBJECTS}/deals/${id('deal')}?associations=tasks`);

    expect(attached.body.associations.tasks.results).toEqual([{ id: task.body.id, type: 'deal_to_task' }]);
    expect(archived.status).toBe(200);
    expect(detached.body).not.toHaveProperty('associations');
  });

  it('refuses association types that do not exist between the two', async () => {
    const wrongType = await call('POST', `${OBJECTS}/tasks`, {
      properties: { hs_timestamp: '1796000000000' },
      associations: [
        { to: { id: id('deal') }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }] },
      ],
    });
    const wrongPair = await call('PUT', `${OBJECTS}/tasks/1/associations/default/notes/2`);

    expect(wrongType.status).toBe(400);
    expect(wrongPair.status).toBe(400);
  });

  it('answers 404 when one of the two is not there', async () => {
    const reply = await call('POST', `${ASSOCIATIONS}/contacts/companies/batch/associate/default`, {
      inputs: [{ from: { id: id('jo') }, to: { id: '999' } }],
    });

    expect(reply.status).toBe(404);
  });
});
