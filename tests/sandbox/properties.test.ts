import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import {
  type Call,
  callAs,
  callOpen,
  install,
  listResponseBreaches,
  PORTAL,
  startSmallSandbox,
} from './sandbox-fixture.ts';

const PROPERTIES = '/crm/properties/2026-09/companies';
const group = { name: 'oppspot', label: 'oppSpot SmartSync', displayOrder: -1 };
const score = { name: 'oppspot_score', label: 'Score', type: 'number', fieldType: 'number', groupName: 'oppspot' };
const option = (value: string, displayOrder: number) => ({ value, label: value, displayOrder, hidden: false });

describe('properties and groups', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
    call = callAs(sandbox, (await install(sandbox)).access);
  });
  afterEach(async () => {
    const breaches = await listResponseBreaches(sandbox);
    await sandbox.stop();
    expect(breaches).toEqual([]);
  });

  it('creates a group, then properties in it, and refuses both a second time', async () => {
    const tooEarly = await call('POST', PROPERTIES, score);
    const madeGroup = await call('POST', `${PROPERTIES}/groups`, group);
    const groupAgain = await call('POST', `${PROPERTIES}/groups`, group);
    const made = await call('POST', PROPERTIES, score);
    const again = await call('POST', PROPERTIES, score);

    expect(tooEarly.status).toBe(400);
    expect(madeGroup.status).toBe(201);
    expect(groupAgain.status).toBe(409);
    expect(made).toMatchObject({ status: 201, body: { name: 'oppspot_score', hubspotDefined: false } });
    expect(again).toMatchObject({
      status: 409,
      body: { category: 'OBJECT_ALREADY_EXISTS', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' },
    });
  });

  it('creates many at once and reports the taken ones beside the others', async () => {
    await call('POST', `${PROPERTIES}/groups`, group);
    await call('POST', PROPERTIES, score);

    const { status, body } = await call('POST', `${PROPERTIES}/batch/create`, {
      inputs: [score, { ...score, name: 'oppspot_score_fit' }],
    });

    expect(status).toBe(207);
    expect(body.results.map(({ name }: { name: string }) => name)).toEqual(['oppspot_score_fit']);
    expect(body.errors).toMatchObject([{ category: 'OBJECT_ALREADY_EXISTS', context: { name: ['oppspot_score'] } }]);
  });

  it.each<[string, object]>([
    ['a field type that does not fit', { fieldType: 'select' }],
    ['an unknown type', { type: 'decimal' }],
    ['a choice without options', { type: 'enumeration', fieldType: 'select' }],
    [
      'two options of one value',
      { type: 'enumeration', fieldType: 'select', options: [option('a', 0), option('a', 1)] },
    ],
    [
      'a yes-or-no without its two options',
      { type: 'bool', fieldType: 'booleancheckbox', options: [option('true', 0)] },
    ],
    ['a name with capitals', { name: 'oppSpot' }],
    ['a group that is not there', { groupName: 'nowhere' }],
  ])('refuses %s', async (_title, change) => {
    await call('POST', `${PROPERTIES}/groups`, group);

    expect((await call('POST', PROPERTIES, { ...score, ...change })).status).toBe(400);
  });

  it('archives a property and brings it back with its values when it is created again', async () => {
    const id = sandbox.admin.ids(PORTAL, 'acme');
    await call('POST', `${PROPERTIES}/groups`, group);
    await call('POST', PROPERTIES, score);
    await call('PATCH', `/crm/objects/2026-09/companies/${id}`, { properties: { oppspot_score: '74' } });

    await call('DELETE', `${PROPERTIES}/oppspot_score`);
    const gone = await call('GET', `${PROPERTIES}/oppspot_score`);
    const refused = await call('PATCH', `/crm/objects/2026-09/companies/${id}`, {
      properties: { oppspot_score: '75' },
    });
    await call('POST', PROPERTIES, score);
    const restored = await call('GET', `/crm/objects/2026-09/companies/${id}?properties=oppspot_score`);

    expect(gone.status).toBe(404);
    expect(refused.status).toBe(400);
    expect(restored.body.properties.oppspot_score).toBe('74');
  });

  it('replaces the options of a choice and keeps HubSpot’s own properties as they are', async () => {
    await call('POST', `${PROPERTIES}/groups`, group);
    const stage = {
      ...score,
      name: 'oppspot_deal_stage',
      type: 'enumeration',
      fieldType: 'select',
      options: [option('lead', 0)],
    };
    await call('POST', PROPERTIES, stage);

    const changed = await call('PATCH', `${PROPERTIES}/oppspot_deal_stage`, { options: [option('engaged', 0)] });
    const deleted = await call('DELETE', `${PROPERTIES}/name`);

    expect(changed.body.options.map(({ value }: { value: string }) => value)).toEqual(['engaged']);
    expect(deleted.status).toBe(400);
  });

  it('reads a batch of definitions, archived or not', async () => {
    const { status, body } = await call('POST', `${PROPERTIES}/batch/read`, {
      archived: false,
      dataSensitivity: 'non_sensitive',
      inputs: [{ name: 'domain' }, { name: 'nonsense' }],
    });

    expect(status).toBe(200);
    expect(body.results.map(({ name }: { name: string }) => name)).toEqual(['domain']);
  });

  it('enforces the rules an admin has set', async () => {
    const id = sandbox.admin.ids(PORTAL, 'acme');
    await callOpen(sandbox)('PUT', `/__sandbox/portals/${PORTAL}/write-rules`, {
      rules: [
        { kind: 'required-on-create', objectType: 'companies', property: 'phone' },
        {
          kind: 'required-when',
          objectType: 'companies',
          property: 'zip',
          when: { property: 'type', values: ['PARTNER'] },
        },
      ],
    });

    const made = await call('POST', '/crm/objects/2026-09/companies', { properties: { name: 'X' }, associations: [] });
    const partner = await call('PATCH', `/crm/objects/2026-09/companies/${id}`, { properties: { type: 'PARTNER' } });
    const complete = await call('PATCH', `/crm/objects/2026-09/companies/${id}`, {
      properties: { type: 'PARTNER', zip: 'LS1 1AA' },
    });

    expect(made.body.errors).toMatchObject([
      { code: 'MISSING_REQUIRED_PROPERTY', context: { propertyName: ['phone'] } },
    ]);
    expect(partner.body.errors).toMatchObject([{ code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY' }]);
    expect(complete.status).toBe(200);
  });

  it('shows owners, pipelines and the account', async () => {
    const owners = await call('GET', '/crm/owners/2026-09?limit=10');
    const byUser = await call('GET', '/crm/owners/2026-09/1?idProperty=userId');
    const pipelines = await call('GET', '/crm/pipelines/2026-09/deals');
    const stage = await call('GET', '/crm/pipelines/2026-09/deals/default/stages/closedwon');
    const account = await call('GET', '/account-info/2026-09/details');

    expect(owners.body.results).toMatchObject([{ id: '501', userId: 1, email: 'ana@harbour.example' }]);
    expect(byUser.body.id).toBe('501');
    expect(pipelines.body.results[0].stages).toHaveLength(7);
    expect(stage.body.metadata.probability).toBe('1.0');
    expect(account.body).toMatchObject({ portalId: PORTAL, timeZone: 'Europe/London' });
  });
});
