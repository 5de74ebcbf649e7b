import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_OPENAPI_DIR } from '../../sandbox/conformance/conformance.ts';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type Call, callAs, callOpen, install, PORTAL, startSmallSandbox } from './sandbox-fixture.ts';

const folder = process.env.HUBSPOT_OPENAPI_DIR ?? DEFAULT_OPENAPI_DIR;

// The documents belong to HubSpot and are not part of the repository.
describe.skipIf(!existsSync(folder))('conformance with HubSpot’s OpenAPI documents', () => {
  let sandbox: RunningSandbox;
  let call: Call;
  let open: Call;
  beforeEach(async () => {
    sandbox = await startSmallSandbox();
    call = callAs(sandbox, (await install(sandbox)).access);
    open = callOpen(sandbox);
  });
  afterEach(() => sandbox.stop());
  const readBreaches = async () => (await open('GET', '/__sandbox/conformance')).body;

  it('finds no fault with requests made as documented', async () => {
    const id = sandbox.admin.ids(PORTAL, 'jo');
    await call(
      'GET',
      `/crm/objects/2026-09/contacts/${id}?properties=email&propertiesWithHistory=email&associations=companies`,
    );
    await call('PATCH', `/crm/objects/2026-09/contacts/${id}`, { properties: { city: 'York' } });
    await call('POST', '/crm/objects/2026-09/contacts/search', {
      filterGroups: [],
      properties: [],
      sorts: [],
      limit: 1,
      after: '0',
    });
    await call('GET', '/crm/objects/2026-09/contacts/999');

    expect(await readBreaches()).toEqual({ isChecking: true, requests: [], responses: [] });
  });

  it.each<[string, string, string, object | undefined, string]>([
    ['an undated path', 'GET', '/crm/v3/objects/contacts', undefined, 'have no GET'],
    ['an unknown query parameter', 'GET', '/crm/objects/2026-09/contacts?count=5', undefined, 'count is not in'],
    ['a number that is none', 'GET', '/crm/objects/2026-09/contacts?limit=many', undefined, 'limit must be an integer'],
    ['a missing member', 'POST', '/crm/objects/2026-09/contacts/batch/read', { inputs: [] }, "'properties'"],
    [
      'a value of the wrong type',
      'PATCH',
      '/crm/objects/2026-09/contacts/1',
      { properties: { x: 5 } },
      'must be string',
    ],
    ['a body where there is none', 'DELETE', '/crm/objects/2026-09/contacts/1', {}, 'a body is sent'],
  ])('notes %s', async (_title, method, path, body, words) => {
    await call(method, path, body);

    const { requests } = await readBreaches();
    expect(requests).toHaveLength(1);
    expect(requests[0].errors.join()).toContain(words);
  });

  it('forgets what it noted', async () => {
    await call('GET', '/crm/v3/objects/contacts');
    await open('DELETE', '/__sandbox/conformance');

    expect((await readBreaches()).requests).toEqual([]);
  });
});
