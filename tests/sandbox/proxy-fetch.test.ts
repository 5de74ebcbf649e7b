import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { callOpen, PORTAL, PUBLIC_ORIGIN, startSmallSandbox } from './sandbox-fixture.ts';

describe('hubspot.fetch', () => {
  let sandbox: RunningSandbox;
  let app: AppStandIn;
  let answer: (response: ServerResponse, number: number) => void;
  beforeEach(async () => {
    answer = (response) => response.end('{"ok":true}');
    app = await startAppStandIn((response, number) => answer(response, number));
    sandbox = await startSmallSandbox({ originMap: { [PUBLIC_ORIGIN]: app.url } });
  });
  afterEach(async () => {
    await sandbox.stop();
    await app.stop();
  });
  const fetchAsCard = (request: object) =>
    callOpen(sandbox)('POST', `/__sandbox/portals/${PORTAL}/fetch`, { userId: 1, ...request });

  it('adds who calls and signs the public address, not the local one', async () => {
    const requestBody = { objectId: '1', note: 'ü' };
    const { body } = await fetchAsCard({ requestUri: `${PUBLIC_ORIGIN}/api/x?a=1`, method: 'POST', requestBody });

    const [sent] = app.received;
    expect(body).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(sent?.url).toBe(`/api/x?a=1&userId=1&portalId=${PORTAL}&userEmail=ana%40harbour.example&appId=90001`);
    const timestamp = sent?.headers['x-hubspot-request-timestamp'];
    const signed = `POST${PUBLIC_ORIGIN}/api/x?a=1&userId=1&portalId=${PORTAL}&userEmail=ana@harbour.example&appId=90001${JSON.stringify(requestBody)}${timestamp}`;
    expect(sent?.headers['x-hubspot-signature-v3']).toBe(
      createHmac('sha256', 'secret-1').update(signed).digest('base64'),
    );
  });

  it('repeats once by itself on a 5xx and on a broken connection, not on a 4xx', async () => {
    answer = (response, number) => response.writeHead(number === 1 ? 503 : 200).end('{}');
    const repaired = await fetchAsCard({ requestUri: `${PUBLIC_ORIGIN}/a` });
    answer = (response, number) => (number === 3 ? response.destroy() : response.end('{}'));
    const reconnected = await fetchAsCard({ requestUri: `${PUBLIC_ORIGIN}/b` });
    answer = (response) => response.writeHead(409).end('{}');
    const refused = await fetchAsCard({ requestUri: `${PUBLIC_ORIGIN}/c` });

    expect([repaired.body.status, reconnected.body.status, refused.body.status]).toEqual([200, 200, 409]);
    expect(app.received).toHaveLength(5);
  });

  it.each<[string, object, string]>([
    ['a host that is not permitted', { requestUri: 'https://evil.example/' }, 'permittedUrls.fetch'],
    [
      'a host that only begins like a permitted one',
      { requestUri: `${PUBLIC_ORIGIN}.evil.example/` },
      'permittedUrls.fetch',
    ],
    ['plain http', { requestUri: 'http://smartsync.example.com/' }, 'absolute https'],
    ['a relative address', { requestUri: '/api' }, 'absolute https'],
    ['headers of one’s own', { requestUri: PUBLIC_ORIGIN, requestHeaders: { 'x-mine': '1' } }, "Only 'Authorization'"],
    ['more than two minutes', { requestUri: PUBLIC_ORIGIN, requestTimeoutMillis: 120_001 }, '120 seconds'],
  ])('refuses %s', async (_title, request, words) => {
    const { status, body } = await fetchAsCard(request);

    expect(status).toBe(400);
    expect(body.message).toContain(words);
    expect(app.received).toHaveLength(0);
  });

  it('lets Authorization through and follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    const { body } = await fetchAsCard({ requestUri: PUBLIC_ORIGIN, requestHeaders: { Authorization: 'Bearer x' } });

    expect(body.status).toBe(302);
    expect(app.received).toHaveLength(1);
    expect(app.received[0]?.headers.authorization).toBe('Bearer x');
  });

  it('takes 1 MB each way and gives up after the time asked for', async () => {
    const large = { text: 'x'.repeat(1_048_576) };
    const sent = await fetchAsCard({ requestUri: PUBLIC_ORIGIN, method: 'POST', requestBody: large });
    answer = (response) => response.end('x'.repeat(1_048_577));
    const received = await fetchAsCard({ requestUri: PUBLIC_ORIGIN });
    answer = () => {};
    const late = await fetchAsCard({ requestUri: PUBLIC_ORIGIN, requestTimeoutMillis: 100 });

    expect([sent.status, received.status, late.status]).toEqual([413, 502, 504]);
  });

  it('keeps 20 requests in flight per account and refuses the next', async () => {
    const held: ServerResponse[] = [];
    answer = (response) => held.push(response);
    const running = Array.from({ length: 20 }, () => fetchAsCard({ requestUri: PUBLIC_ORIGIN }));
    await app.waitFor(20);

    const refused = await fetchAsCard({ requestUri: PUBLIC_ORIGIN });
    for (const response of held) response.end('{}');
    const finished = await Promise.all(running);
    answer = (response) => response.end('{}');
    const next = await fetchAsCard({ requestUri: PUBLIC_ORIGIN });

    expect(refused.status).toBe(429);
    expect(new Set(finished.map(({ body }) => body.status))).toEqual(new Set([200]));
    expect(next.status).toBe(200);
  });
});
