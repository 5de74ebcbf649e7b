import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callAs, install, listResponseBreaches, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

const COMPANIES = '/crm/objects/2026-09/companies';
const CONTACTS = '/crm/objects/2026-09/contacts';
const read = (ids: string[], extra: object = {}) => ({
  properties: ['name'],
  propertiesWithHistory: [],
  inputs: ids.map((id) => ({ id })),
  ...extra,
});

describe('batches of records', () => {
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

  it('reads what is there and names what is not (207)', async () => {
    const whole = await call('POST', `${COMPANIES}/batch/read`, read([id('acme'), id('bolt')]));
    const partial = await call('POST', `${COMPANIES}/batch/read`, read([id('acme'), '999']));

    expect(whole.status).toBe(200);
    expect(whole.body.results).toHaveLength(2);
    expect(partial.status).toBe(207);
    expect(partial.body).toMatchObject({
      status: 'COMPLETE',
      numErrors: 1,
      results: [{ id: id('acme') }],
      errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } }],
    });
  });

  it('takes 100 records, and 50 with their histories', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
    const withHistory = { propertiesWithHistory: ['name'] };

    expect((await call('POST', `${COMPANIES}/batch/read`, read(ids(100)))).status).toBe(207);
    expect((await call('POST', `${COMPANIES}/batch/read`, read(ids(101)))).status).toBe(400);
    expect((await call('POST', `${COMPANIES}/batch/read`, read(ids(50), withHistory))).status).toBe(207);
    expect((await call('POST', `${COMPANIES}/batch/read`, read(ids(51), withHistory))).status).toBe(400);
  });

  it('demands the members that the document requires', async () => {
    const { status, body } = await call('POST', `${COMPANIES}/batch/read`, { inputs: [] });

    expect(status).toBe(400);
    expect(body.message).toContain('propertiesWithHistory');
  });

  it('updates many, reports missing ids, refuses a record twice', async () => {
    const inputs = [
      { id: id('acme'), properties: { city: 'York' } },
      { id: '999', properties: { city: 'York' } },
    ];
    const updated = await call('POST', `${COMPANIES}/batch/update`, { inputs });
    const twice = await call('POST', `${COMPANIES}/batch/update`, { inputs: [inputs[0], inputs[0]] });

    expect(updated).toMatchObject({
      status: 207,
      body: { results: [{ id: id('acme'), properties: { city: 'York' } }] },
    });
    expect(twice.status).toBe(400);
  });

  it('refuses the whole batch for one bad value unless every input has its own trace id', async () => {
    const good = { id: id('acme'), properties: { city: 'York' } };
    const bad = { id: id('bolt'), properties: { nonsense: 'x' } };
    const whole = await call('POST', `${COMPANIES}/batch/update`, { inputs: [good, bad] });
    const untouched = await call('GET', `${COMPANIES}/${id('acme')}?properties=city`);
    const traced = await call('POST', `${COMPANIES}/batch/update`, {
      inputs: [
        { ...good, objectWriteTraceId: 'a' },
        { ...bad, objectWriteTraceId: 'b' },
      ],
    });

    expect(whole.status).toBe(400);
    expect(untouched.body.properties.city).toBe('Leeds');
    expect(traced).toMatchObject({
      status: 207,
      body: {
        results: [{ id: id('acme'), objectWriteTraceId: 'a' }],
        errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['b'] } }],
      },
    });
  });

  it('creates many and refuses a taken e-mail address for all of them', async () => {
    const create = (email: string) => ({ properties: { email }, associations: [] });
    const made = await call('POST', `${CONTACTS}/batch/create`, {
      inputs: [create('a@x.example'), create('b@x.example')],
    });
    const refused = await call('POST', `${CONTACTS}/batch/create`, {
      inputs: [create('c@x.example'), create('a@x.example')],
    });
    const absent = await call('GET', `${CONTACTS}/c@x.example?idProperty=email`);

    expect(made.status).toBe(201);
    expect(refused.status).toBe(409);
    expect(absent.status).toBe(404);
  });

  it('upserts by a unique property and says which records are new', async () => {
    const { status, body } = await call('POST', `${CONTACTS}/batch/upsert`, {
      inputs: [
        { id: 'jo@acme.example', idProperty: 'email', properties: { city: 'York' } },
        { id: 'new@acme.example', idProperty: 'email', properties: { city: 'Hull' } },
      ],
    });
    const byDomain = await call('POST', `${COMPANIES}/batch/upsert`, {
      inputs: [{ id: 'acme.example', idProperty: 'domain', properties: {} }],
    });

    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { id: id('jo'), new: false },
      { new: true, properties: { city: 'Hull' } },
    ]);
    expect(byDomain.status).toBe(400);
  });

  it('archives many', async () => {
    const { status } = await call('POST', `${COMPANIES}/batch/archive`, {
      inputs: [{ id: id('bolt') }, { id: '999' }],
    });

    expect(status).toBe(204);
    expect((await call('GET', `${COMPANIES}/${id('bolt')}`)).status).toBe(404);
    expect((await call('GET', `${COMPANIES}/${id('bolt')}?archived=true`)).body.archived).toBe(true);
  });

  it('merges two records into the first and forgets a contact for good', async () => {
    const merged = await call('POST', `${COMPANIES}/merge`, {
      primaryObjectId: id('bolt'),
      objectIdToMerge: id('acme'),
    });
    const survivor = await call('GET', `${COMPANIES}/${id('bolt')}?properties=name,city&associations=contacts`);
    const forgotten = await call('POST', `${CONTACTS}/gdpr-delete`, {
      objectId: 'jo@acme.example',
      idProperty: 'email',
    });

    expect(merged).toMatchObject({ status: 200, body: { properties: { hs_merged_object_ids: id('acme') } } });
    expect(survivor.body).toMatchObject({ properties: { name: 'Bolt plc', city: 'Leeds' } });
    expect(survivor.body.associations.contacts.results[0].id).toBe(id('jo'));
    expect((await call('GET', `${COMPANIES}/${id('acme')}`)).status).toBe(404);
    expect(forgotten.status).toBe(204);
    expect((await call('GET', `${CONTACTS}/${id('jo')}?archived=true`)).status).toBe(404);
  });
});
