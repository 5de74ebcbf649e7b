import { describe, expect, it } from 'vitest';
import { verifyHubspotSignature } from '../../../backend/src/http/verify-hubspot-signature.ts';
import { signRequest } from '../../../hubspot-project/functions/sign-request.ts';

const NOW = 1_795_000_000_000;
const request = {
  method: 'POST',
  url: 'https://smartsync.example/api/hubspot/companies?query=o%27neill%20%26%20sons&portalId=42',
  body: '{"name":"Ø"}',
  clientSecret: 's3cret',
  nowMs: NOW,
};

function verdictOn(over: Partial<typeof request>) {
  const { method, url, body, clientSecret } = request;
  const signed = signRequest({ ...request, ...over });
  const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), [value]]));
  return verifyHubspotSignature({
    method,
    url,
    rawBody: Buffer.from(body),
    headers,
    clientSecrets: [clientSecret],
    nowMs: NOW,
  });
}

describe('the function’s signature', () => {
  it('is one that the backend accepts', () => {
    expect(verdictOn({})).toBe('valid');
  });

  it.each([
    ['method', { method: 'GET' }],
    ['address', { url: request.url.replace('42', '43') }],
    ['body', { body: '{"name":"O"}' }],
    ['secret', { clientSecret: 'other' }],
  ])('is refused when the %s differs', (_what, over) => {
    expect(verdictOn(over)).toBe('mismatch');
  });

  it('is refused when it is older than five minutes', () => {
    expect(verdictOn({ nowMs: NOW - 300_001 })).toBe('stale');
  });
});
