import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEnrichment } from '../../../backend/src/domain/enrichment/new-enrichment.ts';
import { AppError } from '../../../backend/src/domain/errors.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { Installation } from '../../../backend/src/ports/installation-store.ts';
import type { RequestEnrichmentInput } from '../../../backend/src/use-cases/request-enrichment.ts';
import { type PortalRoutesAnswers, type PortalRoutesWorld, startPortalRoutes } from './portal-routes-world.ts';

const installation: Installation = {
  organizationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c11',
  integrationId: '0b0f6f0e-8f0f-4a52-9d9c-5a5b9b3f1c12',
  portalId: 77,
  authKind: 'oauth',
  status: 'connected',
  statusReason: null,
  scopes: [],
  installedByUserId: 5,
  uiDomain: null,
  timeZone: null,
  installedAt: '2026-11-23T08:00:00.000Z',
};

let found: Installation | undefined;
let asked: RequestEnrichmentInput[];
let requestEnrichment: PortalRoutesAnswers['requestEnrichment'];
let world: PortalRoutesWorld;

beforeAll(async () => {
  world = await startPortalRoutes({
    findInstallation: async (portalId) => (portalId === 77 ? found : undefined),
    requestEnrichment: (input) => requestEnrichment(input),
  });
});

afterAll(async () => {
  await world.stop();
});

beforeEach(() => {
  found = installation;
  asked = [];
  requestEnrichment = async (input) => {
    asked.push(input);
    const { objectType, objectId, mode, requestedBy } = input.request;
    const run = newEnrichment({
      id: 'e',
      objectType,
      objectId,
      mode,
      requestedBy,
      createdAt: '2026-11-23T08:00:00.000Z',
    });
    return { ...run, status: 'completed' };
  };
});

const body = (members: Record<string, unknown> = {}) =>
  JSON.stringify({ objectType: 'companies', objectId: '12', idempotencyKey: 'k', ...members });
const enrich = (text: string, caller = { portalId: 77, userId: 5 }, options = {}) =>
  world.send('/api/hubspot/enrichments', caller, { method: 'POST', body: text, ...options });

