import { describe, expect, it } from 'vitest';
import { parseCardRequest } from '../../../hubspot-project/functions/card-request.ts';

const ORIGIN = 'https://smartsync.example';
const get = (path: string) => parseCardRequest({ method: 'GET', path }, ORIGIN);

describe('the requests that the function passes on', () => {
  it.each([
    '/api/hubspot/records/companies/42',
    '/api/hubspot/enrichments/0d5c7e1e-0000-4000-8000-000000000000',
    '/api/hubspot/companies?query=kestrel&objectType=companies&objectId=42',
  ])('are those of the card: %s', (path) => {
    expect(get(path)?.url.href).toBe(`${ORIGIN}${path}`);
  });

  it('keep the body as it was written, for the signature', () => {
    const body = '{ "objectId": "42" }';

    expect(parseCardRequest({ method: 'POST', path: '/api/hubspot/enrichments', body }, ORIGIN)?.body).toBe(body);
  });

  it('lose what a browser says about who calls', () => {
    const path = '/api/hubspot/records/companies/42?portalId=1&userId=2&userEmail=a&appId=3&x=4';

    expect(get(path)?.url.search).toBe('?x=4');
  });
});

describe('the requests that the function refuses', () => {
  it.each([
    ['settings', '/api/hubspot/settings'],
    ['bulk runs', '/api/hubspot/bulk-enrichments'],
    ['the installation', '/api/hubspot/installation'],
    ['webhooks', '/api/hubspot/webhooks'],
    ['workflow actions', '/api/hubspot/workflow-actions/enrich'],
    ['the integration API', '/api/integrations/crm/sync'],
    ['a way back out of a permitted folder', '/api/hubspot/records/../settings'],
    ['an encoded way back', '/api/hubspot/records/%2e%2e/settings'],
    ['an encoded slash', '/api/hubspot/records/..%2Fsettings'],
    ['another host', '//evil.example/api/hubspot/records/companies/42'],
    ['a whole address', 'https://evil.example/api/hubspot/records/companies/42'],
    ['a name that only begins alike', '/api/hubspot/records-of-others'],
  ])('are %s', (_what, path) => {
    expect(get(path)).toBeUndefined();
  });

  it.each([
    [undefined],
    [null],
    ['GET'],
    [{ method: 'DELETE', path: '/api/hubspot/records/companies/42' }],
    [{ method: 'PUT', path: '/api/hubspot/records/companies/42' }],
    [{ method: 'GET', path: 42 }],
    [{ method: 'POST', path: '/api/hubspot/enrichments', body: { objectId: '42' } }],
  ])('are no request of a card: %j', (parameters) => {
    expect(parseCardRequest(parameters, ORIGIN)).toBeUndefined();
  });

  it('are larger than a megabyte', () => {
    const sized = (bytes: number) =>
      parseCardRequest({ method: 'POST', path: '/api/hubspot/enrichments', body: 'x'.repeat(bytes) }, ORIGIN);

    expect([sized(1_048_576) === undefined, sized(1_048_577) === undefined]).toEqual([false, true]);
  });
});
