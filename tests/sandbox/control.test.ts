import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callOpen, install, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

describe('the control API', () => {
  let sandbox: RunningSandbox;
  let open: Call;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    sandbox = await startSmallSandbox({ extensionsDir: folder, recordPageDir: join(folder, 'page') });
    open = callOpen(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });
  const records = `/__sandbox/portals/${PORTAL}/records`;

  it('lists portals with their people and whether the app is installed', async () => {
    const before = (await open('GET', '/__sandbox/portals')).body.portals[0];
    await install(sandbox);
    const after = (await open('GET', '/__sandbox/portals')).body.portals[0];

    expect(before).toMatchObject({
      id: PORTAL,
      name: 'Harbour & Sons',
      installed: false,
      users: [{ id: 1, superAdmin: true }],
    });
    expect(after.installed).toBe(true);
  });

  it('finds records by their words and shows one with all around it', async () => {
    const found = await open('GET', `${records}/contacts?search=PARK`);
    const { body } = await open('GET', `${records}/contacts/${sandbox.admin.ids(PORTAL, 'jo')}`);

    expect(found.body).toMatchObject({ total: 1, records: [{ title: 'Jo Park', subtitle: 'jo@acme.example' }] });
    expect(body).toMatchObject({
      objectType: 'contacts',
      objectTypeId: '0-1',
      title: 'Jo Park',
      properties: { num_conversion_events: '2' },
      history: { email: [{ value: 'jo@acme.example', sourceType: 'IMPORT' }] },
      associations: { companies: [{ title: 'Acme Ltd' }], deals: [{ title: 'Acme renewal' }], tasks: [], contacts: [] },
    });
    expect(body.definitions).toContainEqual(expect.objectContaining({ name: 'hs_object_id', readOnly: true }));
    expect(body.groups).toContainEqual({ name: 'contactinformation', label: 'Contact information' });
  });

  it('creates, edits and archives as a person, under HubSpot’s own checks', async () => {
    const made = await open('POST', `${records}/contacts`, {
      properties: { firstname: 'Lee' },
      associations: [{ objectType: 'companies', id: sandbox.admin.ids(PORTAL, 'acme') }],
    });
    const path = `${records}/contacts/${made.body.id}`;
    const edited = await open('PATCH', path, { properties: { firstname: 'Lea' }, userId: 1 });
    const readOnly = await open('PATCH', path, { properties: { num_conversion_events: '3' } });
    const byHubSpot = await open('PATCH', path, { properties: { num_conversion_events: '3' }, asHubSpot: true });
    const archived = await open('DELETE', path);

    expect(made).toMatchObject({ status: 201, body: { associations: { companies: [{ title: 'Acme Ltd' }] } } });
    expect(edited.body.history.firstname[0]).toMatchObject({ value: 'Lea', sourceType: 'CRM_UI', updatedByUserId: 1 });
    expect(readOnly.status).toBe(400);
    expect(byHubSpot.body.properties.num_conversion_events).toBe('3');
    expect(archived.status).toBe(204);
    expect((await open('GET', path)).status).toBe(404);
  });

  it('lists the extensions of an edition and serves their bundles fresh', async () => {
    mkdirSync(join(folder, 'app', 'cards'), { recursive: true });
    mkdirSync(join(folder, 'dist'));
    const meta = {
      uid: 'card_1',
      type: 'card',
      config: {
        name: 'Card',
        location: 'crm.record.sidebar',
        entrypoint: '/app/cards/Card.tsx',
        objectTypes: ['contacts'],
      },
    };
    writeFileSync(join(folder, 'app', 'cards', 'card-hsmeta.json'), JSON.stringify(meta));
    writeFileSync(join(folder, 'app', 'app-hsmeta.json'), JSON.stringify({ uid: 'app', type: 'app', config: {} }));
    writeFileSync(join(folder, 'dist', 'Card.js'), 'self.x = 1;');

    const { body } = await open('GET', `/__sandbox/portals/${PORTAL}/extensions`);
    const bundle = await fetch(`${sandbox.url}/__sandbox/bundles/Card.js`);
    const outside = await fetch(`${sandbox.url}/__sandbox/bundles/..%2Fapp%2Fapp-hsmeta.json`);

    expect(body.app).toMatchObject({ appId: 90_001, name: 'oppSpot SmartSync', installed: false });
    expect(body.extensions).toEqual([
      {
        uid: 'card_1',
        type: 'card',
        name: 'Card',
        location: 'crm.record.sidebar',
        objectTypes: ['contacts'],
        bundleUrl: expect.stringMatching(/^\/__sandbox\/bundles\/Card\.js\?built=[1-9]\d+$/),
      },
    ]);
    expect(await bundle.text()).toBe('self.x = 1;');
    expect(bundle.headers.get('cache-control')).toBe('no-store');
    expect(outside.status).toBe(404);
  });

  it('tells of every change as it happens', async () => {
    const response = await fetch(`${sandbox.url}/__sandbox/events`);
    const reader = response.body?.getReader();
    await reader?.read();
    const id = sandbox.admin.ids(PORTAL, 'acme');
    await open('PATCH', `${records}/companies/${id}`, { properties: { city: 'York' } });

    const line = new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();

    expect(JSON.parse(line.replace('data: ', ''))).toMatchObject({
      portalId: PORTAL,
      objectType: 'companies',
      objectId: id,
      propertyName: 'city',
    });
  });

  it('says how to build the record page while it is missing, and serves it once it is there', async () => {
    const missing = await (await fetch(`${sandbox.url}/`)).text();
    mkdirSync(join(folder, 'page'));
    writeFileSync(join(folder, 'page', 'index.html'), '<h1>Record</h1>');
    const built = await (await fetch(`${sandbox.url}/`)).text();
    const unknown = await open('GET', '/nowhere');

    expect(missing).toContain('not built yet');
    expect(built).toBe('<h1>Record</h1>');
    expect(unknown).toMatchObject({ status: 404, body: { status: 'error' } });
    expect((await open('GET', '/__sandbox/nowhere')).status).toBe(404);
  });
});