describe('a request of HubSpot', () => {
  it.each([
    ['a wrong secret', { signWith: 'another' }],
    ['a timestamp more than five minutes old', { timestampMs: Date.now() - 301_000 }],
    ['a timestamp more than five minutes ahead', { timestampMs: Date.now() + 310_000 }],
    ['no readable timestamp', { headers: { 'x-hubspot-request-timestamp': 'soon' } }],
  ])('with %s is answered 401 invalid_signature and does nothing', async (_name, options) => {
    const response = await enrich(body(), undefined, options);

    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_signature', requestId: expect.any(String) },
    });
    expect(asked).toEqual([]);
  });

  it('of a portal that never installed the app is answered 403 not_installed', async () => {
    const response = await enrich(body(), { portalId: 78, userId: 5 });

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'not_installed' } });
  });

  it.each(['/api/hubspot/bulk-enrichments', '/api/hubspot/anything'])(
    'unsigned is answered 401 at %s as everywhere',
    async (path) => {
      expect((await world.send(path, { portalId: 77 }, { signWith: 'another' })).status).toBe(401);
      expect((await world.send(path, { portalId: 77 })).status).toBe(404);
    },
  );

  it('without a portal in the signed query is answered 422, whatever the body says', async () => {
    const response = await world.send('/api/hubspot/enrichments', {}, { method: 'POST', body: body({ portalId: 77 }) });

    expect(response.status).toBe(422);
    expect(asked).toEqual([]);
  });

  it('takes portal and user from the signed query, never from the body', async () => {
    await enrich(body({ portalId: 999, userId: 999 }));

    expect(asked[0]?.installation.portalId).toBe(77);
    expect(asked[0]?.request.requestedBy).toEqual({ kind: 'card', userId: 5 });
  });

  it('larger than 1 MiB is answered 413', async () => {
    const response = await enrich(body({ padding: 'x'.repeat(1_048_577) }));

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      error: { code: 'payload_too_large', message: expect.stringContaining('at most 1 MiB') },
    });
  });

  it('with a path that cannot be decoded is told so, and not that its body is wrong', async () => {
    const response = await world.send('/api/hubspot/records/companies/%E0%A4%A', { portalId: 77, userId: 5 });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_input', details: { fields: [{ field: '(address)' }] } },
    });
  });

  it.each([
    ['no JSON', '{"objectType":', '(body)'],
    ['a NUL', '{"objectType":"contacts","objectId":"1","idempotencyKey":"a\\u0000b"}', '(body)'],
    ['half a character', '{"objectType":"contacts","objectId":"1","idempotencyKey":"\\ud83d"}', '(body)'],
    ['an unknown object type', body({ objectType: 'tickets' }), 'objectType'],
    ['an id that is none', body({ objectId: 'abc' }), 'objectId'],
    ['no idempotency key', JSON.stringify({ objectType: 'companies', objectId: '1' }), 'idempotencyKey'],
    ['an unknown mode', body({ mode: 'force' }), 'mode'],
    ['a company id that is too long', body({ companyId: 'x'.repeat(65) }), 'companyId'],
  ])('with %s is answered 422 invalid_input', async (_name, text, field) => {
    const response = await enrich(text);
    const { error } = (await response.json()) as { error: { code: string; details?: { fields: { field: string }[] } } };

    expect(response.status).toBe(422);
    expect(error.code).toBe('invalid_input');
    expect(error.details?.fields.map((problem) => problem.field)).toEqual([field]);
  });

  it('reads HubSpot type ids as object types', async () => {
    await enrich(body({ objectType: '0-1', objectId: 42 }));

    expect(asked[0]?.request).toMatchObject({
      objectType: 'contacts',
      objectId: '42',
      mode: 'apply',
      refresh: false,
      companyId: null,
    });
  });

  it('of a disconnected portal is answered 409 disconnected before a run starts', async () => {
    found = { ...installation, status: 'disconnected', statusReason: 'uninstalled' };

    const response = await enrich(body());

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'disconnected' } });
    expect(asked).toEqual([]);
  });

  it('for a run that goes on is answered 202', async () => {
    const finished = requestEnrichment;
    requestEnrichment = async (input) => ({ ...(await finished(input)), status: 'running' });

    expect((await enrich(body())).status).toBe(202);
  });

  it('that fails inside says nothing about our insides', async () => {
    requestEnrichment = async () => {
      throw new Error('password=hunter2 at /srv/app/secret.ts');
    };

    const response = await enrich(body());
    const text = await response.text();

    expect(response.status).toBe(500);
    expect(text).not.toMatch(/hunter2|secret\.ts/);
  });

  it('that meets an outage is told when to come back', async () => {
    requestEnrichment = async () => {
      throw new AppError('upstream_unavailable', 'The database is away.', { retryAfterMs: 7000 });
    };

    const response = await enrich(body());

    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('7');
  });

  it('for an enrichment that is none of this account is answered 404', async () => {
    const response = await world.send('/api/hubspot/enrichments/not-a-uuid', { portalId: 77 });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('settings', () => {
  it('with an unknown member are refused naming it', async () => {
    const settings = { ...defaultPortalSettings(), surprise: true };
    const response = await world.send(
      '/api/hubspot/settings',
      { portalId: 77, userId: 5 },
      { method: 'PUT', body: JSON.stringify(settings) },
    );

    expect(response.status).toBe(422);
    expect(await response.text()).toContain('surprise');
  });

  it('survive a round trip', async () => {
    const settings = { ...defaultPortalSettings(), icp: { criteria: [{ field: 'age', rule: 'should', min: 0 }] } };
    const response = await world.send(
      '/api/hubspot/settings',
      { portalId: 77, userId: 5 },
      { method: 'PUT', body: JSON.stringify(settings) },
    );

    expect(await response.json()).toMatchObject({ settings });
  });
});

describe('operations', () => {
  it('tells apart that the process lives and that it is ready', async () => {
    expect((await world.send('/healthz', {})).status).toBe(200);
    expect((await world.send('/readyz', {})).status).toBe(503);
  });

  it('shows metrics to the bearer of the token alone', async () => {
    const refused = await world.send('/metrics', {});
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { code: 'unauthenticated' } });
    expect((await world.send('/metrics', {}, { headers: { authorization: 'Bearer metrics-token' } })).status).toBe(200);
  });

  it('answers an unknown address 404 in the shape of every error', async () => {
    const response = await world.send('/api/hubspot/nothing', { portalId: 77 });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});
