import { createHash, createHmac } from 'node:crypto';
import { Signature } from '@hubspot/api-client';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, verifyHubspotSignature } from '../../../backend/src/http/verify-hubspot-signature.ts';

const SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const URL = 'https://www.example.com/webhook_uri';
const BODY = '{"example_field":"example_value"}';
const SENT_AT = 1_500_000_000_000;
const GOLDEN_V3 = 'h1kdsRKF684N8S9uFjGK+23hDePvwRjngw3W0Vb1+LU=';

function version3(changes: Partial<SignedRequest> = {}): SignedRequest {
  return {
    method: 'POST',
    url: URL,
    rawBody: Buffer.from(BODY),
    headers: { 'x-hubspot-signature-v3': [GOLDEN_V3], 'x-hubspot-request-timestamp': [String(SENT_AT)] },
    clientSecrets: [SECRET],
    nowMs: SENT_AT,
    ...changes,
  };
}

function version2(signature: string, changes: Partial<SignedRequest> = {}): SignedRequest {
  const headers = { 'x-hubspot-signature': [signature], 'x-hubspot-signature-version': ['v2'] };
  return version3({ headers, version2: 'accepted_without_version3', ...changes });
}

function sign(uri: string, timestamp: string, body: string | Buffer = BODY, method = 'POST'): SignedRequest['headers'] {
  const signature = createHmac('sha256', SECRET)
    .update(method + uri)
    .update(body)
    .update(timestamp)
    .digest('base64');
  return { 'x-hubspot-signature-v3': [signature], 'x-hubspot-request-timestamp': [timestamp] };
}

