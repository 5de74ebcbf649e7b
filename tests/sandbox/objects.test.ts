import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callAs, callOpen, install, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

const OBJECTS = '/crm/objects/2026-09';

describe('single records', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  let id: (key: string) => string;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
    call = callAs(sandbox, (await install(sandbox)).access);
    id = (key) => sandbox.admin.ids(PORTAL, key);
  });
  afterEach(() => sandbox.stop());

  it('shows a record with its properties, associations and history', async () => {
    const { status, body } = await call(
      'GET',
      `${OBJECTS}/contacts/${id('jo')}?properties=email,nonsense&propertiesWithHistory=email&associations=companies,deals`,
    );

    expect(status).toBe(200);
    expect(body.properties).toMatchObject({ email: 'jo@acme.example', hs_object_id: id('jo') });
    expect(body.properties).not.toHaveProperty('nonsense');
    expect(body.associations.companies.results).toEqual([
      { id: id('acme'), type: 'contact_to_company' },
      { id: id('acme'), type: 'contact_to_company_unlabeled' },
    ]);
    expect(body.associations.deals.results).toEqual([{ id: id('deal'), type: 'contact_to_deal' }]);
    expect(body.propertiesWithHistory.email).toMatchObject([{ value: 'jo@acme.example', sourceType: 'IMPORT' }]);
  });

  it('remembers who wrote a value: the app, then a person', async () => {
    await call('PATCH', `${OBJECTS}/companies/${id('acme')}`, { properties: { city: 'York' } });
    await callOpen(sandbox)('PATCH', `/__sandbox/portals/${PORTAL}/records/companies/${id('acme')}`, {
      properties: { city: 'Hull' },
      userId: 1,
    });

    const { body } = await call('GET', `${OBJECTS}/companies/${id('acme')}?propertiesWithHistory=city`);

    expect(body.propertiesWithHistory.city).toMatchObject([
      { value: 'Hull', sourceType: 'CRM_UI', sourceId: 'userId:1', updatedByUserId: 1 },
      { value: 'York', sourceType: 'INTEGRATION', sourceId: '90001' },
      { value: 'Leeds', sourceType: 'IMPORT' },
    ]);
  });

  it('leaves no trace of a write that changes nothing', async () => {
    const before = await call('GET', `${OBJECTS}/companies/${id('acme')}`);

    await call('PATCH', `${OBJECTS}/companies/${id('acme')}`, { properties: { city: 'Leeds' } });

    const after = await call('GET', `${OBJECTS}/companies/${id('acme')}`);
    expect(after.body.updatedAt).toBe(before.body.updatedAt);
  });

  it('keeps 20 values of a company property and 45 of a contact property', async () => {
    for (let n = 0; n < 50; n += 1) {
      await call('PATCH', `${OBJECTS}/companies/${id('acme')}`, { properties: { city: `Town ${n}` } });
      await call('PATCH', `${OBJECTS}/contacts/${id('jo')}`, { properties: { city: `Town ${n}` } });
    }

    const company = await call('GET', `${OBJECTS}/companies/${id('acme')}?propertiesWithHistory=city`);
    const contact = await call('GET', `${OBJECTS}/contacts/${id('jo')}?propertiesWithHistory=city`);

    expect(company.body.propertiesWithHistory.city).toHaveLength(20);
    expect(contact.body.propertiesWithHistory.city).toHaveLength(45);
  });

  it.each([
    ['companies', 'acme', { nonsense: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['companies', 'acme', { numberofemployees: 'many' }, 'INVALID_INTEGER'],
    ['companies', 'acme', { industry: 'NONSENSE' }, 'INVALID_OPTION'],
    ['companies', 'acme', { description: 'x'.repeat(65_537) }, 'PROPERTY_VALUE_TOO_LONG'],
    ['companies', 'acme', { hs_object_id: '1' }, 'READ_ONLY_VALUE'],
    ['companies', 'acme', { hubspot_owner_id: '999' }, 'INVALID_OWNER_ID'],
    ['deals', 'deal', { closedate: 'soon' }, 'INVALID_LONG'],
    ['deals', 'deal', { dealstage: 'nonsense' }, 'INVALID_OPTION'],
    ['contacts', 'jo', { email: 'nobody' }, 'INVALID_EMAIL'],
  ])('refuses to write %s %s %o', async (type, key, properties, code) => {
    const { status, body } = await call('PATCH', `${OBJECTS}/${type}/${id(key)}`, { properties });

    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR', errors: [{ code }] });
    expect(body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.message).toContain(`"error":"${code}"`);
  });

  it('writes nothing at all when one of several values is refused', async () => {
    await call('PATCH', `${OBJECTS}/companies/${id('acme')}`, { properties: { city: 'York', nonsense: 'x' } });

    const { body } = await call('GET', `${OBJECTS}/companies/${id('acme')}?properties=city`);
    expect(body.properties.city).toBe('Leeds');
  });

  it('refuses values that are no strings', async () => {
    const reply = await call('PATCH', `${OBJECTS}/companies/${id('acme')}`, { properties: { numberofemployees: 5 } });

    expect(reply.status).toBe(400);
  });

  it('keeps instants without empty milliseconds and dates at midnight', async () => {
    await call('PATCH', `${OBJECTS}/deals/${id('deal')}`, { properties: { closedate: '1796000000000' } });

    const { body } = await call('GET', `${OBJECTS}/deals/${id('deal')}?properties=closedate`);
    expect(body.properties.closedate).toBe('2026-11-30T00:53:20Z');
  });

  it('creates, finds by e-mail, refuses the same e-mail again, archives', async () => {
    const made = await call('POST', `${OBJECTS}/contacts`, {
      properties: { email: 'New@Acme.example' },
      associations: [
        { to: { id: id('acme') }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }] },
      ],
    });
    const found = await call(
      'GET',
      `${OBJECTS}/contacts/new@acme.example?idProperty=email&properties=associatedcompanyid`,
    );
    const again = await call('POST', `${OBJECTS}/contacts`, {
      properties: { email: 'new@acme.example' },
      associations: [],
    });
    const archived = await call('DELETE', `${OBJECTS}/contacts/${made.body.id}`);
    const gone = await call('GET', `${OBJECTS}/contacts/${made.body.id}`);

    expect(made.status).toBe(201);
    expect(found.body).toMatchObject({ id: made.body.id, properties: { associatedcompanyid: id('acme') } });
    expect(again).toMatchObject({ status: 409, body: { category: 'CONFLICT' } });
    expect(again.body.message).toContain(`Existing ID: ${made.body.id}`);
    expect(archived.status).toBe(204);
    expect(gone).toMatchObject({ status: 404, body: { category: 'OBJECT_NOT_FOUND' } });
  });

  it('pages through a list and shows associations inline', async () => {
    const first = await call('GET', `${OBJECTS}/companies?limit=1&associations=contacts`);
    const second = await call('GET', `${OBJECTS}/companies?limit=1&after=${first.body.paging.next.after}`);

    expect(first.body.results[0]).toMatchObject({ id: id('acme') });
    expect(first.body.results[0].associations.contacts.results[0].id).toBe(id('jo'));
    expect(second.body.results.map((record: { id: string }) => record.id)).toEqual([id('bolt')]);
    expect(second.body).not.toHaveProperty('paging');
    expect((await call('GET', `${OBJECTS}/companies?limit=101`)).status).toBe(400);
    expect((await call('GET', `${OBJECTS}/companies?limit=51&propertiesWithHistory=city`)).status).toBe(400);
  });

  it('answers 404 for undated and unknown versions', async () => {
    expect((await call('GET', `/crm/v3/objects/companies/${id('acme')}`)).status).toBe(404);
    expect((await call('GET', `/crm/objects/2026-03/companies/${id('acme')}`)).status).toBe(404);
  });

  it('keeps portals apart', async () => {
    const other = callAs(sandbox, (await install(sandbox, 4712)).access);

    const { body } = await other('GET', `${OBJECTS}/companies`);

    expect(body.results).toHaveLength(1);
  });
});
