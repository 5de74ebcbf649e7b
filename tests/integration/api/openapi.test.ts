import { randomUUID } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../backend/src/http/openapi/openapi-document.ts';
import { type ApiAnswer, type ApiWorld, PORTAL, signToken, startApiWorld } from './api-world.ts';

const ORGANIZATION = randomUUID();
const BASE = '/api/integrations/crm';
let world: ApiWorld;
let ajv: Ajv2020;

beforeAll(async () => {
  world = await startApiWorld();
  const document = await (await fetch(`${world.origin}/openapi.json`)).json();
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'openapi');
});

afterAll(async () => {
  await world.stop();
});

/** What our document finds wrong with a value at this place; [] when it agrees. */
function complaints(pointer: readonly string[], value: unknown): readonly string[] {
  const path = pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent);
  const validate = ajv.getSchema(`openapi#/${path.join('/')}`);
  expect(validate, pointer.join(' ')).toBeDefined();
  validate?.(value);
  return (validate?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const answerPlace = (method: string, path: string, status: number) => [
  ...['paths', `${BASE}${path}`, method, 'responses', String(status)],
  ...['content', 'application/json', 'schema'],
];
const bodyPlace = (method: string, path: string) => [
  ...['paths', `${BASE}${path}`, method, 'requestBody', 'content', 'application/json', 'schema'],
];

describe('our OpenAPI document', () => {
  it('is one of version 3.1 with every reference resolved', async () => {
    const document = await (await fetch(`${world.origin}/openapi.json`)).json();

    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: world.publicUrl }] });
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    expect(references.map(([, name]) => name).filter((name) => !(String(name) in document.components.schemas))).toEqual(
      [],
    );
    expect(JSON.stringify(document)).not.toContain('#/$defs');
  });

  it('names only routes that are there', async () => {
    const token = await signToken({ organizationId: randomUUID() });
    const calls = OPERATIONS.map(async ({ method, path, security }) => {
      const address = path
        .replace('{objectType}', 'contacts')
        .replace(/\{\w+\}/g, '11111111-1111-4111-8111-111111111111');
      const options = { method: method.toUpperCase(), ...(method === 'get' ? {} : { body: '{}' }) };
      const response =
        security === 'hubspot'
          ? await world.send(address, { portalId: PORTAL, userId: 1 }, options)
          : await fetch(`${world.origin}${address}`, { ...options, headers: { authorization: `Bearer ${token}` } });
      return [`${method} ${path}`, (await response.text()).includes('There is nothing at this address')];
    });

    expect((await Promise.all(calls)).filter(([, isAbsent]) => isAbsent)).toEqual([]);
  });

  it('asks every route but the public ones for a signature or a token', async () => {
    const unsigned = await Promise.all(
      OPERATIONS.map(async ({ method, path, security }) => {
        const response = await fetch(`${world.origin}${path}`, { method: method.toUpperCase() });
        return { isProtected: security !== undefined, status: response.status };
      }),
    );

    expect(unsigned.filter(({ isProtected }) => isProtected).map(({ status }) => status)).toEqual(
      OPERATIONS.filter(({ security }) => security !== undefined).map(({ security }) =>
        security === 'metrics' ? 503 : 401,
      ),
    );
  });

  it('agrees with what the integration API takes and answers', async () => {
    const as = { organizationId: ORGANIZATION };
    const bodies = {
      connect: { crm_type: 'hubspot', access_token: 'pat-eu1-wrong' },
      contact: { entity_type: 'contact', contact: { email: 'api@example.com', phone: '' }, options: { priority: 9 } },
      company: { entity_type: 'company', company: { name: 'Api Test', domain: 'api-test.example', employeeCount: 0 } },
      batch: { entity_type: 'contact', contacts: [{ email: 'one@example.com' }, { email: 'two@example.com' }] },
    };
    const post = (path: string, body: unknown) => world.api(path, { ...as, method: 'POST', body });

    const refused = await post('/connect', bodies.connect);
    const connected = await world.connect(ORGANIZATION, { auto_enrich: true });
    const { id } = connected.body.integration;
    const answers: readonly (readonly [string, string, ApiAnswer])[] = [
      ['post', '/connect', refused],
      ['post', '/connect', connected],
      ['get', '/connect', await world.api('/connect', as)],
      ['post', '/sync', await post('/sync', bodies.contact)],
      ['post', '/sync', await post('/sync', bodies.company)],
      ['post', '/sync', await post('/sync', '{')],
      ['post', '/sync', await post('/sync', { entity_type: 'deal' })],
      ['post', '/sync', await post('/sync', { ...bodies.contact, integration_id: randomUUID() })],
      ['post', '/sync/batch', await post('/sync/batch', bodies.batch)],
      ['get', '/sync', await world.api('/sync?limit=100', as)],
      ['get', '/sync', await world.api('/sync?limit=0', as)],
      ['get', '/{id}/mappings', await world.api(`/${id}/mappings`, as)],
      ['put', '/{id}/mappings', await world.api(`/${id}/mappings`, { ...as, method: 'PUT', body: { mappings: {} } })],
      ['get', '/{id}/fields', await world.api(`/${id}/fields?entity_type=company`, as)],
      ['delete', '/connect/{id}', await world.api(`/connect/${randomUUID()}`, { ...as, method: 'DELETE' })],
      ['delete', '/connect/{id}', await world.api(`/connect/${id}`, { ...as, method: 'DELETE' })],
    ];

    expect(answers.map(([, , { status }]) => status)).toEqual([
      ...[400, 200, 200, 200, 200, 400, 422, 404, 200, 200, 422, 200, 200, 200, 404, 200],
    ]);
    expect(
      answers.flatMap(([method, path, { status, body }]) => complaints(answerPlace(method, path, status), body)),
    ).toEqual([]);
    expect(complaints(bodyPlace('post', '/sync'), bodies.contact)).toEqual([]);
    expect(complaints(bodyPlace('post', '/sync'), bodies.company)).toEqual([]);
    expect(complaints(bodyPlace('post', '/sync/batch'), bodies.batch)).toEqual([]);
    expect(complaints(bodyPlace('post', '/connect'), bodies.connect)).toEqual([]);
    expect(complaints(bodyPlace('post', '/sync'), { entity_type: 'contact', contact: {} })).not.toEqual([]);
  });
});

describe('the documentation page', () => {
  it('loads nothing from elsewhere and runs nothing inline', async () => {
    const response = await fetch(`${world.origin}/docs`);
    const page = await response.text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));

    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(addresses.every((address) => address.startsWith('/'))).toBe(true);
    const loaded = await Promise.all(addresses.map((address) => fetch(`${world.origin}${address}`)));
    expect(loaded.map(({ status }) => status)).toEqual(addresses.map(() => 200));
    expect(page).not.toMatch(/<script>|<style>|onload=/);
  });
});
