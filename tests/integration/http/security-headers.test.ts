import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalRoutesWorld, startPortalRoutes } from './portal-routes-world.ts';

let world: PortalRoutesWorld;

beforeAll(async () => {
  world = await startPortalRoutes({
    findInstallation: async () => undefined,
    requestEnrichment: () => Promise.reject(new Error('unused')),
  });
});
afterAll(() => world.stop());

describe('every answer', () => {
  it.each([
    ['a page for operators', 'GET', '/healthz', 200],
    ['a refused request of a card', 'POST', '/api/hubspot/enrichments', 401],
    ['a refused webhook', 'POST', '/api/hubspot/webhooks', 401],
    ['a route that does not exist', 'GET', '/nowhere', 404],
  ])('tells browsers to be careful: %s', async (_, method, path, status) => {
    const response = await fetch(`${world.origin}${path}`, { method });

    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.has('x-powered-by')).toBe(false);
  });
});
