/** The private edition's function, run by HubSpot's own runner, between the card's client and the real backend. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { send } from '../../../hubspot-project/app/cards/transport.private.ts';
import { makeSmartSyncClient } from '../../../hubspot-project/contract/client.ts';
import { runFunction } from '../../../sandbox/functions/run-function.ts';
import { assembleEdition } from '../../../scripts/hubspot/assemble-edition.ts';
import { type RunningProduct, startProduct } from '../../support/start-product.ts';
import { PORTAL, SEED } from '../enrichment/world.ts';

const TOKEN = 'pat-eu1-of-the-test';
const CLIENT_SECRET = 'client-secret-of-the-test';
const [portal, ...others] = SEED.portals;

let product: RunningProduct;
let outDir: string;
let front: { server: Server; origin: string; seen: { url: string; headers: IncomingHttpHeaders }[] };
let secrets: Record<string, string>;

const call = (parameters: unknown, over: Record<string, string> = {}) =>
  runFunction({
    sourceDir: path.join(outDir, 'hubspot-project'),
    uid: 'oppspot_backend_proxy',
    secrets: { ...secrets, ...over },
    parameters,
  });

beforeAll(async () => {
  outDir = await mkdtemp(path.join(tmpdir(), 'private-edition-'));
  await assembleEdition(path.resolve('.'), 'hubspot-project', outDir, 'private');
  front = await startFront();
  const seed = { portals: portal ? [{ ...portal, privateApp: { token: TOKEN } }, ...others] : [] };
  product = await startProduct({ seed, env: { HUBSPOT_ACCESS_TOKEN: TOKEN, PUBLIC_URL: front.origin } });
  secrets = {
    PRIVATE_APP_ACCESS_TOKEN: TOKEN,
    SMARTSYNC_BACKEND_ORIGIN: front.origin,
    SMARTSYNC_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_API_URL: product.sandbox.url,
  };
  const serverless = (_uid: string, { parameters }: { parameters: unknown }) => call(parameters);
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('serverless', serverless);
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await product.stop();
  front.server.closeAllConnections();
  front.server.close();
  await rm(outDir, { recursive: true, force: true });
});

beforeEach(() => {
  front.seen.length = 0;
});

/** The public address of the backend: its port is known before the backend listens. */
async function startFront() {
  const seen: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      seen.push({ url: request.url ?? '', headers: request.headers });
      const { host: _, connection: __, 'transfer-encoding': ___, ...headers } = request.headers;
      const answer = await fetch(`${product.origin}${request.url}`, {
        method: request.method ?? 'GET',
        headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

describe('the card of the private edition', () => {
  it('enriches a record through the function', async () => {
    const client = makeSmartSyncClient(front.origin, send);
    const objectId = product.sandbox.admin.ids(PORTAL, 'kestrel') ?? '';

    const answer = await client.enrich({ objectType: 'companies', objectId, idempotencyKey: 'k' });

    expect(answer).toMatchObject({ kind: 'ok', value: { enrichment: { status: 'no_match', error: null } } });
  });

  it('reads the record through it, in the account of the app’s own token', async () => {
    const client = makeSmartSyncClient(front.origin, send);

    const answer = await client.readRecord('companies', '42');

    expect(answer).toMatchObject({ kind: 'ok', value: { connection: { status: 'connected' } } });
    expect(new URL(front.seen[0]?.url ?? '', front.origin).searchParams.get('portalId')).toBe(String(PORTAL));
  });

  it('gets the backend’s refusals in the backend’s words', async () => {
    const client = makeSmartSyncClient(front.origin, send);

    const answer = await client.readEnrichment('no-such-run');

    expect(answer).toMatchObject({ kind: 'refused', error: { requestId: expect.stringMatching(/.{8}/) } });
  });

  it('is nobody’s admin', async () => {
    const client = makeSmartSyncClient(front.origin, send);

    const answer = await client.readRecord('companies', '42');

    expect(answer).toMatchObject({ value: { settings: { isAdmin: false } } });
  });
});

describe('the function', () => {
  const record = { method: 'GET', path: '/api/hubspot/records/companies/42' };

  it('names no other account, whatever the browser says', async () => {
    await call({ ...record, path: `${record.path}?portalId=1&userId=1` });

    expect(front.seen[0]?.url).toBe(`${record.path}?portalId=${PORTAL}`);
  });

  it('sends neither token nor secret to the backend', async () => {
    await call(record);

    expect(JSON.stringify(front.seen)).not.toMatch(new RegExp(`${TOKEN}|${CLIENT_SECRET}`));
  });

  it('does not carry a request for settings', async () => {
    const reply = await call({ method: 'GET', path: '/api/hubspot/settings' });

    expect(reply).toMatchObject({ status: 404, body: expect.stringContaining('"code":"not_found"') });
    expect(front.seen).toEqual([]);
  });

  it('is refused by the backend with another secret', async () => {
    const reply = await call(record, { SMARTSYNC_CLIENT_SECRET: 'guessed' });

    expect(reply).toMatchObject({ status: 401, body: expect.stringContaining('invalid_signature') });
  });

  it('names the secrets that nobody set', async () => {
    const reply = await call(record, { SMARTSYNC_CLIENT_SECRET: '' });

    expect(reply).toMatchObject({ status: 503, body: expect.stringContaining('must set SMARTSYNC_CLIENT_SECRET') });
  });

  it('says that the token is refused', async () => {
    const reply = await call(record, { PRIVATE_APP_ACCESS_TOKEN: 'pat-eu1-revoked' });

    expect(reply).toMatchObject({ status: 503, body: expect.stringContaining('Install the app again') });
  });

  it('fails when the backend does not answer, so that the card says it is unreachable', async () => {
    await expect(call(record, { SMARTSYNC_BACKEND_ORIGIN: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      reason: 'UNCAUGHT_ERROR',
    });
  });
});