function flip(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('version 3', () => {
  it('accepts the golden vector', () => {
    expect(verifyHubspotSignature(version3())).toBe('valid');
  });

  it('agrees with HubSpot’s own helper on what the signature is', () => {
    const options = { url: URL, requestBody: BODY, timestamp: SENT_AT, clientSecret: SECRET, signature: '' };
    expect(Signature.getSignature('POST', 'v3', options)).toBe(GOLDEN_V3);
  });

  it('refuses every single flipped byte of body, signature and address', () => {
    const body = Buffer.from(BODY);
    const bodies = [...body.keys()].map((at) => verifyHubspotSignature(version3({ rawBody: flip(body, at) })));
    const signatures = [...Buffer.from(GOLDEN_V3).keys()].map((at) => {
      const signature = flip(Buffer.from(GOLDEN_V3), at).toString('latin1');
      const headers = { ...version3().headers, 'x-hubspot-signature-v3': [signature] };
      return verifyHubspotSignature(version3({ headers }));
    });
    const urls = [...Buffer.from(URL).keys()].map((at) =>
      verifyHubspotSignature(version3({ url: flip(Buffer.from(URL), at).toString('latin1') })),
    );

    expect(new Set([...bodies, ...signatures, ...urls])).toEqual(new Set(['mismatch']));
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['another secret', { clientSecrets: ['zzzzzzzz-yyyy-yyyy-yyyy-yyyyyyyyyyyy'] }],
    ['no secret', { clientSecrets: [] }],
    ['a body with one byte more', { rawBody: Buffer.from(`${BODY} `) }],
    ['a body that was parsed and printed again', { rawBody: Buffer.from(JSON.stringify(JSON.parse(BODY), null, 1)) }],
  ])('refuses %s', (_name, changes: Partial<SignedRequest>) => {
    expect(verifyHubspotSignature(version3(changes))).toBe('mismatch');
  });

  it('refuses a request signed with an empty secret', () => {
    const signature = createHmac('sha256', '').update(`POST${URL}${BODY}${SENT_AT}`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': [signature], 'x-hubspot-request-timestamp': [String(SENT_AT)] };
    expect(verifyHubspotSignature(version3({ headers, clientSecrets: [''] }))).toBe('mismatch');
  });

  it('accepts a request signed with the older of two secrets', () => {
    expect(verifyHubspotSignature(version3({ clientSecrets: ['new', SECRET] }))).toBe('valid');
  });

  it.each([
    ['exactly five minutes old', 300_000, 'valid'],
    ['one millisecond past five minutes', 300_001, 'stale'],
    ['exactly five minutes ahead', -300_000, 'valid'],
    ['one millisecond more than five minutes ahead', -300_001, 'stale'],
  ])('judges a timestamp %s', (_name, ageMs, verdict) => {
    expect(verifyHubspotSignature(version3({ nowMs: SENT_AT + ageMs }))).toBe(verdict);
  });

  it.each(['NaN', '', ' ', '1e12', '-1', '1500000000000.5', '0x15', '15000000000001500000000000'])(
    'refuses the timestamp "%s" although it is signed',
    (timestamp) => {
      expect(verifyHubspotSignature(version3({ headers: sign(URL, timestamp) }))).toBe('malformed');
    },
  );

  it.each([
    ['no header at all', {}],
    ['no signature', { 'x-hubspot-request-timestamp': [String(SENT_AT)] }],
    ['no timestamp', { 'x-hubspot-signature-v3': [GOLDEN_V3] }],
    ['two signatures', { ...version3().headers, 'x-hubspot-signature-v3': [GOLDEN_V3, GOLDEN_V3] }],
    ['two timestamps', { ...version3().headers, 'x-hubspot-request-timestamp': [String(SENT_AT), String(SENT_AT)] }],
    ['only the version 1 signature', { 'x-hubspot-signature': ['ab'], 'x-hubspot-signature-version': ['v1'] }],
  ])('refuses a request with %s', (_name, headers) => {
    expect(verifyHubspotSignature(version3({ headers }))).toBe('malformed');
  });

  it('signs bytes that are no valid text', () => {
    const rawBody = Buffer.from([0xff, 0x00, 0xfe, 0x0a]);
    const headers = sign(URL, String(SENT_AT), rawBody);
    expect(verifyHubspotSignature(version3({ rawBody, headers }))).toBe('valid');
  });

  it('accepts a GET with an empty body', () => {
    const headers = sign(URL, String(SENT_AT), '', 'GET');
    expect(verifyHubspotSignature(version3({ method: 'GET', rawBody: Buffer.alloc(0), headers }))).toBe('valid');
  });
});

describe('the address that is signed', () => {
  const sent = `${URL}?a=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B&userEmail=a%2Bb%20c%26d`;
  const decoded = `${URL}?a=:/?@!$'()*,;&userEmail=a%2Bb%20c%26d`;

  it.each([
    ['as sent', sent],
    ['with the twelve escapes decoded', decoded],
  ])('matches %s', (_name, signed) => {
    expect(verifyHubspotSignature(version3({ url: sent, headers: sign(signed, String(SENT_AT)) }))).toBe('valid');
  });

  it('matches escapes written in lower case', () => {
    const request = version3({ url: sent.replace('%3A', '%3a'), headers: sign(decoded, String(SENT_AT)) });
    expect(verifyHubspotSignature(request)).toBe('valid');
  });

  it('does not match with any other escape decoded', () => {
    const headers = sign(decodeURIComponent(sent), String(SENT_AT));
    expect(verifyHubspotSignature(version3({ url: sent, headers }))).toBe('mismatch');
  });
});

describe('version 2', () => {
  const POSTED = '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900';
  const GOT = 'eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e';

  it('accepts both golden vectors where it is accepted', () => {
    const get = version2(GOT, { method: 'GET', rawBody: Buffer.alloc(0) });
    expect([verifyHubspotSignature(version2(POSTED)), verifyHubspotSignature(get)]).toEqual(['valid', 'valid']);
  });

  it('is refused everywhere else', () => {
    expect(verifyHubspotSignature(version2(POSTED, { version2: 'refused' }))).toBe('malformed');
  });

  it('does not rescue a version 3 signature that is wrong', () => {
    const right = version2(POSTED).headers;
    const wrong = sign(`${URL}x`, String(SENT_AT));
    expect(verifyHubspotSignature(version2(POSTED, { headers: { ...right, ...wrong } }))).toBe('mismatch');
  });

  it('refuses every flipped byte of the body', () => {
    const body = Buffer.from(BODY);
    const verdicts = [...body.keys()].map((at) =>
      verifyHubspotSignature(version2(POSTED, { rawBody: flip(body, at) })),
    );
    expect(new Set(verdicts)).toEqual(new Set(['mismatch']));
  });

  it('is not satisfied by a version 1 hash', () => {
    const hash = createHash('sha256')
      .update(SECRET + BODY)
      .digest('hex');
    const headers = { 'x-hubspot-signature': [hash], 'x-hubspot-signature-version': ['v1'] };
    expect(verifyHubspotSignature(version2(hash, { headers }))).toBe('malformed');
    expect(verifyHubspotSignature(version2(hash))).toBe('mismatch');
  });
});
